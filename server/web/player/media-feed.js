/** @typedef {'loading'|'ready'|'offline'|'unplayable'} FeedState */

const longestWait = 15000; // milliseconds
const mostAttempts = 3; // at one place, for a server that answers
const mostRefusals = 1; // that are tried again: what a browser does not play and what broke on its way look the same

/**
 * @param {string} address
 * @returns {Promise<number>} the status that the server answers; 0 if it cannot be reached
 */
async function statusOf(address) {
  try {
    const answer = await fetch(address, { headers: { Range: 'bytes=0-0' }, cache: 'no-store' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}

/**
 * Keeps a media element supplied. If its address has expired, it asks for a fresh one; if the server is away, it tries
 * again. Then the playback goes on at the same place.
 */
export class MediaFeed {
  #media;
  #tell;
  #src = '';
  #renew = /** @type {(() => Promise<string>) | null} */ (null);
  /** Where to go when the media element knows its length; null if it does. */
  #pending = /** @type {number|null} */ (null);
  #resumes = false;
  #attempts = 0; // since the last time it played
  #waits = 0; // since the server was last there
  #timer = 0;
  #turn = 0;

  /**
   * @param {HTMLMediaElement} media
   * @param {(state: FeedState) => void} tell
   */
  constructor(media, tell) {
    this.#media = media;
    this.#tell = tell;
    media.addEventListener('error', () => this.#failed());
    media.addEventListener('loadedmetadata', () => this.#loaded());
    media.addEventListener('timeupdate', () => {
      if (!media.paused && !media.seeking) this.#attempts = 0;
    });
    media.addEventListener('pause', () => (this.#resumes = false));
    this.retryNow = () => {
      if (this.#timer) this.#load();
    };
  }

  /** Opens nothing, and keeps the place for what is opened later. @param {number} at seconds */
  hold(at) {
    this.#pending = at;
  }

  /**
   * @param {string} src
   * @param {number} at seconds, where to begin
   * @param {(() => Promise<string>) | null} renew gives a fresh address of the same recording
   */
  open(src, at, renew) {
    this.#src = src;
    this.#renew = renew;
    this.#pending = at;
    this.#attempts = 0;
    this.#resumes = false;
    this.#load();
  }

  close() {
    this.#turn++;
    clearTimeout(this.#timer);
    removeEventListener('online', this.retryNow);
    this.#src = '';
    this.#media.removeAttribute('src');
    this.#media.load();
  }

  get time() {
    return this.#pending ?? this.#media.currentTime;
  }

  /** @param {number} seconds */
  seek(seconds) {
    if (this.#pending === null) this.#media.currentTime = seconds;
    else this.#pending = seconds;
  }

  play() {
    this.#resumes = true;
    if (this.#media.error) return; // it plays when it is loaded again
    this.#media.play().catch(() => {}); // a refusal shows as "paused", a failure comes as the event "error"
  }

  pause() {
    this.#resumes = false;
    this.#media.pause();
  }

  #load() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#timer = 0;
    removeEventListener('online', this.retryNow);
    this.#tell('loading');
    this.#media.src = this.#src;
    this.#media.load();
  }

  #loaded() {
    const at = this.#pending;
    this.#pending = null;
    if (at) this.#media.currentTime = at;
    if (this.#resumes) this.play();
    this.#tell('ready');
  }

  async #failed() {
    const turn = ++this.#turn;
    this.#pending ??= this.#media.currentTime;
    const code = this.#media.error?.code;
    const status = this.#src ? await statusOf(this.#src) : 404;
    if (turn !== this.#turn) return;
    if (status === 0 || status >= 500) {
      this.#wait();
      return;
    }
    this.#waits = 0;
    const refused = status < 400 && code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED;
    if (++this.#attempts > (refused ? mostRefusals : mostAttempts)) this.#tell('unplayable');
    else if (status >= 400) await this.#replace(turn);
    else this.#load();
  }

  /** @param {number} turn */
  async #replace(turn) {
    try {
      const fresh = await this.#renew?.();
      if (turn !== this.#turn) return;
      if (!fresh) {
        this.#tell('unplayable');
        return;
      }
      this.#src = fresh;
      this.#load();
    } catch {
      if (turn === this.#turn) this.#wait();
    }
  }

  #wait() {
    this.#tell('offline');
    const wait = Math.min(longestWait, 1000 * 2 ** this.#waits++);
    this.#timer = setTimeout(this.retryNow, wait);
    addEventListener('online', this.retryNow, { once: true });
  }
}
