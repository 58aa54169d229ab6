import { clock, spokenTime } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { html, nothing } from '../vendor/lit.js';
import { spanAround } from './spans.js';
import { thumbnail } from './thumbnail.js';

/** @typedef {import('./spans.js').Span & {name: string, number?: number}} Topic */

const steps = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 };

/**
 * Where the playback is in the recording. Time runs from left to right in all languages, as in all players.
 * Event `seek`: a time that the user has chosen, in seconds.
 */
export class SeekBar extends PageElement {
  static get properties() {
    return {
      duration: { type: Number },
      topics: { attribute: false },
      sprites: { attribute: false },
      pointed: { state: true },
    };
  }

  constructor() {
    super();
    this.duration = 0;
    /** @type {readonly Topic[]} by start */
    this.topics = [];
    /** @type {import('./thumbnail.js').Cells|null} */
    this.sprites = null;
    this.pointed = /** @type {number|null} */ (null); // the time below the pointer
    this.dragged = false;
    this.time = 0;
    this.said = -1;
  }

  /** @param {number} time */
  follow(time) {
    if (this.dragged) return;
    this.show(time);
  }

  /** @param {number} time */
  show(time) {
    this.time = time;
    if (!this.hasUpdated) return;
    this.style.setProperty('--at', String(this.duration ? Math.min(1, time / this.duration) : 0));
    if (Math.floor(time) === this.said) return;
    this.said = Math.floor(time);
    const slider = this.part$('.slider');
    slider.setAttribute('aria-valuenow', String(this.said));
    slider.setAttribute('aria-valuetext', this.words(this.said));
  }

  /** @param {number} time */
  words(time) {
    const values = { time: spokenTime(Math.floor(time)), length: spokenTime(Math.floor(this.duration)) };
    const index = spanAround(this.topics, time);
    if (index < 0) return t('player.at', values);
    const { name, number } = this.topics[index];
    return t('player.atTopic', { ...values, n: number ?? index + 1, name });
  }

  /** @param {TimeRanges} ranges what the browser has loaded */
  showLoaded(ranges) {
    let end = 0;
    for (let n = 0; n < ranges.length; ++n) if (ranges.start(n) <= this.time + 1) end = Math.max(end, ranges.end(n));
    this.style.setProperty('--loaded', String(this.duration ? Math.min(1, end / this.duration) : 0));
  }

  /** @param {number} time */
  choose(time) {
    const within = Math.min(Math.max(0, time), this.duration);
    this.show(within);
    this.dispatchEvent(new CustomEvent('seek', { detail: within, bubbles: false }));
  }

  /** @param {PointerEvent} event */
  timeAt(event) {
    const box = this.part$('.track').getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.duration;
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    if (event.button || !this.duration) return;
    this.part$('.slider').setPointerCapture(event.pointerId);
    this.dragged = true;
    this.moved(event);
  }

  /** @param {PointerEvent} event */
  moved(event) {
    if (!this.duration) return;
    this.pointed = this.timeAt(event);
    if (this.dragged) this.choose(this.pointed);
  }

  /** @param {PointerEvent} event */
  released(event) {
    this.dragged = false;
    if (event.pointerType !== 'mouse') this.pointed = null;
  }

  left() {
    if (!this.dragged) this.pointed = null;
  }

  /** @param {KeyboardEvent} event */
  pressedKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step !== undefined) this.choose(this.time + step);
    else if (event.key === 'Home') this.choose(0);
    else if (event.key === 'End') this.choose(this.duration);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  updated() {
    this.querySelectorAll('.tick').forEach((tick, n) => {
      const share = this.duration ? this.ticks()[n].start / this.duration : 0;
      /** @type {HTMLElement} */ (tick).style.setProperty('--at', String(share));
    });
    if (this.pointed !== null) this.placeHint(this.pointed);
    this.said = -1;
    this.show(this.time);
  }

  /** Keeps the hint within the bar. @param {number} time */
  placeHint(time) {
    const hint = this.part$('.hint');
    const most = this.clientWidth - hint.offsetWidth;
    const start = (time / this.duration) * this.clientWidth - hint.offsetWidth / 2;
    hint.style.setProperty('--start', `${Math.max(0, Math.min(most, start))}px`);
  }

  ticks() {
    return this.topics.filter(({ start }) => start > 0 && start < this.duration);
  }

  hint() {
    if (this.pointed === null) return nothing;
    const topic = this.topics[spanAround(this.topics, this.pointed)];
    return html`<div class="hint" aria-hidden="true">
      ${this.sprites ? thumbnail(this.sprites, this.pointed) : nothing}
      <span class="time">${clock(this.pointed)}</span>
      ${topic ? html`<span class="name" dir="auto">${topic.name}</span>` : nothing}
    </div>`;
  }

  render() {
    return html`<div class="slider" dir="ltr" role="slider" tabindex="0" aria-label=${t('player.position')}
        aria-valuemin="0" aria-valuemax=${Math.floor(this.duration)} aria-disabled=${this.duration ? nothing : 'true'}
        @pointerdown=${this.pressed} @pointermove=${this.moved} @pointerup=${this.released}
        @pointercancel=${this.released} @pointerleave=${this.left} @keydown=${this.pressedKey}>
        <div class="track"><div class="loaded"></div><div class="played"></div>
          ${this.ticks().map(() => html`<i class="tick"></i>`)}</div>
        <div class="knob"></div>
      </div>
      ${this.hint()}`;
  }
}

customElements.define('seek-bar', SeekBar);
