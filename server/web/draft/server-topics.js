// Topics as the server tells them and wants them.

import { sorted } from './plan.js';

/** @typedef {import('./plan.js').Topic} Topic */
/** @typedef {import('../base/api.js').Draft} Draft */
/** @typedef {import('../base/api.js').Snippet} Snippet */

/** @param {Draft} draft @returns {Topic[]} */
export const topicsOf = (draft) => sorted(draft.snippets.map((one) => one.id
  ? { id: one.id, name: one.name, summary: one.summary ?? '', start: one.start, end: one.end }
  : { key: one.key ?? '', name: one.name, summary: one.summary ?? '', start: one.start, end: one.end }));

/** @param {readonly Topic[]} topics */
export const itemsOf = (topics) => topics.map(({ id, key, name, summary, start, end }) =>
  ({ ...(id ? { id } : { key }), name, summary, start, end }));

/** @param {readonly (Snippet | Topic)[]} all @returns {Set<number>} */
export const idsOf = (all) => new Set(all.flatMap(({ id }) => id ? [id] : []));

/** When a draft was saved. @param {Draft} draft */
export const savedAt = ({ saved_at: at }) => at ? new Date(at) : null;

/** The answer was on its way while this page saved a newer draft. @param {Draft} draft @param {Date | null} at its time */
export function isOlder(draft, at) {
  const saved = savedAt(draft);
  return !!at && !!saved && saved < at;
}
