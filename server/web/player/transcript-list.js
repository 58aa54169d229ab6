import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html, nothing, render } from '../vendor/lit.js';
import { Follower } from '../transcript/follower.js';
import { grouped } from '../transcript/grouping.js';
import '../transcript/search-field.js';
import { lastBegun } from './spans.js';
import { TranscriptSearch } from '../transcript/transcript-search.js';
import '../transcript/transcript-section.js';

/** @typedef {import('./captions.js').Cue} Cue */
/** @typedef {import('../transcript/transcript-section.js').TranscriptSection} TranscriptSection */

const moment = 0.02; // a player that was told to go to a cue may be this much before it

/**
 * What was said, by topic; with a search in it. It follows the player: follow() moves one attribute and renders nothing.
 * Events: `seek` (detail: seconds), `query` (detail: text), and if `editable` `split` (detail: seconds).
 */
export class TranscriptList extends PageElement {
  static get properties() {
    return {
      cues: { attribute: false },
      groups: { attribute: false },
      query: { type: String },
      editable: { type: Boolean },
      hit: { state: true },
      following: { state: true },
    };
  }

  constructor() {
    super();
    /** @type {readonly Cue[]} by start */
    this.cues = [];
    /** @type {readonly import('../transcript/transcript-section.js').Group[]} by start */
    this.groups = [];
    this.query = '';
    this.editable = false;
    this.hit = 0; // index of the hit that is shown
    this.following = true;
    this.time = 0;
    this.search = new TranscriptSearch();
    /** @type {import('../transcript/transcript-search.js').Hit[]} */
    this.hits = [];
    this.hitCount = 0;
    /** @type {import('../transcript/transcript-section.js').Piece[]} */
    this.pieces = [];
    this.index = -1; // of the present cue
    /** @type {HTMLElement|null} */
    this.present = null;
    /** @type {Follower|null} */
    this.follower = null;
    /** @type {HTMLButtonElement|null} */
    this.splitButton = null;
  }

  /** @param {number} time of the player, seconds */
  follow(time) {
    this.time = time;
    const index = lastBegun(this.cues, time + moment);
    if (index === this.index || !this.hasUpdated) return;
    this.index = index;
    this.mark();
    this.follower?.show(this.present);
  }

  /** Gives the search the focus. */
  focusSearch() {
    /** @type {import('../transcript/search-field.js').SearchField} */ (this.part$('search-field')).take();
  }

  /** Shows the present cue, and follows the player again. */
  backToNow() {
    this.present?.focus({ preventScroll: true }); // the button that was pressed goes
    this.follower?.set(true);
    this.follower?.show(this.present);
  }

  /** To be called when the list was hidden and is shown. */
  reveal() {
    this.follower?.show(this.present);
  }

  firstUpdated() {
    this.follower = new Follower(this.part$('.cues'), () => (this.following = this.follower?.following ?? true));
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const texts = changed.has('cues');
    if (texts || changed.has('query')) {
      this.hits = this.search.find(this.cues, this.query);
      this.hitCount = this.hits.reduce((all, { count }) => all + count, 0);
      this.hit = this.firstHit();
    }
    if (texts || changed.has('groups') || changed.has('query')) this.divide();
  }

  divide() {
    let next = 0;
    this.pieces = grouped(this.cues, this.groups).map(({ group, first, count }) => {
      const hits = [];
      for (; next < this.hits.length && this.hits[next].cue < first + count; ++next) hits.push(this.hits[next].cue - first);
      return { group, first, cues: this.cues.slice(first, first + count), hits, query: hits.length ? this.query : '' };
    });
  }

  /** The first hit from the present time on. */
  firstHit() {
    let before = 0;
    for (const { cue, count } of this.hits) {
      if (this.cues[cue].end > this.time) return before;
      before += count;
    }
    return 0;
  }

  /** @param {Map<string, unknown>} changed */
  async updated(changed) {
    const asked = changed.has('query');
    const moved = changed.has('hit');
    const sections = [...this.querySelectorAll('transcript-section')];
    await Promise.all(sections.map((section) => /** @type {TranscriptSection} */ (section).updateComplete));
    if (['cues', 'groups', 'editable'].some((name) => changed.has(name))) {
      this.index = lastBegun(this.cues, this.time + moment);
      this.mark();
      this.follower?.show(this.present);
    }
    if (asked || moved) this.showHit();
  }

  /** Moves the attribute of the present cue, and the button that splits. */
  mark() {
    this.present?.removeAttribute('aria-current');
    this.present = this.querySelector(`.cue[data-index="${this.index}"]`);
    this.present?.setAttribute('aria-current', 'true');
    if (this.editable && this.present) this.present.after(this.splitter());
    else this.splitButton?.remove();
  }

  splitter() {
    if (!this.splitButton) {
      this.splitButton = document.createElement('button');
      this.splitButton.className = 'split btn';
      this.splitButton.type = 'button';
      this.splitButton.addEventListener('click', () => {
        this.dispatchEvent(new CustomEvent('split', { detail: this.cues[this.index].start }));
      });
    }
    render(html`${icon('split')}${t('transcript.split')} <kbd>B</kbd>`, this.splitButton);
    return this.splitButton;
  }

  showHit() {
    const marks = this.querySelectorAll('mark');
    for (const mark of this.querySelectorAll('mark.present')) mark.classList.remove('present');
    const mark = marks[this.hit];
    if (!mark) return;
    mark.classList.add('present');
    this.follower?.set(false);
    mark.scrollIntoView({ block: 'center' });
  }

  /** @param {CustomEvent<string>} event */
  asked({ detail }) {
    this.query = detail;
    this.dispatchEvent(new CustomEvent('query', { detail }));
    if (!detail.trim()) this.follower?.set(true);
  }

  /** @param {CustomEvent<number>} event */
  moved({ detail }) {
    if (this.hitCount) this.hit = (this.hit + detail + this.hitCount) % this.hitCount;
    this.showHit();
  }

  /** @param {MouseEvent} event */
  clicked({ target }) {
    const cue = target instanceof Element ? target.closest('.cue') : null;
    if (!(cue instanceof HTMLElement)) return;
    this.follower?.set(true);
    this.dispatchEvent(new CustomEvent('seek', { detail: this.cues[Number(cue.dataset.index)].start }));
  }

  render() {
    return html`
      <search-field .query=${this.query} .count=${this.hitCount} .place=${this.hit + 1} label=${t('transcript.search')}
        @query=${this.asked} @move=${this.moved}></search-field>
      <div class="cues" tabindex="-1" @click=${this.clicked}>
        ${this.cues.length ? nothing : html`<p class="muted">${t('transcript.empty')}</p>`}
        ${this.pieces.map((piece) => html`<transcript-section .piece=${piece}></transcript-section>`)}
      </div>
      ${this.following || this.index < 0 ? nothing : html`<button class="now btn" type="button" @click=${this.backToNow}>
        ${icon('locate-fixed')}${t('transcript.backToNow')}</button>`}`;
  }
}

customElements.define('transcript-list', TranscriptList);
