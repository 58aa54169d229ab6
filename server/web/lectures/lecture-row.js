// A lecture in the list.
import { send, url } from '../base/api.js';
import { clock } from '../base/clock.js';
import { formatDate, formatPercent, t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { sayProblem } from '../parts/problem.js';
import { html, nothing } from '../vendor/lit.js';
import { stateOf } from './lecture-state.js';

/** @typedef {import('../base/api.js').Session} Session */

/** Stands where a poster will be: a board with lines. */
const placeholder = html`
  <svg viewBox="0 0 160 90" aria-hidden="true"><rect class="board" x="34" y="12" width="92" height="52" rx="5"></rect>
    <path d="M46 27h56M46 38h68M46 49h38"></path></svg>`;

export class LectureRow extends PageElement {
  static get properties() { return { lecture: { type: Object }, editable: { type: Boolean }, broken: { state: true } }; }

  constructor() {
    super();
    /** @type {Session|null} */
    this.lecture = null;
    this.editable = false;
    /** The poster that could not be loaded. @type {string|null} */
    this.broken = null;
  }

  /** @param {Session} lecture */
  async #retry({ id }) {
    try {
      await send('POST', `/api/v1/jobs/${id}/retry`);
    } catch (error) {
      sayProblem(error);
    }
  }

  /** @param {Session} lecture */
  #poster({ poster_url, duration }) {
    const length = duration === null ? nothing : html`<span class="length num">${clock(duration)}</span>`;
    if (!poster_url || poster_url === this.broken) return html`<div class="poster">${placeholder}${length}</div>`;
    return html`<div class="poster"><img src=${poster_url} alt="" width="640" height="360" loading="lazy" decoding="async"
      @error=${() => { this.broken = poster_url; }}>${length}</div>`;
  }

  /** @param {Session} lecture */
  #state({ job_status, progress = 0, snippet_count = 0, clip_count = 0 }) {
    const { kind, icon: name, tone } = stateOf({ job_status, progress, snippet_count, clip_count });
    const text = t(`lectures.is.${kind}`, { n: snippet_count, clips: clip_count, share: formatPercent(progress) });
    return html`
      <span class="state" data-kind=${kind} data-tone=${tone}><span class=${tone === 'busy' ? 'turning' : ''}>${icon(name, { size: 'small' })}</span>
        <span>${text}</span></span>
      ${tone === 'busy' ? html`<progress max="1" .value=${progress} aria-label=${text}></progress>` : nothing}`;
  }

  /** @param {Session} lecture */
  #actions(lecture) {
    if (!this.editable) return nothing;
    const { id, name, job_status, snippet_count, clip_count } = lecture;
    const label = (/** @type {string} */ text) => `${text}: ${name}`;
    if (job_status === 'Failed') {
      return html`<button type="button" class="btn" aria-label=${label(t('lectures.retry'))} @click=${() => this.#retry(lecture)}>
        ${icon('rotate-cw')} ${t('lectures.retry')}</button>`;
    }
    if (job_status !== 'Finished' || !snippet_count || clip_count) return nothing;
    return html`<a class="btn" href=${url(`/lectures/${id}/review`)} aria-label=${label(t('lectures.review'))}>${t('lectures.review')}</a>`;
  }

  render() {
    const { lecture } = this;
    if (!lecture) return nothing;
    const { id, name, module, created_at, job_status, error } = lecture;
    return html`
      ${this.#poster(lecture)}
      <div class="about">
        <h2><a href=${url(`/lectures/${id}`)} dir="auto">${name}</a></h2>
        <p class="muted">${module ? html`<span class="module" dir="auto">${module}</span><span aria-hidden="true">·</span>` : nothing}<time
          datetime=${created_at}>${formatDate(created_at)}</time></p>
        ${job_status === 'Failed' && error ? html`<p class="reason" lang="en" dir="auto">${error}</p>` : nothing}
      </div>
      <div class="side">
        <div class="progress">${this.#state(lecture)}</div>
        <div class="actions">${this.#actions(lecture)}</div>
      </div>`;
  }
}
customElements.define('lecture-row', LectureRow);
