// Who else has this page open.

import { t } from '../base/i18n.js';
import { html, nothing } from '../vendor/lit.js';

/** @typedef {{name: string, count: number}} Person */

/**
 * Those in a presence event without oneself, who may be among those without a name.
 * @param {Person[]} people @param {string} own the name of this page
 */
export function others(people, own) {
  const self = people.some(({ name }) => name === own) ? own : '';
  return people.map(({ name, count }) => ({ name, count: name === self ? count - 1 : count })).filter(({ count }) => count > 0);
}

/** @param {Person} person */
const nameOf = ({ name }) => name || t('review.someone');

/** @param {readonly Person[]} people the others */
export function peopleHere(people) {
  const n = people.reduce((all, { count }) => all + count, 0);
  if (!n) return html`<span class="people" role="status"></span>`;
  const text = n === 1 ? t('review.here', { name: nameOf(people[0]) }) : t('review.hereMany', { n });
  return html`<span class="people" role="status">
    ${people.slice(0, 3).map((person) => html`<i aria-hidden="true">${[...nameOf(person)][0]?.toUpperCase() ?? nothing}</i>`)}
    <span dir="auto">${text}</span></span>`;
}
