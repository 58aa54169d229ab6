// A part of the preview of a recording. The server makes all parts at once, some time after it has got the recording.

import { Problem, request } from '../base/api.js';

/** @typedef {import('../base/api.js').PreviewState} PreviewState */
/** @typedef {'loading' | 'making' | 'none' | 'failed' | 'ready'} PartState none: the recording has no such part */

const patience = 5; // seconds, if the server is away and names none

/** A class that extends it reads the part in take(). */
export class PreviewPart {
  #turn = 0;
  /** @type {PreviewState | undefined} */
  #told;
  #stopping = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} path of the part @param {() => void} changed called when there is something new */
  constructor(path, changed) {
    this.path = path;
    this.changed = changed;
    /** @type {PartState} */
    this.state = 'loading';
  }

  get signal() { return this.#stopping.signal; }

  /** @param {Response} _response */
  async take(_response) {}

  /**
   * Follows what the server tells of the preview. A part is not asked for in vain while the preview is being made. Where
   * nobody has asked for it yet (null) or it has failed, the request has it made.
   * @param {PreviewState} told
   */
  async follow(told) {
    if (told === this.#told || this.state === 'ready' || this.state === 'none') return;
    this.#told = told;
    if (told !== 'making') return void await this.#ask();
    this.state = 'making';
    this.changed();
  }

  async #ask() {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    /** @type {PartState} */
    let state;
    try {
      const response = await request(this.path, { signal: this.signal });
      state = response.status === 204 ? 'none' : 'ready';
      if (state === 'ready') await this.take(response);
    } catch (error) {
      if (this.signal.aborted) return;
      const passes = error instanceof Problem && error.passes;
      state = passes ? 'making' : 'failed';
      // The server tells when a preview is there (404), but not when it is there itself again.
      if (passes && error.status !== 404) this.#timer = setTimeout(() => this.#ask(), (error.retryAfter ?? patience) * 1000);
    }
    if (turn !== this.#turn) return; // it was asked for again meanwhile
    this.state = state;
    this.changed();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#stopping.abort();
  }
}
