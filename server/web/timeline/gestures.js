// Wheel, mouse and fingers on the timeline: to pan, to zoom, to seek.

import { panned, zoomed } from './view.js';

/** @typedef {import('./view.js').View} View */
/**
 * @typedef {{view: () => View, duration: () => number, timeAt: (x: number) => number, perSecond: () => number,
 *   show: (view: View) => void, seek: (time: number) => void}} GestureSpace
 */

const still = 5; // pixels that a finger may move while it taps

export class Gestures {
  /** @param {GestureSpace} space */
  constructor(space) {
    this.space = space;
    /** @type {Map<number, {x: number, y: number}>} fingers by pointer */
    this.fingers = new Map();
    this.moved = false;
    this.scrubs = false;
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { space } = this;
    const view = space.view();
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 120);
      return space.show(zoomed(view, factor, space.timeAt(event.clientX), space.duration()));
    }
    if (view.span >= space.duration()) return; // there is nothing to pan: the page scrolls
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    const pixels = (Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * lines;
    space.show(panned(view, pixels / space.perSecond(), space.duration()));
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button || (event.target instanceof Element && event.target.closest('button, [role=slider]'))) return;
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    if (event.pointerType !== 'touch') {
      this.scrubs = true;
      return this.space.seek(this.space.timeAt(event.clientX));
    }
    this.moved = this.fingers.size > 0;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (this.scrubs && event.pointerType !== 'touch') return this.space.seek(this.space.timeAt(event.clientX));
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    if (!this.moved && Math.hypot(event.clientX - before.x, event.clientY - before.y) < still) return;
    this.moved = true;
    const { space } = this;
    const other = [...this.fingers].find(([pointer]) => pointer !== event.pointerId)?.[1];
    let view = space.view();
    if (other) {
      const [apart, now] = [Math.abs(before.x - other.x), Math.abs(event.clientX - other.x)];
      const about = space.timeAt((event.clientX + other.x) / 2);
      if (apart > 8 && now > 8) view = zoomed(view, apart / now, about, space.duration());
    }
    const share = other ? 2 : 1; // two fingers that move together pan once
    space.show(panned(view, (before.x - event.clientX) / share / space.perSecond(), space.duration()));
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  release(event) {
    this.scrubs = false;
    const finger = this.fingers.get(event.pointerId);
    this.fingers.delete(event.pointerId);
    if (finger && !this.moved && event.type === 'pointerup') this.space.seek(this.space.timeAt(event.clientX));
  }
}
