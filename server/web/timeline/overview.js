// The whole lecture as a strip, with the window that the timeline shows.

import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { keyOf } from '../draft/plan.js';
import { classMap, html, repeat } from '../vendor/lit.js';
import { kept, panned } from './view.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('./view.js').View} View */

const leastWindow = 24; // pixels: a target for a finger

/** Sends `view` with the new view. `unsettled`: keys of topics whose clip is missing or will change. */
export class TimelineOverview extends PageElement {
  static get properties() {
    return {
      topics: { attribute: false }, view: { attribute: false }, duration: { type: Number }, unsettled: { attribute: false },
    };
  }

  constructor() {
    super();
    /** @type {readonly Topic[]} */
    this.topics = [];
    /** @type {View} */
    this.view = { start: 0, span: 1 };
    this.duration = 1;
    /** @type {ReadonlySet<string>} */
    this.unsettled = new Set();
    this.grip = 0;
  }

  render() {
    const { start, span } = this.view;
    return html`
      <div class="strip" dir="ltr" @pointerdown=${this.#press} @pointermove=${this.#drag} @wheel=${this.#wheel}>
        ${repeat(this.topics, keyOf, (topic, at) => html`<i class=${classMap({
          b: at % 2 === 1, unsettled: this.unsettled.has(keyOf(topic)) })}></i>`)}
        <u></u>
        <b role="scrollbar" tabindex="0" aria-orientation="horizontal" aria-controls="timeline-track"
          aria-label=${t('timeline.overview')} aria-valuemin="0"
          aria-valuemax=${Math.max(0, Math.round(this.duration - span))} aria-valuenow=${Math.round(start)}
          aria-valuetext=${t('timeline.window', { from: clock(start), to: clock(start + span) })}
          @keydown=${this.#key}></b>
      </div>`;
  }

  updated() {
    this.place(this.topics);
    const strip = this.part$('.strip');
    const share = this.view.span / this.duration;
    const width = Math.max(share * 100, strip.clientWidth ? leastWindow / strip.clientWidth * 100 : 0);
    const left = Math.min(100 - width, this.view.start / this.duration * 100);
    this.part$('b').style.setProperty('inset-inline-start', `${left}%`);
    this.part$('b').style.setProperty('inline-size', `${width}%`);
  }

  /** While a bound is dragged nothing is rendered. @param {readonly Topic[]} topics */
  place(topics) {
    this.querySelectorAll('i').forEach((stripe, at) => {
      const topic = topics[at];
      if (!topic) return;
      stripe.style.setProperty('inset-inline-start', `${topic.start / this.duration * 100}%`);
      stripe.style.setProperty('inline-size', `${Math.max(0, topic.end - topic.start) / this.duration * 100}%`);
    });
  }

  /** @param {number} time */
  follow(time) {
    this.querySelector('u')?.style.setProperty('inset-inline-start', `${time / this.duration * 100}%`);
  }

  /** @param {PointerEvent} event */
  #timeAt(event) {
    const box = this.part$('.strip').getBoundingClientRect();
    return (event.clientX - box.left) / box.width * this.duration;
  }

  /** @param {View} view */
  #show(view) {
    this.dispatchEvent(new CustomEvent('view', { detail: kept(view, this.duration) }));
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button) return;
    const { start, span } = this.view, time = this.#timeAt(event);
    const isInside = event.target instanceof Element && event.target.matches('b');
    this.grip = isInside ? time - start : span / 2;
    this.part$('.strip').setPointerCapture(event.pointerId);
    this.#show({ start: time - this.grip, span });
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (!this.part$('.strip').hasPointerCapture(event.pointerId)) return;
    this.#show({ start: this.#timeAt(event) - this.grip, span: this.view.span });
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.#show(panned(this.view, Math.sign(event.deltaX || event.deltaY) * this.view.span / 5, this.duration));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { start, span } = this.view;
    const to = {
      ArrowLeft: start - span / 10, ArrowRight: start + span / 10, PageUp: start - span, PageDown: start + span,
      Home: 0, End: this.duration,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#show({ start: to, span });
  }
}

customElements.define('timeline-overview', TimelineOverview);
