import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { grouped } from '../transcript/grouping.js';
import '../transcript/search-field.js';
import { TranscriptSearch } from '../transcript/transcript-search.js';
import '../transcript/transcript-section.js';
import { html, nothing } from '../vendor/lit.js';

/** @typedef {import('../player/captions.js').Cue} Cue */

const shownAtOnce = 100;

/** What a search has found in the transcript, for narrow windows. Events `seek` (detail: seconds), `query` (detail: text). */
export class SearchPanel extends PageElement {
  static get properties() {
    return {
      cues: { attribute: false },
      groups: { attribute: false },
      query: { type: String },
      limit: { state: true },
    };
  }

  constructor() {
    super();
    /** @type {readonly Cue[]} by start */
    this.cues = [];
    /** @type {readonly import('../transcript/transcript-section.js').Group[]} by start */
    this.groups = [];
    this.query = '';
    this.limit = shownAtOnce;
    this.search = new TranscriptSearch();
    /** @type {readonly Cue[]} */
    this.found = [];
    this.count = 0;
  }

  focusSearch() {
    /** @type {import('../transcript/search-field.js').SearchField} */ (this.part$('search-field')).take();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('query')) this.limit = shownAtOnce;
    if (!changed.has('query') && !changed.has('cues')) return;
    const hits = this.search.find(this.cues, this.query);
    this.count = hits.reduce((all, { count }) => all + count, 0);
    this.found = hits.map(({ cue }) => this.cues[cue]);
  }

  /** @param {number} way */
  move(way) {
    const cues = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.cue')]);
    cues[way > 0 ? 0 : cues.length - 1]?.focus();
  }

  /** @param {MouseEvent} event */
  clicked({ target }) {
    const cue = target instanceof Element ? target.closest('.cue') : null;
    if (cue instanceof HTMLElement) this.dispatchEvent(new CustomEvent('seek', { detail: this.found[Number(cue.dataset.index)].start }));
  }

  pieces() {
    const shown = this.found.slice(0, this.limit);
    return grouped(shown, this.groups).map(({ group, first, count }) => {
      const cues = shown.slice(first, first + count);
      return { group, first, cues, hits: cues.map((_, n) => n), query: this.query };
    });
  }

  render() {
    const more = this.found.length - this.limit;
    return html`<search-field .query=${this.query} .count=${this.count} label=${t('transcript.search')} listed
        @query=${(/** @type {CustomEvent<string>} */ { detail }) => this.dispatchEvent(new CustomEvent('query', { detail }))}
        @move=${(/** @type {CustomEvent<number>} */ { detail }) => this.move(detail)}></search-field>
      ${this.query.trim() ? nothing : html`<p class="muted">${t('lecture.searchHint')}</p>`}
      <div class="cues" @click=${this.clicked}>
        ${this.pieces().map((piece) => html`<transcript-section .piece=${piece}></transcript-section>`)}
      </div>
      ${more > 0 ? html`<button class="btn" type="button" @click=${() => (this.limit += shownAtOnce)}>
        ${t('lecture.more', { n: Math.min(more, shownAtOnce) })}</button>` : nothing}`;
  }
}

customElements.define('search-panel', SearchPanel);
