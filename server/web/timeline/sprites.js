// Small frames of the recording: sheets with many of them, and a list that says where each one is.

import { url } from '../base/api.js';
import { parseSprites } from '../player/sprites.js';
import { lastBegun } from '../player/spans.js';
import { MadeLater } from './made-later.js';

/** @typedef {import('../player/sprites.js').Cell} Cell */

export class Sprites extends MadeLater {
  /** @param {string} path of the list; sheets are named relative to it @param {() => void} changed */
  constructor(path, changed) {
    super(path, changed);
    /** @type {readonly Cell[]} by start */
    this.cells = [];
    /** @type {Map<string, HTMLImageElement>} */
    this.sheets = new Map();
  }

  load() {
    return this.ask(this.path, async (response) => {
      const address = new URL(url(this.path), location.href).href;
      this.cells = response.status === 204 ? [] : parseSprites(await response.text(), address);
    }, () => {});
  }

  /**
   * Draws the frame of a time into a rectangle. Returns false while its sheet is on its way.
   * @param {CanvasRenderingContext2D} pen @param {number} time
   * @param {number} x @param {number} y @param {number} width @param {number} height
   */
  draw(pen, time, x, y, width, height) {
    const cell = this.cells[Math.max(0, lastBegun(this.cells, time))];
    const sheet = cell && this.#sheet(cell.src);
    if (!sheet?.complete || !sheet.naturalWidth) return false;
    // As "object-fit: cover" does: the middle of the frame fills the rectangle.
    const scale = Math.max(width / cell.width, height / cell.height);
    const [w, h] = [width / scale, height / scale];
    pen.drawImage(sheet, cell.x + (cell.width - w) / 2, cell.y + (cell.height - h) / 2, w, h, x, y, width, height);
    return true;
  }

  /** @param {string} address */
  #sheet(address) {
    let sheet = this.sheets.get(address);
    if (!sheet) {
      sheet = new Image();
      sheet.onload = () => this.changed();
      sheet.src = address;
      this.sheets.set(address, sheet);
    }
    return sheet;
  }
}
