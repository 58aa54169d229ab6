// Tells what another editor has done.

import { t } from '../base/i18n.js';
import { say } from '../parts/toast.js';
import { keyOf } from '../draft/plan.js';

const mostLines = 2;

/**
 * @param {{changes: import('../draft/merge.js').Change[]}} news
 * @param {import('../draft/review-model.js').ReviewModel} model
 * @param {readonly import('./people-here.js').Person[]} people who is here too
 */
export function sayChanges({ changes }, model, people) {
  // Only if one other person is here it is certain who it was.
  const who = people.length === 1 && people[0].count === 1 ? people[0].name : t('review.someone');
  if (changes.length > mostLines) return say(t('review.change.more', { who, n: changes.length }));
  for (const { key, kind, name } of changes) {
    const n = model.topics.findIndex((topic) => keyOf(topic) === key) + 1;
    say(t(`review.change.${kind}`, { who, n, name: name || t('review.unnamed') }));
  }
}
