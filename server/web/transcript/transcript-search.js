import { fold } from '../base/fold.js';

/** @typedef {import('../player/captions.js').Cue} Cue */
/** @typedef {{cue: number, count: number}} Hit a cue, and how often it has the query */

/** Finds words in a transcript without diacritics; it keeps what it has folded. */
export class TranscriptSearch {
  /** @type {readonly Cue[]} */
  #cues = [];
  /** @type {string[]} */
  #folded = [];

  /**
   * @param {readonly Cue[]} cues
   * @param {string} query
   * @returns {Hit[]} by cue
   */
  find(cues, query) {
    const wanted = fold(query.trim());
    if (!wanted) return [];
    if (cues !== this.#cues) {
      this.#cues = cues;
      this.#folded = cues.map(({ text }) => fold(text));
    }
    /** @type {Hit[]} */
    const hits = [];
    this.#folded.forEach((text, cue) => {
      const count = text.split(wanted).length - 1;
      if (count) hits.push({ cue, count });
    });
    return hits;
  }
}
