import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { marked } from '../base/fold.js';
import { t } from '../base/i18n.js';
import { html, nothing } from '../vendor/lit.js';

/** @typedef {import('../player/captions.js').Cue} Cue */
/** @typedef {{start: number, end: number, name: string, number?: number}} Group a topic */
/**
 * @typedef {{group: Group|null, first: number, cues: readonly Cue[], hits: readonly number[], query: string}} Piece
 *   first: index of its first cue in the transcript; hits: indices in `cues`; query: '' without hits
 */

/** @param {Piece} one @param {Piece} other */
function alike(one, other) {
  const same = (/** @type {readonly unknown[]} */ a, /** @type {readonly unknown[]} */ b) => a.length === b.length && a.every((value, n) => value === b[n]);
  const [a, b] = [one.group, other.group];
  const groups = a === b || (a && b && a.name === b.name && a.number === b.number && a.start === b.start && a.end === b.end);
  return groups && one.first === other.first && one.query === other.query && same(one.cues, other.cues) && same(one.hits, other.hits);
}

/** What is said in one topic. It renders only when something in it has changed, so that long transcripts stay fast. */
export class TranscriptSection extends PageElement {
  static get properties() {
    return {
      piece: { attribute: false, hasChanged: (/** @type {Piece} */ value, /** @type {Piece} */ old) => !old || !alike(value, old) },
    };
  }

  constructor() {
    super();
    /** @type {Piece} */
    this.piece = { group: null, first: 0, cues: [], hits: [], query: '' };
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('piece')) this.style.setProperty('--cues', String(this.piece.cues.length));
  }

  render() {
    const { group, first, cues, hits, query } = this.piece;
    const found = new Set(hits);
    const number = group?.number;
    return html`<section aria-label=${group ? group.name : nothing}>
      ${group ? html`<h3>
        ${number ? html`<span class="topic-number ${number % 2 ? '' : 'b'}">${number}</span>` : nothing}
        <span class="name" dir="auto">${group.name}</span>
        <small>${t('transcript.range', { from: clock(group.start), to: clock(group.end) })}</small></h3>` : nothing}
      ${cues.map((cue, n) => html`<div class="line"><button class="cue" type="button" data-index=${first + n}>
        <span class="time">${clock(cue.start)}</span><span class="text" dir="auto">${found.has(n) ? marked(cue.text, query) : cue.text}</span>
      </button></div>`)}
    </section>`;
  }
}

customElements.define('transcript-section', TranscriptSection);
