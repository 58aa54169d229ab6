// The search field and the filters above the list.
import { t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { html, live } from '../vendor/lit.js';

/** @typedef {import('./lecture-list.js').Filters} Filters */

/** While a person types, the list is read when the keys rest for this long, in milliseconds. */
const rest = 250;

const statuses = ['Pending', 'Processing: Downloading', 'Processing: Transcribing', 'Processing: Analyzing', 'Finished', 'Failed'];

/** Event `filter` (detail: the filters that have changed). */
export class LectureFilters extends PageElement {
  static get properties() { return { filters: { type: Object }, modules: { type: Array } }; }

  constructor() {
    super();
    /** @type {Filters} */
    this.filters = { q: '', module: '', status: '' };
    /** Modules to choose from; others can be typed. @type {string[]} */
    this.modules = [];
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** What is typed and not searched for yet. @type {string|null} */
    this.typed = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(() => clearTimeout(this.timer));
  }

  /** @param {Partial<Filters>} detail */
  #filter(detail) {
    this.dispatchEvent(new CustomEvent('filter', { detail }));
  }

  /** @param {Event} event */
  #type(event) {
    this.typed = /** @type {HTMLInputElement} */ (event.target).value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(), rest);
  }

  #search() {
    clearTimeout(this.timer);
    if (this.typed !== null) this.#filter({ q: this.typed });
    this.typed = null;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    this.#search();
  }

  render() {
    const { q, module, status } = this.filters;
    const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement|HTMLSelectElement} */ (event.target).value;
    return html`
      <form role="search" @submit=${this.#submit}>
        <div class="find">
          ${icon('search')}
          <input type="search" dir="auto" maxlength="200" aria-label=${t('lectures.search')} placeholder=${t('lectures.search')}
            aria-keyshortcuts="/" .value=${live(this.typed ?? q)} @input=${this.#type}>
          <kbd aria-hidden="true">/</kbd>
        </div>
        <input class="module" list="modules" dir="auto" maxlength="200" autocomplete="off" aria-label=${t('lectures.module')}
          placeholder=${t('lectures.module')} .value=${live(module)} @change=${(/** @type {Event} */ event) => this.#filter({ module: value(event).trim() })}>
        <datalist id="modules">${this.modules.map((one) => html`<option value=${one}></option>`)}</datalist>
        <select aria-label=${t('lectures.state')} @change=${(/** @type {Event} */ event) => this.#filter({ status: value(event) })}>
          <option value="" ?selected=${!status}>${t('lectures.allStates')}</option>
          ${statuses.map((one) => html`<option value=${one} ?selected=${one === status}>${t(`lectures.status.${one}`)}</option>`)}
        </select>
      </form>`;
  }
}
customElements.define('lecture-filters', LectureFilters);
