import { QueuedUpload } from './queued-upload.js';

/** How many files are sent at the same time. */
export const atOnce = 2;

/**
 * All files that are on their way. It lives as long as the page is open: uploads go on while people look at other pages.
 *
 * Event: `change`.
 */
class UploadQueue extends EventTarget {
  constructor() {
    super();
    /** @type {QueuedUpload[]} */
    this.items = [];
    this.ticker = 0;
    this.ask = (/** @type {BeforeUnloadEvent} */ event) => event.preventDefault();
  }

  get unfinished() {
    return this.items.filter((item) => item.unfinished);
  }

  /**
   * @param {Iterable<File>} files
   * @returns {QueuedUpload[]} the new ones; a file that is in the queue already is not added again
   */
  add(files) {
    const module = this.items.at(-1)?.module ?? '';
    const added = [...files].filter((file) => !this.#has(file)).map((file) => new QueuedUpload(file, module));
    for (const item of added) item.addEventListener('change', () => this.#changed());
    this.items = [...this.items, ...added];
    this.#changed();
    return added;
  }

  /** @param {QueuedUpload} item */
  remove(item) {
    this.items = this.items.filter((one) => one !== item);
    this.#changed();
    // The same file, chosen again, goes on with the same upload.
    const goesOn = this.items.some(({ uploader }) => uploader.id && uploader.id === item.uploader.id);
    if (!goesOn && (item.unfinished || item.state === 'failed')) item.discard();
  }

  /** @param {File} file */
  #has({ name, size, lastModified }) {
    return this.items.some(({ file, unfinished }) =>
      unfinished && file.name === name && file.size === size && file.lastModified === lastModified);
  }

  #changed() {
    this.#start();
    const busy = this.unfinished.length > 0;
    if (busy) addEventListener('beforeunload', this.ask);
    else removeEventListener('beforeunload', this.ask);
    if (busy && !this.ticker) this.ticker = setInterval(() => this.#tick(), 1000);
    if (!busy && this.ticker) {
      clearInterval(this.ticker);
      this.ticker = 0;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Speeds fall and waits get shorter although nothing else changes. */
  #tick() {
    for (const item of this.items) item.measure();
    this.dispatchEvent(new Event('change'));
  }

  /** Starts one file if there is room. Its change of state leads here again, for the next one. */
  #start() {
    const running = this.items.filter(({ state }) => state === 'sending' || state === 'creating').length;
    if (running < atOnce) this.items.find(({ state }) => state === 'waiting')?.run();
  }
}

export const uploads = new UploadQueue();
