// Small frames of the recording: sheets with many of them, and a list that says where each one is.

import { url } from '../base/api.js';
import { parseClock } from '../base/clock.js';
import { lastBegun } from '../player/spans.js';
import { PreviewPart } from './preview-part.js';

/** @typedef {{start: number, src: string, x: number, y: number, width: number, height: number}} Cell */

const cue = /^([\d:.]+) --> [\d:.]+.*\n(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm;

/**
 * @param {string} text WebVTT whose cues are addresses with #xywh=
 * @param {string} address of the text, from which the others are read
 * @returns {Cell[]} by start
 */
export function parseSprites(text, address) {
  return [...text.replaceAll('\r\n', '\n').matchAll(cue)].map(([, start, src, ...box]) => {
    const [x, y, width, height] = box.map(Number);
    return { start: parseClock(start) ?? 0, src: new URL(src, address).href, x, y, width, height };
  });
}

export class Sprites extends PreviewPart {
  /** @param {string} path of the list; sheets are named relative to it @param {() => void} changed */
  constructor(path, changed) {
    super(path, changed);
    /** @type {readonly Cell[]} by start */
    this.cells = [];
    /** @type {Map<string, HTMLImageElement>} */
    this.sheets = new Map();
  }

  /** @param {Response} response */
  async take(response) { this.cells = parseSprites(await response.text(), new URL(url(this.path), location.href).href); }

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
