// What the timeline draws on canvases: the waveform and the frames.

import { extremes } from '../preview/peaks.js';

/** @typedef {import('./view.js').View} View */

export const tileWidth = 93; // pixels of one frame in the film

/**
 * A pen in pixels of the page, on a canvas that is as sharp as the screen.
 * @param {HTMLCanvasElement} canvas
 */
export function penOf(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const sharp = Math.min(2, devicePixelRatio || 1);
  const [w, h] = [Math.round(width * sharp), Math.round(height * sharp)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

/** @param {HTMLCanvasElement} canvas @param {import('../preview/peaks.js').Peaks} peaks @param {View} view */
export function drawWave(canvas, peaks, view) {
  const { pen, width, height } = penOf(canvas);
  const run = width ? peaks.of(view.start, view.start + view.span, width / view.span) : null;
  if (!run) return;
  const middle = height / 2, scale = (height / 2 - 1) / 128, perPixel = view.span / width;
  pen.fillStyle = getComputedStyle(canvas).color;
  pen.beginPath();
  for (let x = 0; x < width; ++x) {
    const { low, high } = extremes(run, view.start + x * perPixel, view.start + (x + 1) * perPixel);
    pen.rect(x, middle - high * scale - 0.5, 1, (high - low) * scale + 1);
  }
  pen.fill();
}

/** @param {HTMLCanvasElement} canvas @param {import('../preview/sprites.js').Sprites} sprites @param {View} view */
export function drawFilm(canvas, sprites, view) {
  const { pen, width, height } = penOf(canvas);
  if (!width) return;
  const seconds = tileWidth * view.span / width;
  // Tiles stay with their time while the view moves.
  for (let tile = Math.floor(view.start / seconds); tile * seconds < view.start + view.span; ++tile) {
    const x = Math.round((tile * seconds - view.start) / seconds * tileWidth);
    sprites.draw(pen, (tile + 0.5) * seconds, x, 0, tileWidth - 1, height);
  }
}
