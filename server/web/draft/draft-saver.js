// Saves a draft a moment after its last change, and again after a failure until it is saved.

/** @typedef {import('./plan.js').Topic} Topic */
/** @typedef {{kind: 'saved' | 'saving' | 'failed', at: Date | null, detail: string}} SaveState */
/**
 * put: sends topics over the draft of a version; resolves to the new draft's version and time.
 * topics: what is to be saved now. saved: called with what was saved.
 * outdated: takes in the draft that another editor has saved and gives its version; `goesOn`: something of one's own
 * is left to save.
 * @typedef {{
 *   put: (topics: readonly Topic[], version: string) => Promise<{version: string, at: Date | null}>,
 *   topics: () => readonly Topic[],
 *   saved: (topics: readonly Topic[]) => void,
 *   outdated: (body: any) => {version: string, goesOn: boolean},
 *   told: (state: SaveState) => void,
 * }} SaverParts
 */

const longestWait = 30_000;
const mostMerges = 5;

/** @param {any} problem */
const passes = (problem) => !problem?.status || problem.status >= 500 || problem.status === 429;

export class DraftSaver {
  /** @param {SaverParts} parts @param {number} [delay] milliseconds from the last change to the saving */
  constructor(parts, delay = 800) {
    this.parts = parts;
    this.delay = delay;
    this.version = '';
    this.dirty = false;
    this.failures = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Promise<boolean> | null} */
    this.running = null;
    /** @type {SaveState} */
    this.state = { kind: 'saved', at: null, detail: '' };
  }

  /** What the server has. @param {string} version @param {Date | null} at */
  begin(version, at) {
    this.version = version;
    if (!this.dirty && !this.running) this.#tell({ kind: 'saved', at, detail: '' });
  }

  get unsaved() { return this.dirty || this.running !== null; }

  /** Something has changed. */
  touch() {
    this.dirty = true;
    if (this.state.kind !== 'failed') this.#tell({ ...this.state, kind: 'saving' });
    this.#again(this.delay);
  }

  /** Saves at once. Resolves to whether everything is saved. @returns {Promise<boolean>} */
  async save() {
    clearTimeout(this.timer);
    while (this.dirty || this.running) {
      if (!await this.#run()) return false;
    }
    return true;
  }

  stop() { clearTimeout(this.timer); }

  #run() {
    return this.running ??= this.#send().finally(() => { this.running = null; });
  }

  /** @param {number} wait */
  #again(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.running ? this.#again(this.delay) : this.dirty && this.#run(), wait);
  }

  /** @param {SaveState} state */
  #tell(state) {
    this.state = state;
    this.parts.told(state);
  }

  async #send() {
    this.#tell({ ...this.state, kind: 'saving' });
    for (let merges = 0; ; ++merges) {
      const topics = this.parts.topics();
      this.dirty = false;
      try {
        const { version, at } = await this.parts.put(topics, this.version);
        this.version = version;
        this.failures = 0;
        this.parts.saved(topics);
        this.#tell({ kind: this.dirty ? 'saving' : 'saved', at, detail: '' });
        return true;
      } catch (problem) {
        this.dirty = true;
        if (/** @type {any} */ (problem)?.status !== 412 || merges === mostMerges) return this.#failed(problem);
        const { version, goesOn } = this.parts.outdated(/** @type {any} */ (problem).body);
        this.version = version;
        if (goesOn) continue;
        this.dirty = false;
        this.#tell({ ...this.state, kind: 'saved' });
        return true;
      }
    }
  }

  /** @param {any} problem */
  #failed(problem) {
    this.#tell({ ...this.state, kind: 'failed', detail: problem?.status ? problem.detail ?? '' : '' });
    if (passes(problem)) this.#again(Math.min(longestWait, 2000 * 2 ** this.failures++));
    return false;
  }
}
