// The words of the pages in the user's language, and dates, numbers and lists as that language writes them.
import { onSetting, settings } from './settings.js';

/** @typedef {string | {one: string, other: string}} Message */
/** @typedef {Record<string, Message>} Texts */
/** @typedef {'en'|'vi'} Language */

/** @type {Record<Language, () => Promise<{default: Texts}>>} */
const texts = { en: () => import('../texts-en/all.js'), vi: () => import('../texts-vi/all.js') };
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Language} */
let now = 'en';
/** @type {Texts} */
let words = {};

/** @returns {Language} */
function wanted() {
  const choices = [settings.get('language'), ...navigator.languages];
  for (const choice of choices) {
    const language = choice.slice(0, 2).toLowerCase();
    if (language === 'en' || language === 'vi') return language;
  }
  return 'en';
}

export const language = () => now;

/** The change comes when the words are there. @param {Language|''} choice '': what the browser asks for */
export const setLanguage = (choice) => settings.set('language', choice);

/** @param {() => void} listener called after the language has changed @returns {() => void} stops it */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function follow() {
  const next = wanted();
  const { default: loaded } = await texts[next]();
  if (next !== wanted()) return; // changed again meanwhile
  const before = now;
  [now, words] = [next, loaded];
  document.documentElement.lang = now;
  if (now !== before) for (const listener of [...listeners]) listener();
}
onSetting('language', follow);
addEventListener('languagechange', follow);

/** Before it, there are no words. */
export const languageReady = follow();

// Letters that are written from right to left, and characters that change the direction of what follows them.
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A value in a sentence: it must not turn the words after it. @param {string|number} value */
function place(value) {
  if (typeof value === 'number') return formatNumber(value);
  return TURNS.test(value) ? `\u2068${value}\u2069` : value;
}

/**
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function t(key, values = {}) {
  let message = words[key];
  if (message === undefined) throw new Error(`no text for ${key}`);
  if (typeof message === 'object') {
    message = message[new Intl.PluralRules(now).select(Number(values.n)) === 'one' ? 'one' : 'other'];
  }
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? place(values[name]) : whole));
}

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export const formatNumber = (value, options) => new Intl.NumberFormat(now, options).format(value);

/** @param {number} share 0 to 1 */
export const formatPercent = (share) => formatNumber(Math.floor(share * 100) / 100, { style: 'percent' });

/** "27 Nov 2026", with its time if `time`. @param {Date|string|number} date @param {{time?: boolean}} [options] */
export function formatDate(date, { time = false } = {}) {
  return new Intl.DateTimeFormat(now, { dateStyle: 'medium', timeStyle: time ? 'short' : undefined }).format(new Date(date));
}

/** "14:02". @param {Date|string|number} date */
export function formatTime(date) {
  return new Intl.DateTimeFormat(now, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(date));
}

/**
 * "2 hr, 13 min", "13 min", "8 sec": for people, not exact.
 * @param {number} seconds
 * @param {'short'|'long'} [style]
 */
export function formatDuration(seconds, style = 'short') {
  const all = Math.max(0, Math.round(seconds));
  /** @param {number} value @param {string} unit */
  const part = (value, unit) => (value ? [formatNumber(value, { style: 'unit', unit, unitDisplay: style })] : []);
  const minutes = Math.round(all / 60);
  const parts = all < 60 ? [] : [...part(Math.floor(minutes / 60), 'hour'), ...part(minutes % 60, 'minute')];
  const words = parts.length ? parts : [formatNumber(all, { style: 'unit', unit: 'second', unitDisplay: style })];
  return new Intl.ListFormat(now, { style: 'narrow', type: 'unit' }).format(words);
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return formatNumber(value, {
    style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: power && value < 100 ? 1 : 0,
  });
}
