// Search without diacritics: "hoi tu" finds "hội tụ".
import { html } from '../vendor/lit.js';

/** The text without diacritics, in small letters. @param {string} text */
export function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replaceAll('ς', 'σ');
}

/** @type {Map<string, string>} */
const folded = new Map(); // characters, for a search over a whole transcript with each key

/** @param {string} character */
function foldOne(character) {
  let plain = folded.get(character);
  if (plain === undefined) folded.set(character, (plain = fold(character)));
  return plain;
}

/**
 * Where the query is found, as indices of the text as it is written.
 * @param {string} text
 * @param {string} query
 * @returns {{from: number, to: number}[]}
 */
export function findAll(text, query) {
  const wanted = fold(query.trim());
  /** @type {{from: number, to: number}[]} */
  const found = [];
  if (!wanted || !fold(text).includes(wanted)) return found;
  let whole = '';
  /** @type {number[]} */
  const origins = []; // of each unit of `whole`
  let at = 0;
  for (const character of text) {
    const plain = foldOne(character);
    whole += plain;
    for (let n = 0; n < plain.length; ++n) origins.push(at);
    at += character.length;
  }
  origins.push(text.length);
  for (let from = whole.indexOf(wanted); from >= 0; from = whole.indexOf(wanted, from + wanted.length)) {
    found.push({ from: origins[from], to: origins[from + wanted.length] });
  }
  return found;
}

/**
 * The text with its hits in <mark>, for a template.
 * @param {string} text
 * @param {string} query
 */
export function marked(text, query) {
  const hits = findAll(text, query);
  if (!hits.length) return [text];
  const parts = [];
  let end = 0;
  for (const { from, to } of hits) {
    parts.push(text.slice(end, from), html`<mark>${text.slice(from, to)}</mark>`);
    end = to;
  }
  parts.push(text.slice(end));
  return parts;
}
