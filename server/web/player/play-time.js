/**
 * Tells the time of a media element: with each frame that it shows, and also where no frames come (sound alone,
 * a page in the background, a browser without frame callbacks, a video of one frame in ten seconds).
 *
 * @param {HTMLVideoElement} media
 * @param {(seconds: number) => void} tell
 * @returns {() => void} stops it
 */
export function watchTime(media, tell) {
  const now = () => tell(media.currentTime);
  const names = ['timeupdate', 'seeking', 'seeked', 'loadedmetadata', 'pause'];
  for (const name of names) media.addEventListener(name, now);
  let request = 0;
  if ('requestVideoFrameCallback' in media) {
    const frame = () => {
      now();
      request = media.requestVideoFrameCallback(frame);
    };
    request = media.requestVideoFrameCallback(frame);
  }
  return () => {
    for (const name of names) media.removeEventListener(name, now);
    if (request) media.cancelVideoFrameCallback(request);
  };
}

/**
 * Calls `stop` when the media element has played to `end`. A timer takes over for the last part, because the next
 * frame or event may come too late.
 */
export class PlayUntil {
  #media;
  #end = Infinity;
  #timer = 0;

  /**
   * @param {HTMLMediaElement} media
   * @param {number} end seconds
   * @param {() => void} stop
   */
  constructor(media, end, stop) {
    this.#media = media;
    this.#end = end;
    this.stop = stop;
  }

  /** To be called with each new time. */
  look() {
    clearTimeout(this.#timer);
    const left = this.#end - this.#media.currentTime;
    if (left <= 0.005) {
      this.stop();
      return;
    }
    const wait = left / (this.#media.playbackRate || 1);
    if (wait < 0.5 && !this.#media.paused) this.#timer = setTimeout(() => this.look(), wait * 1000);
  }

  end() {
    clearTimeout(this.#timer);
  }
}
