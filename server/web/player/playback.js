import { settings } from '../base/settings.js';
import { MediaFeed } from './media-feed.js';
import { PlayUntil, watchTime } from './play-time.js';

/**
 * What a player does with its media element: go to a time, play a part, follow a drag.
 */
export class Playback {
  /** @type {PlayUntil|null} */
  #range = null;
  /** @type {number|null} where the user drags to, while the browser still looks for the last place */
  #draggedTo = null;
  #stopWatching;

  /**
   * @param {HTMLVideoElement} video
   * @param {(state: import('./media-feed.js').FeedState) => void} fed
   * @param {() => void} tell the time is another one
   */
  constructor(video, fed, tell) {
    this.video = video;
    this.tell = tell;
    this.feed = new MediaFeed(video, fed);
    this.applySettings();
    this.#stopWatching = watchTime(video, () => {
      this.#range?.look();
      tell();
    });
  }

  end() {
    this.#stopWatching();
    this.#range?.end();
    this.feed.close();
  }

  get time() {
    return this.feed.time;
  }

  /** Seconds; 0 as long as the browser does not know it. */
  get length() {
    return Number.isFinite(this.video.duration) ? this.video.duration : 0;
  }

  applySettings() {
    const { video } = this;
    video.defaultPlaybackRate = video.playbackRate = settings.get('speed');
    video.volume = settings.get('volume');
    video.muted = settings.get('muted');
  }

  /** @param {number} time seconds */
  seek(time) {
    this.#range?.end();
    this.#range = null;
    this.#draggedTo = null;
    this.#go(time);
  }

  /** @param {number} time */
  #go(time) {
    this.feed.seek(Math.max(0, this.length ? Math.min(time, this.length) : time));
    this.tell();
  }

  /** The picture follows the drag: the browser gets the next place when it has found the last one. @param {number} time */
  drag(time) {
    if (this.video.seeking) this.#draggedTo = time;
    else this.seek(time);
  }

  /** To be called when the browser has found a place. */
  found() {
    if (this.#draggedTo !== null) this.seek(this.#draggedTo);
  }

  play() {
    this.feed.play();
  }

  pause() {
    this.#range?.end();
    this.feed.pause();
  }

  /** @param {number} start @param {number} end seconds */
  playRange(start, end) {
    this.seek(start);
    this.#range = new PlayUntil(this.video, end, () => {
      this.#range = null;
      this.pause();
      this.#go(end);
    });
    this.play();
  }

  /** A browser that does not know a container may play it nevertheless. Its word about the codecs of an MP4 holds. @param {string} mime */
  refuses(mime) {
    return /^video\/(mp4|webm);.*codecs/.test(mime) && this.video.canPlayType(mime) === '';
  }
}
