// Loudness of the recording, for the waveform: coarse peaks of the whole, fine ones of the part that is shown.

import { request } from '../base/api.js';
import { PreviewPart } from './preview-part.js';

/** @typedef {{perSecond: number, first: number, values: Int8Array}} PeakRun `first`: index of its first pair */

const header = 24; // bytes before the pairs
const coarse = 20, fine = 100; // pairs a second

/** The audiowaveform format, version 2, 8 bit, mono. @param {ArrayBuffer} buffer @returns {PeakRun} */
export function parsePeaks(buffer) {
  const view = new DataView(buffer);
  const [version, flags, rate, samples, length, channels] = [0, 4, 8, 12, 16, 20].map((at) => view.getInt32(at, true));
  if (version !== 2 || flags !== 1 || channels !== 1 || samples <= 0) throw new Error('These are no peaks.');
  const count = Math.min(length, (buffer.byteLength - header) >> 1);
  return { perSecond: rate / samples, first: 0, values: new Int8Array(buffer, header, count * 2) };
}

/** The lowest and the highest value of a stretch of time, -128 .. 127. @param {PeakRun} run @param {number} from @param {number} to */
export function extremes(run, from, to) {
  const { values, first, perSecond } = run;
  const begin = Math.max(0, Math.floor(from * perSecond) - first);
  const end = Math.min(values.length / 2, Math.max(Math.ceil(to * perSecond) - first, begin + 1));
  let low = 0, high = 0;
  for (let at = begin; at < end; ++at) {
    if (values[2 * at] < low) low = values[2 * at];
    if (values[2 * at + 1] > high) high = values[2 * at + 1];
  }
  return { low, high };
}

export class Peaks extends PreviewPart {
  /** @param {string} path of the peaks @param {() => void} changed */
  constructor(path, changed) {
    super(`${path}?pps=${coarse}`, changed);
    this.finePath = `${path}?pps=${fine}`;
    /** @type {PeakRun | null} */
    this.whole = null;
    /** @type {PeakRun | null} */
    this.part = null;
    this.asking = '';
  }

  /** @param {Response} response */
  async take(response) { this.whole = parsePeaks(await response.arrayBuffer()); }

  /**
   * The peaks for a stretch of time, the finest that are there. Asks for finer ones where they would show.
   * @param {number} from @param {number} to @param {number} perSecond pixels a second
   */
  of(from, to, perSecond) {
    if (!this.whole || perSecond <= coarse) return this.whole;
    const { part } = this;
    const first = Math.floor(from * fine), last = Math.min(Math.ceil(to * fine), this.#finePairs);
    if (part && part.first <= first && part.first + part.values.length / 2 >= last) return part;
    const room = last - first;
    this.#ask(Math.max(0, first - room), last + room);
    return this.whole;
  }

  /** At least so many: the last coarse pair may stand for a single fine one. */
  get #finePairs() { return Math.max(0, Math.floor(this.#length * fine) - (fine / coarse - 1)); }

  get #length() { return this.whole ? this.whole.values.length / 2 / this.whole.perSecond : 0; }

  /** @param {number} first @param {number} last index of pairs */
  async #ask(first, last) {
    const range = `bytes=${header + 2 * first}-${header + 2 * last - 1}`;
    if (this.asking) return;
    this.asking = range;
    try {
      const response = await request(this.finePath, { headers: { Range: range }, signal: this.signal });
      const buffer = await response.arrayBuffer();
      this.part = response.status === 206 ? { perSecond: fine, first, values: new Int8Array(buffer) } : parsePeaks(buffer);
      this.changed();
    } catch {
      // The coarse ones stay. The next view asks again.
    } finally {
      this.asking = '';
    }
  }
}
