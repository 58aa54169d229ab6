// The handles of a topic's bounds: moved by pointer, finger and keys.

import { find, moveBound } from '../draft/plan.js';
import { snapped } from './snap.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../draft/plan.js').Edge} Edge */
/**
 * What a handle needs of its timeline. `live`: shows topics without rendering. `done`: a step to keep.
 * @typedef {{
 *   topics: () => readonly Topic[], duration: () => number, points: () => readonly number[],
 *   perSecond: () => number, timeAt: (x: number) => number,
 *   live: (topics: readonly Topic[], key: string, edge: Edge) => void,
 *   done: (topics: readonly Topic[], key: string, edge: Edge, tag: string) => void,
 * }} HandleSpace
 */

/** @type {Record<string, number>} seconds that a key moves a bound; up is later, as in sliders */
const moves = {
  ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, PageDown: -10, PageUp: 10,
};

export class Handles {
  /** @param {HandleSpace} space */
  constructor(space) {
    this.space = space;
    /** @type {{handle: HTMLElement, pointer: number, key: string, edge: Edge, grip: number, before: readonly Topic[], now: readonly Topic[]} | null} */
    this.drag = null;
  }

  /** @param {HTMLElement} handle */
  #named(handle) {
    return { key: handle.dataset.topic ?? '', edge: /** @type {Edge} */ (handle.dataset.edge) };
  }

  /** @param {PointerEvent} event @param {{key: string, edge: Edge}} [bound] if it is not the handle's own */
  press(event, bound) {
    if (event.button || this.drag) return;
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    const { key, edge } = bound ?? this.#named(handle);
    const before = this.space.topics();
    const topic = find(before, key);
    if (!topic) return;
    const grip = this.space.timeAt(event.clientX) - topic[edge];
    this.drag = { handle, pointer: event.pointerId, key, edge, grip, before, now: before };
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { drag, space } = this;
    if (!drag || event.pointerId !== drag.pointer) return;
    const wanted = space.timeAt(event.clientX) - drag.grip;
    const time = event.altKey ? Math.round(wanted * 100) / 100 : snapped(space.points(), wanted, space.perSecond());
    drag.now = moveBound(drag.before, drag.key, drag.edge, time, space.duration());
    space.live(drag.now, drag.key, drag.edge);
  }

  /** @param {PointerEvent} event */
  release(event) {
    const { drag } = this;
    if (!drag || event.pointerId !== drag.pointer) return;
    this.drag = null;
    if (event.type === 'pointerup' && drag.now !== drag.before) this.space.done(drag.now, drag.key, drag.edge, '');
    else this.space.live(drag.before, drag.key, drag.edge);
  }

  /** A drag is given up. Returns whether there was one. */
  cancel() {
    const { drag } = this;
    if (!drag) return false;
    this.drag = null;
    drag.handle.releasePointerCapture(drag.pointer);
    this.space.live(drag.before, drag.key, drag.edge);
    return true;
  }

  /** @param {KeyboardEvent} event */
  pressKey(event) {
    if (event.key === 'Escape' && this.cancel()) return event.preventDefault();
    const step = moves[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || this.drag) return;
    event.preventDefault();
    event.stopPropagation();
    const { key, edge } = this.#named(/** @type {HTMLElement} */ (event.currentTarget));
    const before = this.space.topics();
    const topic = find(before, key);
    if (!topic) return;
    const seconds = event.shiftKey && Math.abs(step) < 1 ? step * 10 : step;
    const after = moveBound(before, key, edge, topic[edge] + seconds, this.space.duration());
    this.space.done(after, key, edge, event.repeat ? `${key} ${edge}` : '');
  }
}
