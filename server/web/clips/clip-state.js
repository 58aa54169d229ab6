// How it stands with the clip of a topic on the server.

/** @typedef {'cut' | 'stale' | 'waiting' | 'cutting' | 'failed' | 'none'} ClipState */

/** Whether a job has not ended yet. @param {{status: string} | null | undefined} job */
export const goesOn = (job) => ['PENDING', 'STARTED', 'RETRY'].includes(job?.status ?? '');

/** A cut that is tried again later waits. @param {Pick<import('../base/api.js').Snippet, 'clip' | 'cut'>} snippet @returns {ClipState} */
export function clipState({ clip, cut }) {
  if (goesOn(cut)) return cut?.status === 'STARTED' ? 'cutting' : 'waiting';
  if (cut?.status === 'FAILURE') return 'failed';
  if (!clip) return 'none';
  return clip.stale ? 'stale' : 'cut';
}
