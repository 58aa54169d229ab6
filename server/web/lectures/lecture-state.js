import { presentStep } from './steps.js';

/**
 * @typedef {{
 *   kind: 'waiting'|'upload'|'listen'|'topics'|'failed'|'empty'|'review'|'partly'|'cut', icon: string,
 *   tone: 'calm'|'busy'|'todo'|'good'|'bad',
 * }} LectureState
 */

/** @type {Readonly<Record<LectureState['kind'], Pick<LectureState, 'icon'|'tone'>>>} */
const looks = Object.freeze({
  waiting: { icon: 'clock', tone: 'calm' },
  upload: { icon: 'loader', tone: 'busy' },
  listen: { icon: 'loader', tone: 'busy' },
  topics: { icon: 'loader', tone: 'busy' },
  failed: { icon: 'triangle-alert', tone: 'bad' },
  empty: { icon: 'triangle-alert', tone: 'todo' },
  review: { icon: 'list', tone: 'todo' },
  partly: { icon: 'scissors', tone: 'calm' },
  cut: { icon: 'circle-check', tone: 'good' },
});

/**
 * @param {{job_status: string, progress: number, snippet_count: number, clip_count: number}} lecture
 * @returns {LectureState['kind']}
 */
function kindOf({ job_status: status, progress, snippet_count: snippets, clip_count: clips }) {
  if (status === 'Failed') return 'failed';
  if (status === 'Pending') return 'waiting';
  if (status !== 'Finished') return /** @type {'upload'|'listen'|'topics'} */ (presentStep(status, progress));
  if (snippets === 0) return 'empty';
  if (clips === 0) return 'review';
  return clips < snippets ? 'partly' : 'cut';
}

/**
 * What a lecture needs next, for its row in the list.
 * @param {{job_status: string, progress: number, snippet_count: number, clip_count: number}} lecture
 * @returns {LectureState}
 */
export function stateOf(lecture) {
  const kind = kindOf(lecture);
  return { kind, ...looks[kind] };
}
