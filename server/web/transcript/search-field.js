import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html, live, nothing } from '../vendor/lit.js';

/**
 * A field that searches, with the place among the hits.
 * Events: `query` (detail: text), `move` (detail: 1 or -1).
 */
export class SearchField extends PageElement {
  static get properties() {
    return {
      query: { type: String },
      place: { type: Number }, // from 1; 0: at no hit
      count: { type: Number },
      label: { type: String },
      listed: { type: Boolean }, // the hits are listed below: their number is enough
    };
  }

  constructor() {
    super();
    this.query = '';
    this.place = 0;
    this.count = 0;
    this.label = '';
    this.listed = false;
  }

  /** @param {number} way */
  move(way) {
    this.dispatchEvent(new CustomEvent('move', { detail: way }));
  }

  /** @param {string} query */
  ask(query) {
    this.dispatchEvent(new CustomEvent('query', { detail: query }));
  }

  take() {
    const field = /** @type {HTMLInputElement} */ (this.part$('input'));
    field.focus();
    field.select();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') this.move(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && this.query) this.ask('');
    else return;
    event.preventDefault();
  }

  /** @param {number} way @param {string} text @param {string} name */
  arrow(way, text, name) {
    return html`<button class="btn icon quiet" type="button" aria-label=${text} title=${text} ?disabled=${!this.count}
      @click=${() => this.move(way)}>${icon(name)}</button>`;
  }

  /** Where the user is, in words. */
  where() {
    const { count, place } = this;
    if (!count) return t('transcript.none');
    return this.listed ? t('transcript.hits', { n: count }) : t('transcript.place', { n: place, all: count });
  }

  render() {
    const { query } = this;
    const asked = query.trim() !== '';
    return html`<div class="field" role="search">${icon('search')}
      <input type="search" dir="auto" autocomplete="off" spellcheck="false" enterkeyhint="search" .value=${live(query)}
        aria-label=${this.label} placeholder=${this.label}
        @input=${(/** @type {Event} */ event) => this.ask(/** @type {HTMLInputElement} */ (event.target).value)} @keydown=${this.pressed}>
      <span class="place" role="status">${asked ? this.where() : nothing}</span>
      ${asked && !this.listed ? [this.arrow(-1, t('transcript.previous'), 'chevron-up'), this.arrow(1, t('transcript.next'), 'chevron-down')] : nothing}
    </div>`;
  }
}

customElements.define('search-field', SearchField);
