import { get, Problem } from '../base/api.js';
import { listen } from '../base/events.js';
import { Pace } from '../uploads/pace.js';
import { isRunning, ownProgress, presentStep } from './steps.js';

/** One lecture on the server: how far its pipeline is, and how long the present step takes yet. */
export class LectureWatch {
  /**
   * @param {number} id
   * @param {() => void} changed called after each change
   */
  constructor(id, changed) {
    this.id = id;
    this.changed = changed;
    this.status = 'Pending';
    this.progress = 0;
    /** Why it failed, or why the present step is tried again. @type {string|null} */
    this.error = null;
    this.deleted = false;
    /** How many topics it has; null as long as this is not known. @type {number|null} */
    this.topics = null;
    /** @type {import('./steps.js').StepName|null} */
    this.step = null;
    this.pace = new Pace();
    /** When the present step was first seen, by performance.now(). */
    this.since = 0;
    /** How many events have told its state. */
    this.told = 0;
    this.stopListening = listen({ session: id }, (event) => this.#hear(event));
    this.#ask();
  }

  get running() {
    return isRunning(this.status) && !this.deleted;
  }

  stop() {
    this.stopListening();
  }

  /** Seconds until the present step ends, by what was measured; null as long as that says nothing. */
  left() {
    this.pace.add(this.#own(), performance.now());
    return this.pace.left(1);
  }

  /** Seconds since the present step was first seen. */
  elapsed() {
    return (performance.now() - this.since) / 1000;
  }

  #own() {
    return ownProgress(presentStep(this.status, this.progress), this.progress);
  }

  /** @param {import('../base/events.js').LecternEvent} event */
  #hear({ type, data }) {
    if (type === 'ready') this.#ask();
    else if (type === 'lecture') {
      ++this.told;
      this.#take(data);
    } else if (type === 'deleted') this.#gone();
  }

  async #ask() {
    const { told } = this;
    try {
      const { data } = await get(`/api/v1/jobs/${this.id}/status`);
      // An event that came meanwhile may be newer than the answer.
      if (told === this.told) this.#take(data);
      else await this.#ask();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) this.#gone();
      // After a break the stream of events begins again with `ready`, which leads here.
    }
  }

  #gone() {
    this.deleted = true;
    this.changed();
  }

  /** @param {{job_status: string, progress: number, error: string|null}} news */
  #take({ job_status: status, progress, error }) {
    Object.assign(this, { status, progress, error });
    const step = presentStep(status, progress);
    if (step !== this.step) {
      this.step = step;
      this.pace = new Pace();
      this.since = performance.now();
    }
    this.pace.add(this.#own(), performance.now());
    if (status === 'Finished' && this.topics === null) this.#count();
    this.changed();
  }

  async #count() {
    try {
      this.topics = (await get(`/api/v1/sessions/${this.id}/results`)).data.snippets.length;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    this.changed();
  }
}
