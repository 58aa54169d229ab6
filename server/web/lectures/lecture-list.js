import { get, Problem, request } from '../base/api.js';
import { isRunning } from './steps.js';

/** @typedef {import('../base/api.js').Session} Session */
/** @typedef {import('../base/api.js').Results} Results */
/** @typedef {import('../base/events.js').LecternEvent} LecternEvent */
/** @typedef {{q: string, module: string, status: string}} Filters */
/** @typedef {{filters: Filters, items: Session[], total: number}} Shown */

export const pageSize = 50;

/** The most that the server gives in one answer. */
const longestPage = 1000;

/** Many changes within this time, in milliseconds, are read at once. */
const gathers = 200;

const superseded = new Error('superseded');

/** The lectures that the page shows: some pages of those that fit the filters, the newest first, always as they are now. */
export class LectureList {
  /** @param {() => void} changed called after each change */
  constructor(changed) {
    this.changed = changed;
    /** @type {Filters} */
    this.filters = { q: '', module: '', status: '' };
    /** @type {Session[]} */
    this.items = [];
    /** How many fit the filters; null as long as this is not known. @type {number|null} */
    this.total = null;
    this.loading = false;
    /** @type {Problem|null} */
    this.problem = null;
    this.wanted = pageSize;
    /** @type {Set<string>} */
    this.seenModules = new Set();
    /** Whether what is shown may be outdated, so that it has to be read from the beginning. */
    this.outdated = true;
    this.reader = new AbortController();
    /** Of the last call of #read(). */
    this.reading = Promise.resolve();
    /** The last known status of lectures that are not in the list. @type {Map<number, string>} */
    this.heard = new Map();
    /** @type {Set<number>} */
    this.changedIds = new Set();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
  }

  get filtered() {
    return Object.values(this.filters).some(Boolean);
  }

  /** The modules of the lectures that were seen, for the filter. */
  get modules() {
    return [...this.seenModules].sort((a, b) => a.localeCompare(b));
  }

  /** What is shown; null as long as nothing is. @returns {Shown|null} */
  get shown() {
    const { filters, items, total, problem } = this;
    return total === null || problem ? null : { filters, items, total };
  }

  /**
   * @param {Filters} filters
   * @param {Shown|null} [before] shown until the server has answered, if it has the same filters
   */
  show(filters, before = null) {
    this.filters = filters;
    this.wanted = pageSize;
    if (before && JSON.stringify(before.filters) === JSON.stringify(filters)) {
      Object.assign(this, before);
      this.wanted = Math.max(pageSize, before.items.length);
    }
    return this.again();
  }

  more() {
    this.wanted = this.items.length + pageSize;
    return this.#read();
  }

  /** Reads again what is shown. */
  again() {
    this.outdated = true;
    return this.#read();
  }

  stop() {
    this.reader.abort();
    clearTimeout(this.timer);
  }

  /** @param {LecternEvent} event */
  hear({ type, data }) {
    if (type === 'ready') this.again();
    else if (type === 'deleted') this.#remove(data.session_id);
    else if (type === 'lecture') this.#hearLecture(data);
    else if (type === 'cut' && data.status !== 'STARTED' && data.status !== 'PENDING') this.#readLater(data.session_id);
  }

  /** @param {{session_id: number, name: string, job_status: string, progress: number, error: string|null, revision: number}} news */
  #hearLecture({ session_id: id, name, job_status, progress, error }) {
    const known = this.items.find((item) => item.id === id);
    if (!known) {
      if (this.heard.get(id) !== job_status) this.#readLater(0);
      this.heard.set(id, job_status);
      return;
    }
    // What the event does not tell has changed too when the pipeline has ended, the plan was replaced or the poster was made.
    if (known.job_status !== job_status || !isRunning(job_status)) this.#readLater(this.filters.status ? 0 : id);
    this.#put({ ...known, name, job_status, progress, error });
  }

  /** @param {Session} item */
  #put(item) {
    this.items = this.items.map((one) => (one.id === item.id ? item : one));
    this.changed();
  }

  /** @param {number} id */
  #remove(id) {
    const before = this.items.length;
    this.items = this.items.filter((one) => one.id !== id);
    if (this.items.length === before) {
      this.#readLater(0);
      return;
    }
    if (this.total) --this.total;
    this.changed();
  }

  /** @param {number} id 0: all that is shown */
  #readLater(id) {
    this.changedIds.add(id);
    this.timer ??= setTimeout(() => {
      const ids = [...this.changedIds];
      this.changedIds.clear();
      this.timer = undefined;
      if (ids.includes(0)) this.again();
      else for (const one of ids) this.#readOne(one);
    }, gathers);
  }

  /** @param {number} id */
  async #readOne(id) {
    try {
      /** @type {Results} */
      const { snippets, ...session } = (await get(`/api/v1/sessions/${id}/results`)).data;
      const known = this.items.find((item) => item.id === id);
      if (!known) return;
      const clips = snippets.filter(({ clip }) => clip !== null);
      this.#put({ ...known, ...session, snippet_count: snippets.length, clip_count: clips.length });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) this.#remove(id);
    }
  }

  /** Reads what is missing up to `wanted`. A later call takes the place of this one; then this one ends with it. */
  #read() {
    this.reader.abort(superseded);
    this.reader = new AbortController();
    this.reading = this.#fill(this.reader.signal);
    return this.reading;
  }

  /** @param {AbortSignal} signal @returns {Promise<void>} */
  async #fill(signal) {
    this.loading = true;
    this.changed();
    try {
      const items = this.outdated ? [] : [...this.items];
      let total = 0;
      do {
        const page = await this.#page(items.length, Math.min(longestPage, this.wanted - items.length), signal);
        total = page.total;
        const known = new Set(items.map(({ id }) => id));
        const fresh = page.items.filter(({ id }) => !known.has(id));
        if (!fresh.length) break;
        items.push(...fresh);
      } while (items.length < Math.min(this.wanted, total));
      for (const { module } of items) if (module) this.seenModules.add(module);
      Object.assign(this, { items, total, outdated: false, loading: false, problem: null });
    } catch (error) {
      if (signal.aborted) return signal.reason === superseded ? this.reading : undefined;
      if (!(error instanceof Problem)) throw error;
      Object.assign(this, { loading: false, problem: error });
    }
    return this.changed();
  }

  /**
   * @param {number} skip
   * @param {number} limit
   * @param {AbortSignal} signal
   * @returns {Promise<{items: Session[], total: number}>}
   */
  async #page(skip, limit, signal) {
    const query = new URLSearchParams({ skip: String(skip), limit: String(limit) });
    for (const [name, value] of Object.entries(this.filters)) if (value) query.set(name, value);
    const response = await request(`/api/v1/sessions?${query}`, { signal });
    return { items: await response.json(), total: Number(response.headers.get('X-Total-Count')) };
  }
}
