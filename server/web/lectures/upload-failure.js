import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html } from '../vendor/lit.js';
import { mistakes, otherMistakes } from './field.js';

/**
 * Why an upload cannot go on by itself.
 * @param {import('../uploads/queued-upload.js').QueuedUpload} item
 * @param {string[]} fields what the server says about these stands elsewhere
 */
export function failureOf({ file, problem, readable }, fields) {
  if (readable) return mistakes(otherMistakes(problem, fields));
  return html`<p class="error" role="alert">${icon('circle-alert')} <span>${t(file.size ? 'add.unreadable' : 'add.emptyFile')}</span></p>`;
}
