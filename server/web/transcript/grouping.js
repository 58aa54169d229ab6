import { spanAround } from '../player/spans.js';

/** @typedef {import('../player/captions.js').Cue} Cue */
/** @typedef {import('./transcript-section.js').Group} Group */

/**
 * Divides a transcript: runs of cues that begin in the same topic, or in none.
 * @param {readonly Cue[]} cues by start
 * @param {readonly Group[]} groups by start
 * @returns {{group: Group|null, first: number, count: number}[]}
 */
export function grouped(cues, groups) {
  /** @type {{group: Group|null, first: number, count: number}[]} */
  const runs = [];
  cues.forEach((cue, n) => {
    const group = groups[spanAround(groups, cue.start)] ?? null;
    const last = runs[runs.length - 1];
    if (last && last.group === group) last.count++;
    else runs.push({ group, first: n, count: 1 });
  });
  return runs;
}
