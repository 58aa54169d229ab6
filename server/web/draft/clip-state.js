// What is known of the clip of a topic, and what publishing would do to it.

import { clipState, goesOn } from '../clips/clip-state.js';
import { isSameTime, keyOf } from './plan.js';

/** @typedef {import('./plan.js').Topic} Topic */
/** @typedef {import('../base/api.js').Snippet} Snippet */
/** @typedef {import('../clips/clip-state.js').ClipState | 'edited'} State */

/** @param {Snippet | undefined | null} snippet */
export const isCutting = (snippet) => goesOn(snippet?.cut);

/** @param {Topic} topic @param {Snippet} snippet */
const hasBoundsOf = (topic, snippet) => isSameTime(topic.start, snippet.start) && isSameTime(topic.end, snippet.end);

/** Whether the draft says something else than the plan. @param {Topic} topic @param {Snippet | undefined | null} snippet */
export const isEdited = (topic, snippet) =>
  !snippet || !hasBoundsOf(topic, snippet) || topic.name !== snippet.name || topic.summary !== snippet.summary;

/** A styled clip shows its name. @param {Topic} topic @param {Snippet} snippet */
function showsOther(topic, snippet) {
  return !hasBoundsOf(topic, snippet) || (topic.name !== snippet.name && snippet.clip?.mode === 'styled');
}

/**
 * Whether publishing would cut the topic: its clip is missing or would show something else.
 * @param {Topic} topic @param {Snippet | undefined | null} snippet
 */
export function needsCut(topic, snippet) {
  if (!snippet) return true;
  const other = showsOther(topic, snippet);
  if (isCutting(snippet)) return other || topic.name !== snippet.name;
  return !snippet.clip || snippet.clip.stale || other;
}

/** @param {Topic} topic @param {Snippet | undefined | null} snippet @returns {State} */
export function stateOf(topic, snippet) {
  return !snippet || (isEdited(topic, snippet) && !isCutting(snippet)) ? 'edited' : clipState(snippet);
}

/**
 * What publishing will do, for the dialog and for the words on the button.
 * @param {readonly Topic[]} topics @param {readonly Snippet[]} snippets of the plan
 */
export function publication(topics, snippets) {
  const byKey = new Map(snippets.map((snippet) => [keyOf(snippet), snippet]));
  const cut = topics.filter((topic) => needsCut(topic, byKey.get(keyOf(topic))));
  const there = new Set(topics.map(keyOf));
  return {
    cut,
    kept: topics.filter((topic) => !cut.includes(topic)),
    dropped: snippets.filter((snippet) => !there.has(keyOf(snippet))),
    edited: topics.some((topic) => isEdited(topic, byKey.get(keyOf(topic)))) || snippets.length !== topics.length,
    anyClip: snippets.some((snippet) => snippet.clip),
  };
}
