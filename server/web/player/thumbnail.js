// A small picture of the recording, cut out of a sheet with many of them.
import { html, ref } from '../vendor/lit.js';
import { lastBegun } from './spans.js';

/** @typedef {readonly import('../preview/sprites.js').Cell[]} Cells by start */

/**
 * The picture at this time, as large as the element around it: .thumbnail in player.css.
 * @param {Cells} cells
 * @param {number} time
 */
export function thumbnail(cells, time) {
  const cell = cells[Math.max(0, lastBegun(cells, time))];
  /** @param {Element|undefined} element */
  const place = (element) => {
    if (!(element instanceof HTMLElement)) return;
    const { style } = element;
    for (const name of /** @type {const} */ (['x', 'y', 'width', 'height'])) style.setProperty(`--${name}`, String(cell[name]));
  };
  return html`<span class="thumbnail" ${ref(place)}><img src=${cell.src} alt="" loading="lazy" decoding="async"></span>`;
}
