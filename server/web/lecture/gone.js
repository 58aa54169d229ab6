import { url } from '../base/api.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { reasonOf } from '../parts/problem.js';
import { html } from '../vendor/lit.js';

/**
 * What is shown in place of a lecture.
 * @param {import('../base/api.js').Problem} problem
 * @param {() => void} again
 */
export function gone(problem, again) {
  const missing = problem.status === 404 || problem.status === 400;
  return html`<div class="gone">
    ${icon(missing ? 'search' : 'triangle-alert')}
    <h1>${t(missing ? 'lecture.missing' : 'lecture.unreadable')}</h1>
    <p dir="auto">${missing ? t('lecture.missingHint') : reasonOf(problem)}</p>
    ${missing
      ? html`<a class="btn primary" href=${url('/')}>${t('message.toLectures')}</a>`
      : html`<button class="btn primary" type="button" @click=${again}>${icon('refresh-cw')}${t('common.retry')}</button>`}
  </div>`;
}
