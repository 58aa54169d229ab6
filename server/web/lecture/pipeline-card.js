import { send } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { formatPercent, t } from '../base/i18n.js';
import { stepsOf } from '../lectures/steps.js';
import { icon } from '../parts/icon.js';
import { sayProblem } from '../parts/problem.js';
import { say } from '../parts/toast.js';
import { html, nothing } from '../vendor/lit.js';

const icons = { waiting: 'circle', running: 'loader', done: 'circle-check', failed: 'circle-x' };

/** How far a lecture is that is not finished, or why it has failed. Event `retried`. */
export class PipelineCard extends PageElement {
  static get properties() {
    return {
      session: { type: Number },
      status: { attribute: false },
      mayRetry: { type: Boolean },
      busy: { state: true },
    };
  }

  constructor() {
    super();
    this.session = 0;
    /** @type {import('./lecture-data.js').Status|null} */
    this.status = null;
    this.mayRetry = false;
    this.busy = false;
  }

  async retry() {
    this.busy = true;
    try {
      await send('POST', `/api/v1/jobs/${this.session}/retry`);
      this.dispatchEvent(new CustomEvent('retried'));
      say(t('lecture.retried'));
    } catch (error) {
      sayProblem(error);
    } finally {
      this.busy = false;
    }
  }

  /** @param {import('../lectures/steps.js').Step} step */
  step({ name, state, progress }) {
    const words = t(`lecture.stepState.${state}`, { percent: formatPercent(progress) });
    return html`<li data-state=${state}>${icon(icons[state])}<span class="name">${t(`lecture.step.${name}`)}</span>
      <span class="how">${words}</span>
      ${state === 'running' ? html`<progress max="1" .value=${progress} aria-label=${t(`lecture.step.${name}`)}></progress>` : nothing}</li>`;
  }

  /** @param {import('./lecture-data.js').Status} status */
  failure({ error }) {
    return html`<div class="reason" role="status"><p dir="auto">${error || t('lecture.noReason')}</p></div>
      ${this.mayRetry ? html`<button class="btn primary" type="button" ?disabled=${this.busy} @click=${this.retry}>
        ${icon('rotate-ccw')}${t('lecture.retry')}</button>` : nothing}`;
  }

  render() {
    const { status } = this;
    if (!status || status.job_status === 'Finished') return nothing;
    const failed = status.job_status === 'Failed';
    return html`<section class="card" data-failed=${failed} aria-label=${t('lecture.steps')}>
      <h2>${icon(failed ? 'triangle-alert' : 'hourglass')}${t(failed ? 'lecture.failed' : 'lecture.working')}</h2>
      ${failed ? this.failure(status) : html`<p class="muted">${t('lecture.workingHint')}</p>`}
      <ol>${stepsOf(status.job_status, status.progress).map((step) => this.step(step))}</ol>
      ${!failed && status.error ? html`<p class="muted" dir="auto">${status.error}</p>` : nothing}
    </section>`;
  }
}

customElements.define('pipeline-card', PipelineCard);
