// The list of lectures.
import { url } from '../base/api.js';
import { listen } from '../base/events.js';
import { formatPercent, t } from '../base/i18n.js';
import { bindKeys } from '../base/keys.js';
import { me, mayEdit } from '../base/me.js';
import { PageElement } from '../base/element.js';
import { go } from '../base/router.js';
import '../parts/app-bar.js';
import { icon } from '../parts/icon.js';
import { reasonOf } from '../parts/problem.js';
import { html, nothing, repeat } from '../vendor/lit.js';
import './drop-zone.js';
import './first-run.js';
import './lecture-filters.js';
import { LectureList, pageSize } from './lecture-list.js';
import './lecture-row.js';
import { remembered } from '../uploads/upload-memory.js';
import { uploads } from '../uploads/upload-queue.js';

/** @typedef {import('../base/api.js').Me} Me */
/** @typedef {import('./lecture-list.js').Filters} Filters */

/** What the page showed when it was left. Who comes back finds it as it was. @type {import('./lecture-list.js').Shown|null} */
let left = null;

export class LecturesPage extends PageElement {
  static get properties() {
    return { params: { attribute: false }, query: { attribute: false }, person: { state: true }, first: { state: true } };
  }

  constructor() {
    super();
    this.params = {};
    /** @type {Record<string, string>} */
    this.query = {};
    /** undefined: not asked yet. @type {Me|null|undefined} */
    this.person = undefined;
    /** Whether the card of the first lecture stays although the list is not empty any more. */
    this.first = false;
    this.redraw = () => this.requestUpdate();
    this.list = new LectureList(this.redraw);
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(listen({}, (event) => this.list.hear(event)));
    this.until(bindKeys(window, { search: () => this.#focusSearch() }));
    uploads.addEventListener('change', this.redraw);
    this.until(() => uploads.removeEventListener('change', this.redraw));
    this.until(() => {
      this.list.stop();
      left = this.list.shown;
    });
    this.#askWho();
  }

  async #askWho() {
    this.person = await me();
  }

  #focusSearch() {
    /** @type {HTMLElement|null} */ (this.querySelector('input[type="search"]'))?.focus();
  }

  get editable() {
    return mayEdit(this.person ?? null);
  }

  /** @returns {Filters} */
  get filters() {
    const { q = '', module = '', status = '' } = this.query;
    return { q, module, status };
  }

  /** @param {Map<string, unknown>} changes */
  willUpdate(changes) {
    if (!changes.has('query')) return;
    this.list.show(this.filters, left);
    left = null;
  }

  /** @param {CustomEvent<Partial<Filters>>} event */
  #filter({ detail }) {
    const wanted = Object.entries({ ...this.filters, ...detail }).filter(([, value]) => value);
    const query = String(new URLSearchParams(wanted));
    go(query ? `/?${query}` : '/', { replace: true });
  }

  /** @param {CustomEvent<File[]>} event */
  #dropped({ detail }) {
    const card = /** @type {import('./first-run.js').FirstRun|null} */ (this.querySelector('first-run'));
    if (card) {
      card.take(detail);
      return;
    }
    uploads.add(detail);
    go('/add');
  }

  async #more() {
    const shown = this.list.items.length;
    await this.list.more();
    await this.updateComplete;
    // The button has gone with the last page. The keyboard goes on at the first new lecture.
    if (!this.querySelector('.more button')) {
      /** @type {HTMLElement|null} */ (this.querySelectorAll('lecture-row h2 a')[shown])?.focus();
    }
  }

  #uploads() {
    const { unfinished } = uploads;
    const busy = new Set(uploads.items.map(({ uploader }) => uploader.id));
    const left = remembered().filter(({ id }) => !busy.has(id)).length;
    if (this.first || this.person === undefined || (!unfinished.length && !left)) return nothing;
    const size = unfinished.reduce((sum, { file }) => sum + file.size, 0);
    const sent = unfinished.reduce((sum, item) => sum + item.sent, 0);
    const text = unfinished.length
      ? t('lectures.uploading', { n: unfinished.length, share: formatPercent(sent / size) }) : t('lectures.leftOver', { n: left });
    return html`<div class="uploads card">${icon('upload')}<p>${text}</p><a class="btn" href=${url('/add')}>${t('lectures.toUploads')}</a></div>`;
  }

  #rows() {
    const { items, total } = this.list;
    const { editable } = this;
    const more = Math.min(pageSize, (total ?? 0) - items.length);
    return html`
      <ul class="rows">${repeat(items, ({ id }) => id, (lecture) => html`
        <li class="card"><lecture-row .lecture=${lecture} .editable=${editable}></lecture-row></li>`)}</ul>
      ${more > 0 ? html`<div class="more">
        <button type="button" class="btn" aria-busy=${this.list.loading} @click=${this.#more}>${t('lectures.more', { n: more })}</button>
        <p class="muted num">${t('lectures.shown', { shown: items.length, n: total ?? 0 })}</p></div>` : nothing}`;
  }

  #problem() {
    const { problem } = this.list;
    if (!problem) return nothing;
    return html`<p class="error" role="alert">${icon('circle-alert')}
      <span dir="auto">${reasonOf(problem)}</span>
      <button type="button" class="btn" @click=${() => this.list.again()}>${t('lectures.tryAgain')}</button></p>`;
  }

  #content() {
    const { total, filtered } = this.list;
    if (total === null) return this.list.problem ? nothing : html`<p class="muted">${t('lectures.loading')}</p>`;
    if (this.first && total <= 1) return nothing;
    if (total) return this.#rows();
    if (filtered) {
      return html`<p>${t('lectures.noneFound')} <a class="link" href=${url('/')}>${t('lectures.clear')}</a></p>`;
    }
    return this.editable || this.person === undefined ? nothing : html`<p>${t('lectures.nothingYet')}</p>`;
  }

  #card() {
    const empty = this.list.total === 0 && !this.list.filtered && this.editable;
    if (!this.first && !empty) return nothing;
    return html`<first-run .demo=${this.person?.demo ?? false} @begun=${() => { this.first = true; }}></first-run>`;
  }

  render() {
    const { total, filtered } = this.list;
    // The card of the first lecture is all there is to see of it.
    const some = filtered || (total ?? 0) > (this.first ? 1 : 0);
    const add = this.editable && (some || this.first)
      ? html`<a class="btn ${this.first ? '' : 'primary'}" href=${url('/add')}>${icon('plus')} ${t('lectures.add')}</a>` : nothing;
    return html`
      <app-bar></app-bar>
      <main id="main" tabindex="-1">
        <div class="head"><h1>${t('lectures.title')}</h1>
          <p class="muted num" role="status">${total === null || !some ? '' : t('lectures.count', { n: total })}</p>
          <span class="spring"></span>${add}</div>
        ${this.#uploads()} ${this.#card()}
        ${some ? html`<lecture-filters .filters=${this.filters} .modules=${this.list.modules} @filter=${this.#filter}></lecture-filters>` : nothing}
        ${this.#problem()} ${this.#content()}
      </main>
      ${this.editable ? html`<drop-zone @files=${this.#dropped}></drop-zone>` : nothing}`;
  }
}
customElements.define('lectures-page', LecturesPage);
