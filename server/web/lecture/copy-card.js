import { send } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { formatPercent, t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { sayProblem } from '../parts/problem.js';
import { html, nothing } from '../vendor/lit.js';
import { playbackReason } from './playback-reason.js';

/**
 * For a recording that browsers may not play: why, and how it stands with a copy that they do play. Who may, orders the
 * copy here. Event `ordered`.
 */
export class CopyCard extends PageElement {
  static get properties() {
    return {
      session: { type: Number },
      playback: { attribute: false },
      copy: { attribute: false },
      mayOrder: { type: Boolean },
      busy: { state: true },
    };
  }

  constructor() {
    super();
    this.session = 0;
    /** @type {import('../base/api.js').Playback|null} */
    this.playback = null;
    /** @type {import('../base/api.js').Proxy|null} */
    this.copy = null;
    this.mayOrder = false;
    this.busy = false;
  }

  async order() {
    this.busy = true;
    try {
      await send('POST', `/api/v1/sessions/${this.session}/proxy`);
      this.dispatchEvent(new CustomEvent('ordered'));
    } catch (error) {
      sayProblem(error);
    } finally {
      this.busy = false;
    }
  }

  /** @param {import('../base/api.js').Proxy} copy */
  state({ status, progress, error }) {
    if (status === 'FAILURE') return html`<p class="error">${icon('circle-alert')}<span dir="auto">${t('lecture.copyFailed', { reason: error ?? '' })}</span></p>`;
    if (status === 'REVOKED') return nothing;
    return html`<p>${t('lecture.copyMade', { percent: formatPercent(progress) })}</p>
      <progress max="1" .value=${progress} aria-label=${t('lecture.copy')}></progress>`;
  }

  render() {
    const { copy, playback } = this;
    if (!playback || playback.direct || copy?.url) return nothing;
    const orders = this.mayOrder && (!copy || copy.status === 'FAILURE' || copy.status === 'REVOKED');
    return html`<div class="note muted">${icon('info', { size: 'small' })}<div>
      <p dir="auto">${playbackReason(playback)}</p>
      ${copy ? this.state(copy) : nothing}
      ${orders ? html`<button class="btn" type="button" ?disabled=${this.busy} @click=${this.order}>${icon('film')}${t('lecture.copyOrder')}</button>` : nothing}
    </div></div>`;
  }
}

customElements.define('copy-card', CopyCard);
