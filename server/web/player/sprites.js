// Small pictures of the recording, every few seconds, many in one file.
import { url } from '../base/api.js';
import { parseClock } from '../base/clock.js';
import { html, ref } from '../vendor/lit.js';
import { lastBegun } from './spans.js';

/** @typedef {{start: number, src: string, x: number, y: number, width: number, height: number}} Cell */
/** @typedef {readonly Cell[]} Sprites by start */

const cue = /^([\d:.]+) --> [\d:.]+.*\n(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm;

/**
 * @param {string} text WebVTT whose cues are addresses with #xywh=
 * @param {string} address of the text, from which the others are read
 * @returns {Sprites}
 */
export function parseSprites(text, address) {
  return [...text.replaceAll('\r\n', '\n').matchAll(cue)].map(([, start, src, ...box]) => {
    const [x, y, width, height] = box.map(Number);
    return { start: parseClock(start) ?? 0, src: new URL(src, address).href, x, y, width, height };
  });
}

/**
 * @param {number|string} session
 * @returns {Promise<Sprites|null>} null: there are none
 */
export async function loadSprites(session) {
  try {
    const address = new URL(url(`/api/v1/sessions/${session}/sprites.vtt`), location.href).href;
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const sprites = parseSprites(await answer.text(), address);
    return sprites.length ? sprites : null;
  } catch {
    return null;
  }
}

/**
 * The picture at this time, as large as the element around it: .thumbnail in player.css.
 * @param {Sprites} sprites
 * @param {number} time
 */
export function thumbnail(sprites, time) {
  const cell = sprites[Math.max(0, lastBegun(sprites, time))];
  /** @param {Element|undefined} element */
  const place = (element) => {
    if (!(element instanceof HTMLElement)) return;
    const { style } = element;
    for (const name of /** @type {const} */ (['x', 'y', 'width', 'height'])) style.setProperty(`--${name}`, String(cell[name]));
  };
  return html`<span class="thumbnail" ${ref(place)}><img src=${cell.src} alt="" loading="lazy" decoding="async"></span>`;
}
