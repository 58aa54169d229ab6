// Times in a recording, as seconds and as people write them.
import { formatNumber, language } from './i18n.js';

/**
 * "36:54", "1:02:30", with `tenths` "33:20.0".
 * @param {number} seconds
 * @param {boolean} [tenths]
 */
export function clock(seconds, tenths = false) {
  const all = tenths ? Math.round(Math.max(0, seconds) * 10) : Math.floor(Math.max(0, seconds) + 1e-6) * 10;
  const whole = Math.floor(all / 10);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const text = hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  return tenths ? `${text}.${all % 10}` : text;
}

/**
 * What a person has typed: "33:20", "1:02:30.5", "33:20,5", "95". null: no time.
 * @param {string} text
 */
export function parseClock(text) {
  const found = /^\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!found) return null;
  const [, hours, minutes, seconds, rest] = found;
  if (minutes !== undefined && Number(seconds) > 59) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds) + Number(`0.${rest ?? 0}`);
}

/** "36 minutes, 54 seconds": for aria-valuetext. @param {number} seconds */
export function spokenTime(seconds) {
  const all = Math.round(Math.max(0, seconds) * 10);
  /** @type {[number, string][]} */
  const parts = [[Math.floor(all / 36000), 'hour'], [Math.floor(all / 600) % 60, 'minute'], [(all % 600) / 10, 'second']];
  const said = parts.filter(([value], at) => value || (at === 2 && all < 600));
  const words = said.map(([value, unit]) => formatNumber(value, { style: 'unit', unit, unitDisplay: 'long' }));
  return new Intl.ListFormat(language(), { style: 'long', type: 'unit' }).format(words);
}
