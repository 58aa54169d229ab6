// What the server may still be making: it is asked for again until it is there.

import { Problem, request } from '../base/api.js';

const patience = 5; // seconds, if the server names none

export class MadeLater {
  /** @param {string} path @param {() => void} changed */
  constructor(path, changed) {
    this.path = path;
    this.changed = changed;
    this.stopping = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /**
   * Calls `take` with the answer, or `fail`: with true if it will be asked for again.
   * @param {string} path @param {(response: Response) => Promise<void>} take @param {(again: boolean) => void} fail
   */
  async ask(path, take, fail) {
    try {
      await take(await request(path, { signal: this.stopping.signal }));
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      const again = error instanceof Problem && error.passes;
      fail(again);
      if (again) this.timer = setTimeout(() => this.ask(path, take, fail), (error.retryAfter ?? patience) * 1000);
    }
    this.changed();
  }

  stop() {
    clearTimeout(this.timer);
    this.stopping.abort();
  }
}
