// The topics over the waveform and the frames of the lecture. A view of it can be moved and zoomed; the bounds of the
// chosen topic have handles.

import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { formatDuration, t } from '../base/i18n.js';
import { onSetting } from '../base/settings.js';
import { icon } from '../parts/icon.js';
import { find, keyOf } from '../draft/plan.js';
import { classMap, html, nothing, repeat } from '../vendor/lit.js';
import { drawFilm, drawWave } from './drawing.js';
import { Gestures } from './gestures.js';
import { Handles } from './handles.js';
import { place } from './placing.js';
import { kept, revealing, ticks, whole, zoomed } from './view.js';
import './overview.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../draft/plan.js').Edge} Edge */
/** @typedef {import('./view.js').View} View */

const zoomStep = 1.5;

/**
 * Sends `seek` (seconds), `choose` (key), `moving` and `moved` ({topics, key, edge, tag}); `moving` comes with each move
 * of a drag, `moved` once. `drawn` changes when peaks or sprites have got something new to draw.
 */
export class LectureTimeline extends PageElement {
  static get properties() {
    return {
      topics: { attribute: false }, selected: { type: String }, duration: { type: Number }, points: { attribute: false },
      peaks: { attribute: false }, sprites: { attribute: false }, drawn: { type: Number }, unsettled: { attribute: false },
      view: { state: true }, width: { state: true }, hint: { type: Boolean },
    };
  }

  constructor() {
    super();
    /** @type {readonly Topic[]} */
    this.topics = [];
    /** @type {string | null} */
    this.selected = null;
    this.duration = 0;
    /** @type {readonly number[]} */
    this.points = [];
    /** @type {import('../preview/peaks.js').Peaks | null} */
    this.peaks = null;
    /** @type {import('../preview/sprites.js').Sprites | null} */
    this.sprites = null;
    this.drawn = 0;
    /** @type {ReadonlySet<string>} */
    this.unsettled = new Set();
    this.hint = false;
    this.width = 0;
    /** @type {View} */
    this.view = whole(0);
    this.time = 0;
    /** @type {readonly Topic[] | null} while a bound is dragged */
    this.live = null;
    const space = {
      view: () => this.view, duration: () => this.duration, points: () => this.points, topics: () => this.topics,
      perSecond: () => this.#perSecond, timeAt: (/** @type {number} */ x) => this.#timeAt(x),
      show: (/** @type {View} */ view) => { this.view = view; },
      seek: (/** @type {number} */ time) => this.#send('seek', Math.min(this.duration, Math.max(0, time))),
      live: (/** @type {readonly Topic[]} */ topics, /** @type {string} */ key, /** @type {Edge} */ edge) => {
        this.live = topics;
        this.#place();
        this.#send('moving', { topics, key, edge });
      },
      done: (/** @type {readonly Topic[]} */ topics, /** @type {string} */ key, /** @type {Edge} */ edge,
        /** @type {string} */ tag) => {
        this.live = null;
        this.#send('moved', { topics, key, edge, tag });
      },
    };
    this.gestures = new Gestures(space);
    this.handles = new Handles(space);
    this.resizing = new ResizeObserver(([{ contentRect }]) => { this.width = contentRect.width; });
  }

  connectedCallback() {
    super.connectedCallback();
    const dark = matchMedia('(prefers-color-scheme: dark)'), redraw = () => this.requestUpdate();
    dark.addEventListener('change', redraw);
    this.until(() => dark.removeEventListener('change', redraw));
    this.until(onSetting('theme', () => requestAnimationFrame(redraw)));
    this.until(() => this.resizing.disconnect());
  }

  get #perSecond() { return (this.width || 1) / this.view.span; }

  /** @param {number} time */
  #x(time) { return (time - this.view.start) * this.#perSecond; }

  /** @param {number} x of the screen */
  #timeAt(x) {
    return this.view.start + (x - this.part$('.track').getBoundingClientRect().left) / this.#perSecond;
  }

  /** @param {string} name @param {any} detail */
  #send(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  /** @param {number} factor below 1: nearer */
  zoom(factor) {
    const { start, span } = this.view;
    const isShown = this.time >= start && this.time <= start + span;
    this.view = zoomed(this.view, factor, isShown ? this.time : start + span / 2, this.duration);
  }

  zoomIn() { this.zoom(1 / zoomStep); }
  zoomOut() { this.zoom(zoomStep); }

  /** Shows a range of time. @param {number} from @param {number} to */
  reveal(from, to) { this.view = revealing(this.view, from, to, this.duration); }

  /** Moves the playhead; nothing is rendered unless it leaves the view while it plays. @param {number} time @param {boolean} plays */
  follow(time, plays) {
    this.time = time;
    const { start, span } = this.view;
    if (plays && span < this.duration && (time < start || time > start + span))
      this.view = kept({ start: time - span / 10, span }, this.duration);
    const head = /** @type {HTMLElement | null} */ (this.querySelector('.head'));
    if (head) head.style.transform = `translateX(${this.#x(time)}px)`;
    /** @type {import('./overview.js').TimelineOverview | null} */ (this.querySelector('timeline-overview'))?.follow(time);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('duration')) this.view = whole(this.duration);
    if (!this.handles.drag) this.live = null;
  }

  render() {
    const { start, span } = this.view;
    const visible = this.topics.map((topic, at) => ({ topic, at }))
      .filter(({ topic }) => topic.end >= start && topic.start <= start + span);
    const chosen = find(this.topics, this.selected);
    return html`
      <div class="bar">
        <h2 class="count">${t('timeline.topics', { n: this.topics.length })}</h2>
        <p class="keys muted">${t('timeline.drag')} · <kbd>Alt</kbd> ${t('timeline.free')} · <kbd>Shift</kbd>
          <kbd>←</kbd> <kbd>→</kbd> ${t('timeline.seconds')}</p>
        <button class="btn quiet icon shortcuts" aria-label=${t('timeline.keys')} title=${t('timeline.keys')}
          @click=${() => this.#send('keys', null)}>${icon('keyboard')}</button>
        <button class="btn quiet icon" aria-label=${t('timeline.zoomOut')} title=${t('timeline.zoomOut')}
          ?disabled=${span >= this.duration} @click=${this.zoomOut}>${icon('zoom-out')}</button>
        <span class="zoomv">${formatDuration(span)}</span>
        <button class="btn quiet icon" aria-label=${t('timeline.zoomIn')} title=${t('timeline.zoomIn')}
          @click=${this.zoomIn}>${icon('zoom-in')}</button>
      </div>
      <timeline-overview .topics=${this.topics} .view=${this.view} .duration=${this.duration}
        .unsettled=${this.unsettled} @view=${(/** @type {CustomEvent<View>} */ event) => { this.view = event.detail; }}>
      </timeline-overview>
      <div class="track" id="timeline-track" dir="ltr" role="group" aria-label=${t('timeline.timeline')}
        @wheel=${(/** @type {WheelEvent} */ event) => this.gestures.wheel(event)}
        @pointerdown=${(/** @type {PointerEvent} */ event) => this.gestures.press(event)}
        @pointermove=${(/** @type {PointerEvent} */ event) => this.gestures.move(event)}
        @pointerup=${(/** @type {PointerEvent} */ event) => this.gestures.release(event)}
        @pointercancel=${(/** @type {PointerEvent} */ event) => this.gestures.release(event)}>
        <div class="ticks" aria-hidden="true">
          ${repeat(ticks(this.view, this.#perSecond), (time) => time, (time) => html`<span data-time=${time}>${clock(time)}</span>`)}
        </div>
        <canvas class="film" aria-hidden="true"></canvas>
        <canvas class="wave" aria-hidden="true"></canvas>
        ${this.#waveNote()}
        ${repeat(visible, ({ topic }) => keyOf(topic), ({ topic, at }) => this.#region(topic, at))}
        ${chosen ? html`${this.#handle(chosen, 'start')}${this.#handle(chosen, 'end')}` : nothing}
        <div class="head" aria-hidden="true"></div>
      </div>
      ${this.hint ? html`<ol class="hint">${[1, 2, 3].map((line) => html`<li>${t(`timeline.hint${line}`)}</li>`)}</ol>` : nothing}`;
  }

  #waveNote() {
    /** @type {Record<string, string>} */
    const notes = { making: 'timeline.waveMaking', none: 'timeline.waveSilent', failed: 'timeline.waveFailed' };
    const note = notes[this.peaks?.state ?? ''];
    return note ? html`<p class="note">${t(note)}</p>` : nothing;
  }

  /** @param {Topic} topic @param {number} at */
  #region(topic, at) {
    const key = keyOf(topic);
    const edge = (/** @type {Edge} */ which) => html`<i class="edge ${which}" data-topic=${key} data-edge=${which}
      @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#drop}></i>`;
    return html`<div class="region ${classMap({ b: at % 2 === 1, chosen: key === this.selected })}" data-topic=${key}>
      <button class="label" aria-pressed=${key === this.selected} @click=${() => this.#send('choose', key)}>
        <bdi dir="auto">${t('timeline.topic', { n: at + 1, name: topic.name || t('timeline.unnamed') })}</bdi></button>
      ${key === this.selected ? nothing : html`${edge('start')}${edge('end')}`}
    </div>`;
  }

  /** @param {Topic} topic @param {Edge} edge */
  #handle(topic, edge) {
    const n = this.topics.indexOf(topic) + 1;
    return html`<div class="handle ${edge}" role="slider" tabindex="0" data-topic=${keyOf(topic)} data-edge=${edge}
      aria-label=${t(`timeline.${edge}`, { n })} aria-valuemin="0" aria-valuemax=${this.duration}
      @focus=${() => this.#showBound(topic[edge])}
      @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#drop}
      @keydown=${(/** @type {KeyboardEvent} */ event) => this.handles.pressKey(event)}></div>`;
  }

  firstUpdated() { this.resizing.observe(this.part$('.track')); }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const track = this.part$('.track');
    this.#place();
    this.follow(this.time, false);
    const redraws = !changed.size || ['view', 'width', 'drawn', 'peaks', 'sprites'].some((name) => changed.has(name));
    if (!redraws) return;
    const [film, wave] = /** @type {NodeListOf<HTMLCanvasElement>} */ (track.querySelectorAll('canvas'));
    if (this.sprites) drawFilm(film, this.sprites, this.view);
    if (this.peaks) drawWave(wave, this.peaks, this.view);
  }

  /** @param {number} time */
  #showBound(time) {
    const room = this.view.span / 20;
    if (!this.handles.drag) this.reveal(Math.max(0, time - room), Math.min(this.duration, time + room));
  }

  #place() {
    const topics = this.live ?? this.topics;
    place(this, topics, (time) => this.#x(time), this.width);
    /** @type {import('./overview.js').TimelineOverview | null} */ (this.querySelector('timeline-overview'))?.place(topics);
  }

  /** @param {PointerEvent} event */
  #press(event) { this.handles.press(event); }
  /** @param {PointerEvent} event */
  #drag(event) { this.handles.move(event); }
  /** A topic whose edge was pressed is chosen only now: choosing takes the edge away. @param {PointerEvent} event */
  #drop(event) {
    const { classList, dataset } = /** @type {HTMLElement} */ (event.currentTarget);
    this.handles.release(event);
    if (classList.contains('edge')) this.#send('choose', dataset.topic);
  }
}

customElements.define('lecture-timeline', LectureTimeline);
