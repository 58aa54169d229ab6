import { get, Problem, send } from '../base/api.js';
import { forget } from './upload-memory.js';
import { sendPiece } from './send-piece.js';

/** @typedef {import('../base/api.js').Upload} Upload */

/** Bytes of one request. A long file goes in several, so that a proxy's limits and a break cost little. */
export const pieceBytes = 64 << 20;

/** Answers that may be different a moment later. 409: another request, perhaps a broken one, still sends this upload. */
const passing = new Set([0, 408, 409, 425, 429, 500, 502, 503, 504]);

/** The file was changed, moved or deleted since it was chosen. */
export class UnreadableFile extends Error {}

/** @param {Blob} file */
async function assertReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new UnreadableFile();
  }
}

/**
 * @param {number} attempt 0 for the first
 * @returns milliseconds to wait: 0.5 s, 1 s, 2 s, ... 30 s
 */
export function backOff(attempt) {
  return Math.min(30_000, 500 * 2 ** attempt);
}

/**
 * Sends one file. After a break it asks the server how much has arrived, and goes on there.
 *
 * Events: `change` when a member has changed, `announced` when the upload has its id.
 */
export class Uploader extends EventTarget {
  /**
   * @param {File} file
   * @param {string|null} id of an upload that began with this file
   */
  constructor(file, id = null) {
    super();
    this.file = file;
    this.id = id;
    /** @type {string|null} */
    this.link = null;
    /** Bytes that have left, and those of them that the server has confirmed. */
    this.sent = 0;
    this.confirmed = 0;
    /** When the next attempt begins, by performance.now(), as long as the connection is broken. */
    this.nextAttempt = 0;
    this.complete = false;
    /** Ends the wait for the next attempt. */
    this.hurry = () => {};
  }

  get path() {
    return `/api/v1/uploads/${this.id}`;
  }

  /**
   * Sends what is missing. Resolves when the server has it all; rejects with a Problem that will not pass by itself,
   * with UnreadableFile, and with the signal's reason when it is aborted.
   * @param {AbortSignal} signal
   */
  async run(signal) {
    let attempt = 0;
    while (!this.complete) {
      const before = this.confirmed;
      try {
        await this.#goOn(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Problem && passing.has(error.status))) throw error;
        // A browser tells of a file that it cannot read as of a broken connection.
        await assertReadable(this.file);
        if (this.confirmed > before) attempt = 0;
        await this.#wait(backOff(attempt++), signal);
      }
    }
  }

  /** @param {AbortSignal} signal */
  async #goOn(signal) {
    this.#take(this.id ? await this.#ask(signal) : await this.#announce(signal));
    while (!this.complete) {
      const first = this.sent;
      const end = Math.min(first + pieceBytes, this.file.size);
      this.#take(await sendPiece(this.path, this.file, first, end, {
        signal,
        progress: (sent) => this.#tell({ sent: first + sent }),
      }));
    }
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<Upload>}
   */
  async #announce(signal) {
    const headers = { 'Content-Range': `bytes */${this.file.size}` };
    const path = `/api/v1/uploads?name=${encodeURIComponent(this.file.name)}`;
    const { data } = await send('POST', path, undefined, { headers, signal });
    this.id = data.id;
    this.dispatchEvent(new Event('announced'));
    return data;
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<Upload>}
   */
  async #ask(signal) {
    try {
      return (await get(this.path, { signal })).data;
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      // The server keeps unfinished uploads for some time only.
      if (this.id) forget(this.id);
      return this.#announce(signal);
    }
  }

  /** @param {Upload} upload */
  #take({ received, link, complete }) {
    this.#tell({ sent: received, confirmed: received, link, complete });
  }

  /** @param {Partial<Pick<Uploader, 'sent'|'confirmed'|'link'|'complete'|'nextAttempt'>>} news */
  #tell(news) {
    Object.assign(this, news);
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {number} ms
   * @param {AbortSignal} signal
   */
  async #wait(ms, signal) {
    const { promise, resolve } = Promise.withResolvers();
    this.hurry = () => resolve(undefined);
    const timer = setTimeout(this.hurry, ms);
    signal.addEventListener('abort', this.hurry);
    addEventListener('online', this.hurry);
    this.#tell({ nextAttempt: performance.now() + ms });
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', this.hurry);
    removeEventListener('online', this.hurry);
    this.hurry = () => {};
    this.#tell({ nextAttempt: 0 });
    signal.throwIfAborted();
  }
}
