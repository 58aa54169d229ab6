/**
 * The four steps from a recording to its topics, as people see them.
 *
 * @typedef {'upload'|'listen'|'topics'|'review'} StepName
 * @typedef {{name: StepName, state: 'waiting'|'running'|'done'|'failed', progress: number}} Step progress: 0..1, of this step
 */

/**
 * The part of the pipeline's progress that each step covers, as the server's table of job kinds has it.
 * @type {Readonly<Record<'upload'|'listen'|'topics', readonly [number, number]>>}
 */
export const shares = Object.freeze({ upload: [0, 0.2], listen: [0.2, 0.9], topics: [0.9, 1] });

/** @type {readonly StepName[]} */
export const stepNames = Object.freeze(['upload', 'listen', 'topics', 'review']);

/** @type {Readonly<Record<string, StepName>>} */
const stepOfStatus = Object.freeze({
  'Pending': 'upload',
  'Processing: Downloading': 'upload',
  'Processing: Transcribing': 'listen',
  'Processing: Analyzing': 'topics',
  'Finished': 'review',
});

/**
 * @param {string} status
 * @returns whether the server still works on a lecture with this status
 */
export function isRunning(status) {
  return status !== 'Finished' && status !== 'Failed';
}

/**
 * The step that a lecture is in. A failed one is in the step that failed.
 * @param {string} status
 * @param {number} progress of the whole pipeline
 * @returns {StepName}
 */
export function presentStep(status, progress) {
  if (status !== 'Failed') return stepOfStatus[status] ?? 'upload';
  if (progress < shares.upload[1]) return 'upload';
  return progress < shares.listen[1] ? 'listen' : 'topics';
}

/**
 * @param {StepName} name
 * @param {number} progress of the whole pipeline
 * @returns how far this step is, 0..1
 */
export function ownProgress(name, progress) {
  if (name === 'review') return progress >= 1 ? 1 : 0;
  const [from, to] = shares[name];
  return Math.min(1, Math.max(0, (progress - from) / (to - from)));
}

/**
 * The steps of a lecture on the server.
 * @param {string} status
 * @param {number} progress
 * @returns {Step[]}
 */
export function stepsOf(status, progress) {
  const present = stepNames.indexOf(presentStep(status, progress));
  return stepNames.map((name, n) => {
    if (n < present) return { name, state: 'done', progress: 1 };
    if (n > present) return { name, state: 'waiting', progress: 0 };
    return { name, state: status === 'Failed' ? 'failed' : 'running', progress: ownProgress(name, progress) };
  });
}

/**
 * The steps of a file that is not a lecture yet.
 * @param {number} sent 0..1
 * @param {boolean} failed
 * @returns {Step[]}
 */
export function stepsOfUpload(sent, failed) {
  return stepNames.map((name, n) => {
    if (n > 0) return { name, state: 'waiting', progress: 0 };
    return { name, state: failed ? 'failed' : 'running', progress: sent };
  });
}
