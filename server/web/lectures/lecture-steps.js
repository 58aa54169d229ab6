// The way of a recording to its topics: upload, listen, find topics, review.
import { Problem, send, url } from '../base/api.js';
import { formatDuration, formatPercent, t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { html, nothing } from '../vendor/lit.js';
import { mistakes, otherMistakes } from './field.js';
import { LectureWatch } from './lecture-watch.js';
import { stepsOf, stepsOfUpload } from './steps.js';

/** @typedef {import('./steps.js').Step} Step */
/** @typedef {{share: number, left: number|null, failed: boolean}} Sent how much of the file has left; left: seconds */

const icons = Object.freeze({ waiting: 'circle', running: 'loader', done: 'circle-check', failed: 'triangle-alert' });

export class LectureSteps extends PageElement {
  static get properties() {
    return {
      name: { type: String }, lectureId: { type: Number }, sent: { type: Object }, fetched: { type: Boolean }, primary: { type: Boolean },
      problem: { state: true },
    };
  }

  constructor() {
    super();
    this.name = '';
    /** 0 as long as the file is on its way. */
    this.lectureId = 0;
    /** @type {Sent|null} */
    this.sent = null;
    /** Whether the server fetches the recording itself. */
    this.fetched = false;
    /** Whether its last button is the primary one of the page. */
    this.primary = false;
    /** @type {Problem|null} why a retry was refused */
    this.problem = null;
    /** @type {LectureWatch|null} */
    this.watch = null;
  }

  connectedCallback() {
    super.connectedCallback();
    // Times go on although nothing else changes.
    const ticker = setInterval(() => this.watch?.running && this.requestUpdate(), 1000);
    this.until(() => clearInterval(ticker));
    this.until(() => this.#watch(0));
    this.#watch(this.lectureId);
  }

  /** @param {Map<string, unknown>} changes */
  willUpdate(changes) {
    if (changes.has('lectureId')) this.#watch(this.lectureId);
  }

  /** @param {number} id 0: none */
  #watch(id) {
    if (this.watch && this.watch.id === id) return;
    this.watch?.stop();
    this.watch = id ? new LectureWatch(id, () => this.requestUpdate()) : null;
  }

  async #retry() {
    this.problem = null;
    try {
      await send('POST', `/api/v1/jobs/${this.lectureId}/retry`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
  }

  /** @returns {Step[]} */
  get steps() {
    if (this.watch) return stepsOf(this.watch.status, this.watch.progress);
    return stepsOfUpload(this.sent?.share ?? 0, this.sent?.failed ?? false);
  }

  /** @param {Step} step what stands beside its name */
  #says({ name, state, progress }) {
    if (name === 'review' && state === 'running') return t('lectures.says.yours');
    if (state !== 'running') return t(`lectures.says.${state}`);
    const left = this.watch ? this.watch.left() : this.sent?.left ?? null;
    const since = this.watch?.elapsed() ?? 0;
    const time = left !== null ? t('lectures.left', { time: formatDuration(left) })
      : since >= 1 ? t('lectures.since', { time: formatDuration(since) }) : '';
    return [formatPercent(progress), time].filter(Boolean).join(' · ');
  }

  /** @param {Step} step */
  #step(step) {
    const { name, state, progress } = step;
    const label = t(`lectures.step.${name === 'upload' && this.fetched ? 'fetch' : name}`);
    const turns = state === 'running' && name !== 'review';
    return html`
      <li data-step=${name} data-state=${state} aria-current=${state === 'running' ? 'step' : nothing}>
        <span class=${turns ? 'mark turning' : 'mark'}>${icon(name === 'review' && state === 'running' ? 'list' : icons[state])}</span>
        <span class="step">${label}</span>
        <span class="muted num">${this.#says(step)}</span>
        ${name === 'review' ? nothing : html`<progress max="1" .value=${progress} aria-label=${label}></progress>`}
      </li>`;
  }

  #news() {
    if (!this.watch) return nothing;
    const { deleted, error, running } = this.watch;
    if (deleted) return html`<p class="error">${icon('circle-alert')} ${t('lectures.deleted')}</p>`;
    if (!error) return running ? html`<p class="muted">${t('lectures.byItself')}</p>` : nothing;
    if (running) return html`<p class="muted">${t('lectures.again')} <span lang="en" dir="auto">${error}</span></p>`;
    return html`
      <p class="error">${icon('triangle-alert')} <span lang="en" dir="auto">${error}</span></p>
      ${mistakes(otherMistakes(this.problem, []))}
      <div><button type="button" class="btn" @click=${this.#retry}>${icon('rotate-cw')} ${t('lectures.retry')}</button></div>`;
  }

  #end() {
    const topics = this.watch?.status === 'Finished' ? this.watch.topics : null;
    if (topics === null || this.watch?.deleted) return nothing;
    if (!topics) return html`<div><a class="btn" href=${url(`/lectures/${this.lectureId}`)}>${t('lectures.noTopics')}</a></div>`;
    return html`<div><a class="btn ${this.primary ? 'primary' : ''}" href=${url(`/lectures/${this.lectureId}/review`)}>
      ${icon('list')} ${t('lectures.reviewTopics', { n: topics })}</a></div>`;
  }

  render() {
    const { steps } = this;
    const present = steps.find(({ state }) => state === 'running' || state === 'failed');
    const state = present?.name === 'review' ? 'yours' : present?.state;
    return html`
      <ol class="steps" aria-label=${t('lectures.steps', { name: this.name })}>${steps.map((step) => this.#step(step))}</ol>
      <p class="hidden-text" role="status">${present ? `${t(`lectures.step.${present.name}`)}: ${t(`lectures.says.${state}`)}` : ''}</p>
      ${this.#news()} ${this.#end()}`;
  }
}
customElements.define('lecture-steps', LectureSteps);
