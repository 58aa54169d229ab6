import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { onSetting } from '../base/settings.js';
import { html, nothing } from '../vendor/lit.js';
import './captions.js';
import { Playback } from './playback.js';
import './player-controls.js';
import { bindPlayerKeys } from './player-keys.js';
import { Screen } from './screen.js';
import './seek-bar.js';
import { nextStart, previousStart, spanAround } from './spans.js';
import { changeSpeed } from './speed-menu.js';
import { overlay, troubleOf } from './trouble.js';

/**
 * Plays a recording. The keys of the player work on the whole page, except `nextTopic` and `previousTopic`, which the
 * page binds.
 *
 * Events: `time` (detail: seconds), with each frame and after each seek; `state` (detail: {paused}); `unplayable`
 * (detail: a sentence); `settled` when the recording is there or cannot be had.
 */
export class LecturePlayer extends PageElement {
  static get properties() {
    return {
      src: { type: String }, mime: { type: String }, // with its codecs, if they are known
      poster: { type: String }, duration: { type: Number }, fps: { type: Number }, startAt: { type: Number },
      topics: { attribute: false }, cues: { attribute: false }, sprites: { attribute: false }, renew: { attribute: false },
      pictures: { type: Boolean }, // the recording has a video: a browser that shows none cannot play it
      reason: { type: String }, // why browsers may not play it
      playing: { state: true }, wide: { state: true }, topicIndex: { state: true }, feedState: { state: true },
      soundOnly: { state: true },
    };
  }

  constructor() {
    super();
    this.src = '';
    this.mime = '';
    this.poster = '';
    this.duration = 0;
    /** @type {readonly import('./seek-bar.js').Topic[]} by start */
    this.topics = [];
    /** @type {readonly import('./captions.js').Cue[]} by start */
    this.cues = [];
    this.startAt = 0;
    this.fps = 25;
    this.pictures = false;
    this.reason = '';
    /** @type {(() => Promise<string>) | null} gives a fresh address when `src` has expired */
    this.renew = null;
    /** @type {import('./thumbnail.js').Cells|null} */
    this.sprites = null;
    this.playing = false;
    /** @type {import('./media-feed.js').FeedState} */
    this.feedState = 'loading';
    this.soundOnly = false;
    this.topicIndex = -1;
    this.wide = false;
    this.opened = '';
    this.told = NaN;
    this.playback = /** @type {Playback|null} */ (null);
    this.screen = /** @type {Screen|null} */ (null);
  }

  get video() {
    return /** @type {HTMLVideoElement} */ (this.part$('video'));
  }

  get currentTime() {
    return this.opened && this.playback ? this.playback.time : this.startAt;
  }

  get paused() {
    return !this.playing;
  }

  /** Of the recording, seconds. */
  get end() {
    return this.playback?.length || this.duration;
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(bindPlayerKeys(this));
    for (const name of /** @type {const} */ (['speed', 'volume', 'muted'])) {
      this.until(onSetting(name, () => this.playback?.applySettings()));
    }
    this.screen = new Screen(this, (wide) => (this.wide = wide));
    this.until(() => this.screen?.end());
    if (this.hasUpdated) this.attach();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.playback?.end();
    this.playback = null;
    this.opened = '';
  }

  firstUpdated() {
    this.attach();
  }

  attach() {
    this.playback = new Playback(this.video, (state) => this.fed(state), () => this.tell());
    this.open();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('topics')) this.topicIndex = spanAround(this.topics, this.currentTime);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('src')) this.open();
    if (changed.has('startAt')) this.tell();
  }

  open() {
    if (!this.src || this.src === this.opened || !this.playback) return;
    const at = this.currentTime;
    this.opened = this.src;
    this.soundOnly = false;
    this.feedState = 'loading';
    if (this.playback.refuses(this.mime)) {
      this.playback.feed.hold(at);
      this.fed('unplayable');
    } else this.playback.feed.open(this.src, at, this.renew);
  }

  /** @param {import('./media-feed.js').FeedState} state */
  fed(state) {
    if (state === 'loading') return; // an older trouble is shown until it is over
    this.feedState = state;
    this.dispatchEvent(new CustomEvent('settled'));
    if (state === 'ready') {
      this.soundOnly = this.video.videoWidth === 0;
      this.playback?.applySettings();
      this.requestUpdate(); // the length is known
    }
    const sentence = troubleOf(this);
    if (sentence && state !== 'offline') this.dispatchEvent(new CustomEvent('unplayable', { detail: sentence }));
  }

  /** @param {number} time seconds */
  seek(time) {
    if (this.opened) this.playback?.seek(time);
    else this.startAt = Math.max(0, time);
  }

  /** @param {CustomEvent<number>} event */
  dragged({ detail }) {
    if (this.opened) this.playback?.drag(detail);
    else this.seek(detail);
  }

  /** @param {number} seconds */
  skip(seconds) {
    this.seek(this.currentTime + seconds);
  }

  play() {
    this.playback?.play();
  }

  pause() {
    this.playback?.pause();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Plays this part and stops at its end. @param {number} start @param {number} end seconds */
  playRange(start, end) {
    this.playback?.playRange(start, end);
  }

  /** @param {number} frames */
  step(frames) {
    this.pause();
    this.skip(frames / this.fps);
  }

  /** @param {1 | -1} step */
  changeSpeed(step) {
    changeSpeed(step);
  }

  nextTopic() {
    const next = nextStart(this.topics, this.currentTime);
    if (next !== null) this.seek(next);
  }

  previousTopic() {
    this.seek(previousStart(this.topics, this.currentTime));
  }

  toggleFullscreen() {
    this.screen?.toggle();
  }

  tell() {
    const time = this.currentTime;
    if (time === this.told) return;
    this.told = time;
    for (const name of ['player-captions', 'seek-bar', 'player-controls']) {
      /** @type {HTMLElement & {follow(time: number): void}} */ (this.part$(name)).follow(time);
    }
    this.topicIndex = spanAround(this.topics, time);
    this.dispatchEvent(new CustomEvent('time', { detail: time }));
  }

  /** @param {boolean} playing */
  changed(playing) {
    this.playing = playing;
    if (!playing) this.toggleAttribute('waiting', false);
    this.dispatchEvent(new CustomEvent('state', { detail: { paused: !playing } }));
  }

  showLoaded() {
    /** @type {import('./seek-bar.js').SeekBar} */ (this.part$('seek-bar')).showLoaded(this.video.buffered);
  }

  render() {
    const { topics, topicIndex } = this;
    const topic = topics[topicIndex];
    const waits = (/** @type {boolean} */ waiting) => () => this.toggleAttribute('waiting', waiting);
    return html`
      <div class="frame" @click=${this.toggle} @dblclick=${this.toggleFullscreen}>
        <video playsinline preload="metadata" poster=${this.poster || nothing} tabindex="-1" aria-label=${t('player.player')}
          @play=${() => this.changed(true)} @pause=${() => this.changed(false)} @emptied=${() => this.changed(false)}
          @seeked=${() => this.playback?.found()} @progress=${this.showLoaded}
          @waiting=${waits(true)} @playing=${waits(false)} @canplay=${waits(false)}></video>
        ${overlay(this, topic?.name ?? '')}
        <span class="wait" aria-hidden="true"></span>
        <player-captions .cues=${this.cues}></player-captions>
      </div>
      <seek-bar .duration=${this.end} .topics=${topics} .sprites=${this.sprites}
        @seek=${this.dragged}></seek-bar>
      <player-controls .player=${this} .playing=${this.playing} .wide=${this.wide} .duration=${this.end}
        .topic=${topic ? { n: topic.number ?? topicIndex + 1, name: topic.name } : null}
        .captions=${this.cues.length > 0}></player-controls>`;
  }
}

customElements.define('lecture-player', LecturePlayer);
