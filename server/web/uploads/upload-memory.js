import { personKey } from '../base/me.js';

/**
 * Unfinished uploads of this person, kept in the browser, so that an upload goes on after a reload when the same file is
 * chosen again.
 *
 * @typedef {{id: string, name: string, size: number, lastModified: number, title: string, module: string}} Remembered
 */

const place = () => ['lectern.uploads', personKey()].filter(Boolean).join(' ');

/**
 * @param {unknown} one
 * @returns {one is Remembered}
 */
function isRemembered(one) {
  const it = /** @type {Record<string, unknown>} */ (one);
  return typeof one === 'object' && one !== null && typeof it.id === 'string' && typeof it.name === 'string' &&
    typeof it.size === 'number' && typeof it.lastModified === 'number' && typeof it.title === 'string' &&
    typeof it.module === 'string';
}

/** @returns {Remembered[]} the oldest first; none if the browser keeps nothing */
export function remembered() {
  try {
    const all = JSON.parse(localStorage.getItem(place()) ?? '[]');
    return Array.isArray(all) ? all.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

/** @param {Remembered[]} all */
function keep(all) {
  try {
    if (all.length) localStorage.setItem(place(), JSON.stringify(all));
    else localStorage.removeItem(place());
  } catch {
    // The browser keeps nothing, or is full. The upload itself does not need this.
  }
}

/** @param {Remembered} one */
export function remember(one) {
  keep([...remembered().filter(({ id }) => id !== one.id), one]);
}

/** @param {string} id */
export function forget(id) {
  keep(remembered().filter((one) => one.id !== id));
}

/**
 * @param {{name: string, size: number, lastModified: number}} file
 * @returns {Remembered|undefined} the upload that began with this file
 */
export function rememberedFor(file) {
  return remembered().find(({ name, size, lastModified }) =>
    name === file.name && size === file.size && lastModified === file.lastModified);
}
