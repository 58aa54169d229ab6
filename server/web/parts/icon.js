// Icons: symbols of icons.svg.
import { html } from '../vendor/lit.js';

const sheet = `${document.documentElement.dataset.files}/icons.svg`;

/**
 * An icon beside a text, or in a button that has a name.
 * @param {string} name
 * @param {{size?: 'small'|''}} [options]
 */
export function icon(name, { size = '' } = {}) {
  return html`<svg class="ic ${size}" aria-hidden="true"><use href="${sheet}#${name}"></use></svg>`;
}
