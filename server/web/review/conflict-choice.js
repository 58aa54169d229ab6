// Two versions of a field: both are shown, and the person chooses.

import { clock } from '../base/clock.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html } from '../vendor/lit.js';

/** @typedef {import('../draft/merge.js').Conflict} Conflict */

/** @param {any} value */
const shown = (value) => typeof value === 'number' ? clock(value, true) : value || t('review.conflict.nothing');

/** @param {Conflict} conflict */
function words({ field, mine, theirs }) {
  if (field === 'topic') return {
    question: t(theirs === null ? 'review.conflict.theyRemoved' : 'review.conflict.iRemoved'),
    mine: t(mine === null ? 'review.conflict.remove' : 'review.conflict.keep'),
    theirs: t(theirs === null ? 'review.conflict.remove' : 'review.conflict.keep'),
  };
  return {
    question: t(`review.conflict.${field}`),
    mine: t('review.conflict.mine', { value: shown(mine) }),
    theirs: t('review.conflict.theirs', { value: shown(theirs) }),
  };
}

/** @param {Conflict} conflict @param {(side: 'mine' | 'theirs') => void} choose */
export function conflictChoice(conflict, choose) {
  const { question, mine, theirs } = words(conflict);
  return html`<div class="conflict" role="group" aria-label=${question} data-field=${conflict.field}>
    <p>${icon('triangle-alert', { size: 'small' })}<span>${question}</span></p>
    <button class="btn" dir="auto" @click=${() => choose('mine')}>${mine}</button>
    <button class="btn" dir="auto" @click=${() => choose('theirs')}>${theirs}</button>
  </div>`;
}
