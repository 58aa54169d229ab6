import { Problem, send } from '../base/api.js';
import { guessName } from './lecture-name.js';
import { Pace } from './pace.js';
import { forget, remember, rememberedFor } from './upload-memory.js';
import { backOff, UnreadableFile, Uploader } from './uploader.js';

/** @typedef {'waiting'|'sending'|'paused'|'creating'|'done'|'failed'} UploadState */

/**
 * One file on its way to become a lecture: it is sent, and then the server is asked to make a lecture of it. The name may be
 * changed at any time, even when the lecture is there already.
 *
 * Event: `change`.
 */
export class QueuedUpload extends EventTarget {
  /**
   * @param {File} file
   * @param {string} module
   */
  constructor(file, module) {
    super();
    const before = rememberedFor(file);
    this.file = file;
    this.title = before?.title ?? (guessName(file.name) || file.name);
    this.module = before?.module ?? module;
    /** Whether an upload goes on that began before this page was opened. */
    this.resumed = before !== undefined;
    /** @type {UploadState} */
    this.state = file.size ? 'waiting' : 'failed';
    /** Whether the file has bytes and the browser can read them. */
    this.readable = file.size > 0;
    /** @type {Problem|null} why it failed */
    this.problem = null;
    /** The lecture's number; 0 as long as there is none. */
    this.lectureId = 0;
    /** Whether the lecture was there already. */
    this.already = false;
    this.pace = new Pace(10_000);
    this.stopper = new AbortController();
    this.uploader = new Uploader(file, before?.id ?? null);
    this.uploader.addEventListener('announced', () => this.#keep());
    this.uploader.addEventListener('change', () => this.#changed());
  }

  get sent() {
    return this.uploader.sent;
  }

  /** How much has left, 0..1. */
  get share() {
    return this.file.size ? this.sent / this.file.size : 0;
  }

  /** Whether closing the page would interrupt it. */
  get unfinished() {
    return this.state !== 'done' && this.state !== 'failed';
  }

  /** Whether the server cannot be reached just now. */
  get broken() {
    return this.state === 'sending' && this.uploader.nextAttempt > 0;
  }

  /** Notes how much has left by now. */
  measure() {
    if (this.state === 'sending' && !this.broken) this.pace.add(this.sent, performance.now());
  }

  /** Sends the file and creates its lecture. Resolves when this is done, or cannot go on by itself. */
  async run() {
    this.stopper = new AbortController();
    const { signal } = this.stopper;
    this.pace.forget();
    this.#become('sending');
    try {
      await this.uploader.run(signal);
      this.#become('creating');
      await this.#create();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof UnreadableFile) this.readable = false;
      else if (error instanceof Problem) this.problem = error;
      else throw error;
      this.#become('failed');
    }
  }

  pause() {
    if (this.state !== 'waiting' && this.state !== 'sending') return;
    this.#become('paused');
    this.stopper.abort();
  }

  /** Gives it back to the queue, which runs it when its turn comes. */
  resume() {
    if (this.state === 'paused' || this.state === 'failed') this.#become('waiting');
  }

  /** Ends it and deletes what the server has of it. The server also forgets it by itself after some time. */
  async discard() {
    this.stopper.abort();
    const { id } = this.uploader;
    if (!id) return;
    forget(id);
    for (let attempt = 0; attempt < 5; ++attempt) {
      try {
        await send('DELETE', this.uploader.path);
        return;
      } catch (error) {
        // The server may not have noticed yet that the request was aborted.
        if (!(error instanceof Problem) || error.status !== 409) return;
        await new Promise((done) => setTimeout(done, backOff(attempt)));
      }
    }
  }

  /** @param {{title?: string, module?: string}} names */
  async rename(names) {
    Object.assign(this, names);
    this.#changed();
    if (!this.lectureId) {
      this.#keep();
      return;
    }
    try {
      await send('PATCH', `/api/v1/sessions/${this.lectureId}`, { name: names.title, module: names.module });
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
    this.#changed();
  }

  async #create() {
    const { title, module } = this;
    const lecture = { name: title, module: module || undefined, drive_link: this.uploader.link };
    try {
      this.lectureId = (await send('POST', '/api/v1/upload-session', lecture)).data.id;
    } catch (error) {
      if (!(error instanceof Problem) || !error.body.id) throw error;
      this.lectureId = error.body.id;
      this.already = true;
    }
    if (this.uploader.id) forget(this.uploader.id);
    this.#become('done');
    if (!this.already && (title !== this.title || module !== this.module)) await this.rename({ title: this.title, module: this.module });
  }

  #keep() {
    const { id } = this.uploader;
    const { name, size, lastModified } = this.file;
    if (id) remember({ id, name, size, lastModified, title: this.title, module: this.module });
  }

  /** @param {UploadState} state */
  #become(state) {
    this.state = state;
    if (state !== 'failed') this.problem = null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
