// How it stands with the clip of a topic on the server.

import { goesOn, isAtWork } from '../base/job.js';

/** @typedef {'cut' | 'stale' | 'waiting' | 'cutting' | 'failed' | 'none'} ClipState */

/** @param {Pick<import('../base/api.js').Snippet, 'clip' | 'cut'>} snippet @returns {ClipState} */
export function clipState({ clip, cut }) {
  if (goesOn(cut)) return isAtWork(cut) ? 'cutting' : 'waiting';
  if (cut?.status === 'FAILURE') return 'failed';
  if (!clip) return 'none';
  return clip.stale ? 'stale' : 'cut';
}
