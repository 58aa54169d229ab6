import { get, Problem } from '../base/api.js';
import { listen } from '../base/events.js';
import { loadSprites } from '../player/sprites.js';

/** @typedef {import('../base/api.js').Results} Results */
/** @typedef {import('../base/api.js').Snippet} Snippet */
/** @typedef {import('../base/api.js').Segment} Segment */
/** @typedef {import('../base/events.js').LecternEvent} LecternEvent */
/** @typedef {{job_status: string, progress: number, error: string|null, notice: string|null, attempt: number}} Status */

const heard = 0.9; // of the pipeline: from here on there is a transcript

/** A lecture as the server has it now; it changes with the server's events. */
export class LectureData {
  #turn = 0;
  /** @type {Promise<void>|null} */
  #transcript = null;

  /**
   * @param {number} id
   * @param {() => void} tell something has changed
   */
  constructor(id, tell) {
    this.id = id;
    this.tell = tell;
    /** @type {Results|null} */
    this.results = null;
    /** @type {Status|null} */
    this.status = null;
    /** @type {Snippet[]} by start */
    this.topics = [];
    /** @type {readonly Segment[]} */
    this.cues = [];
    /** @type {import('../player/sprites.js').Sprites|null} */
    this.sprites = null;
    /** @type {Problem|null} what the server answers in place of the lecture */
    this.problem = null;
    /** Gives a fresh address of the recording. */
    this.renew = async () => {
      const { data } = await get(`/api/v1/sessions/${this.id}/results`);
      return /** @type {string} */ (data.recording_url ?? '');
    };
  }

  /** @returns {() => void} stops it */
  start() {
    this.load();
    const stop = listen({ session: this.id }, (event) => this.take(event));
    return () => {
      stop();
      this.#turn++;
    };
  }

  async load() {
    const turn = ++this.#turn;
    try {
      const [{ data: results }, { data: status }] = await Promise.all([
        get(`/api/v1/sessions/${this.id}/results`), get(`/api/v1/jobs/${this.id}/status`)]);
      if (turn !== this.#turn) return;
      this.show(results, status);
      await Promise.all([this.loadTranscript(), this.loadPictures()]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // What is shown stays, unless it is gone: the next event brings it up to date.
      if (turn !== this.#turn || (this.results && error.status !== 404)) return;
      this.problem = error;
    }
    this.tell();
  }

  /** @param {Results} results @param {Status} status */
  show(results, status) {
    this.problem = null;
    this.results = results;
    this.status = status;
    this.topics = [...results.snippets].sort((one, other) => one.start - other.start);
    this.tell();
  }

  /** What is read once: a transcript does not change. */
  loadTranscript() {
    if (!this.status || this.status.progress < heard) return null;
    this.#transcript ??= get(`/api/v1/sessions/${this.id}/transcript`).then(({ data }) => {
      this.cues = data.segments;
    }, (error) => {
      this.#transcript = null; // the next event asks again
      if (!(error instanceof Problem)) throw error;
    });
    return this.#transcript;
  }

  async loadPictures() {
    if (!this.sprites && this.status?.job_status === 'Finished') this.sprites = await loadSprites(this.id);
  }

  /** @param {LecternEvent} event */
  take({ type, data }) {
    if (type === 'ready') this.load();
    else if (type === 'lecture') this.takeLecture(data);
    else if (type === 'cut') this.takeCut(data);
    else if (type === 'deleted') {
      this.problem = new Problem(404, {});
      this.tell();
    }
  }

  /** @param {Status & {name: string, revision: number}} data */
  takeLecture(data) {
    const { results } = this;
    if (!results) return;
    const { job_status, progress, error, notice, attempt, name, revision } = data;
    const other = job_status !== results.job_status || name !== results.name || revision !== results.revision;
    this.status = { job_status, progress, error, notice, attempt };
    if (other) this.load();
    else this.tell();
  }

  /** @param {import('../base/api.js').Cut & {snippet_id: number, clip?: import('../base/api.js').Clip|null}} data */
  takeCut({ snippet_id: id, task_id, status, progress, error, clip = null }) {
    this.topics = this.topics.map((topic) => (topic.id === id ? { ...topic, cut: { task_id, status, progress, error }, clip } : topic));
    this.tell();
  }
}
