import { get, Problem } from '../base/api.js';
import { listen } from '../base/events.js';
import { goesOn } from '../clips/clip-state.js';
import { Sprites } from '../preview/sprites.js';

/** @typedef {import('../base/api.js').Results} Results */
/** @typedef {import('../base/api.js').Snippet} Snippet */
/** @typedef {import('../base/api.js').Segment} Segment */
/** @typedef {import('../base/events.js').LecternEvent} LecternEvent */
/** @typedef {{job_status: string, progress: number, error: string|null}} Status of the pipeline */
/** @typedef {{src: string, mime: string, isCopy: boolean}} Source what is played */

const heard = 0.9; // of the pipeline: from here on there is a transcript
const soon = 3000; // milliseconds: no event tells of copies

/** The recording, or its copy if browsers do not play the recording. @param {Results|null} results @returns {Source|null} */
export function sourceOf(results) {
  if (!results) return null;
  const { playback, proxy, recording_url: src } = results;
  if (proxy?.url && !playback?.direct) return { src: proxy.url, mime: 'video/mp4', isCopy: true };
  return src ? { src, mime: playback ? `${playback.mime}; codecs="${playback.codecs}"` : '', isCopy: false } : null;
}

/** A lecture as the server has it now; it changes with the server's events. */
export class LectureData {
  #turn = 0;
  /** @type {Promise<void>|null} */
  #transcript = null;
  #timer = 0;
  #told = 0; // events

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
    this.pictures = new Sprites(`/api/v1/sessions/${id}/sprites.vtt`, tell);
    /** @type {Problem|null} what the server answers in place of the lecture */
    this.problem = null;
    /** Gives a fresh address of the recording. */
    this.renew = async () => {
      await this.load();
      return this.source?.src ?? '';
    };
  }

  /** @returns {() => void} stops it */
  start() {
    this.load();
    const stop = listen({ session: this.id }, (event) => this.take(event));
    return () => {
      stop();
      clearTimeout(this.#timer);
      this.pictures.stop();
      this.#turn++;
    };
  }

  get source() {
    return sourceOf(this.results);
  }

  /** Small pictures of the recording; null as long as there are none. */
  get sprites() {
    const { cells } = this.pictures;
    return cells.length ? cells : null;
  }

  async load() {
    const turn = ++this.#turn;
    const told = this.#told;
    try {
      const { data } = await get(`/api/v1/sessions/${this.id}/results`);
      if (turn !== this.#turn) return;
      this.show(data);
      await this.loadTranscript();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // What is shown stays, unless it is gone: the next event brings it up to date.
      if (turn !== this.#turn || (this.results && error.status !== 404)) return;
      this.problem = error;
    }
    if (turn !== this.#turn) return; // the page was left
    this.tell();
    if (told !== this.#told) this.load(); // what was told meanwhile may be newer than the answer
  }

  /** @param {Results} results */
  show(results) {
    const { job_status, progress = 0, error, proxy, preview, recording_url, snippets } = results;
    this.problem = null;
    this.results = results;
    this.status = { job_status, progress, error };
    this.topics = [...snippets].sort((one, other) => one.start - other.start);
    clearTimeout(this.#timer);
    if (recording_url) this.pictures.follow(preview);
    if (goesOn(proxy)) this.#timer = setTimeout(() => this.load(), soon);
    this.tell();
  }

  /** What is read once: a transcript does not change. */
  loadTranscript() {
    if (!this.status || (this.status.job_status !== 'Finished' && this.status.progress < heard)) return null;
    this.#transcript ??= get(`/api/v1/sessions/${this.id}/transcript`).then(({ data }) => {
      this.cues = data.segments;
    }, (error) => {
      this.#transcript = null; // the next event asks again
      if (!(error instanceof Problem)) throw error;
    });
    return this.#transcript;
  }

  /** @param {LecternEvent} event */
  take({ type, data }) {
    if (type === 'lecture' || type === 'cut') ++this.#told;
    if (type === 'ready') this.load();
    else if (type === 'lecture') this.takeLecture(data);
    else if (type === 'cut') this.takeCut(data);
    else if (type === 'deleted') {
      this.problem = new Problem(404, {});
      this.tell();
    }
  }

  /** @param {Status & {name: string, notice: string|null, revision: number, preview: import('../base/api.js').PreviewState}} data */
  takeLecture(data) {
    const { results } = this;
    if (!results) return;
    const { job_status, progress, error } = data;
    const known = /** @type {const} */ (['job_status', 'name', 'notice', 'revision', 'preview']);
    const other = known.some((member) => data[member] !== results[member]);
    this.status = { job_status, progress, error };
    if (other) this.load();
    else this.tell();
  }

  /** @param {import('../base/api.js').Cut & {snippet_id: number, clip?: import('../base/api.js').Clip|null}} data */
  takeCut({ snippet_id: id, task_id, status, progress, error, clip = null }) {
    this.topics = this.topics.map((topic) => (topic.id === id ? { ...topic, cut: { task_id, status, progress, error }, clip } : topic));
    this.tell();
  }
}
