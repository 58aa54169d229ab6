// A field of a form, with what the server says about it.
import { icon } from '../parts/icon.js';
import { reasonOf } from '../parts/problem.js';
import { html, nothing } from '../vendor/lit.js';

/** @typedef {import('../base/api.js').Problem} Problem */

/**
 * What a problem says about a field.
 * @param {Problem|null} problem
 * @param {string} field
 */
export function mistakesOf(problem, field) {
  return (problem?.errors ?? []).filter((one) => one.field === field).map(({ message }) => message);
}

/**
 * What a problem says that stands at none of these fields.
 * @param {Problem|null} problem
 * @param {string[]} fields
 * @returns {string[]}
 */
export function otherMistakes(problem, fields) {
  if (!problem) return [];
  const others = problem.errors.filter(({ field }) => !fields.includes(field)).map(({ field, message }) => `${field}: ${message}`);
  return others.length || problem.errors.length ? others : [reasonOf(problem)];
}

/**
 * The server's words. They are English, whatever the page's language is.
 * @param {string[]} messages
 * @param {string} [id]
 */
export function mistakes(messages, id) {
  if (!messages.length) return nothing;
  return html`<p class="error" id=${id ?? nothing} role="alert">${icon('circle-alert')}
    <span lang="en" dir="auto">${messages.join(' ')}</span></p>`;
}

/**
 * @param {{id: string, label: string, value: string, messages: string[], input?: (text: string) => void,
 *   change?: (text: string) => void, type?: string, list?: string, hint?: string, maxLength?: number}} options
 */
export function field({ id, label, value, messages, input, change, type = 'text', list, hint, maxLength }) {
  const about = [hint ? `${id}-hint` : '', messages.length ? `${id}-error` : ''].filter(Boolean).join(' ');
  /** @param {Event} event */
  const text = (event) => /** @type {HTMLInputElement} */ (event.target).value;
  return html`
    <div class="field" data-field=${id}>
      <label for=${id}>${label}</label>
      <input id=${id} type=${type} dir="auto" autocomplete="off" .value=${value} list=${list ?? nothing}
        maxlength=${maxLength ?? nothing} aria-invalid=${messages.length ? 'true' : nothing} aria-describedby=${about || nothing}
        @input=${(/** @type {Event} */ event) => input?.(text(event))} @change=${(/** @type {Event} */ event) => change?.(text(event))}>
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
      ${mistakes(messages, `${id}-error`)}
    </div>`;
}
