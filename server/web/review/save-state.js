// Whether the draft is saved, in words that screen readers tell.

import { PageElement } from '../base/element.js';
import { formatTime, t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html } from '../vendor/lit.js';

/** Sends `again` and `choose`. `conflicts`: how many fields have two versions. */
export class SaveState extends PageElement {
  static get properties() { return { state: { attribute: false }, conflicts: { type: Number } }; }

  constructor() {
    super();
    /** @type {import('../draft/draft-saver.js').SaveState} */
    this.state = { kind: 'saved', at: null, detail: '' };
    this.conflicts = 0;
  }

  render() {
    return html`<span role="status">${this.#words()}</span>`;
  }

  #words() {
    const { kind, at } = this.state;
    if (kind === 'failed') return this.#button('again', t('review.save.failed'));
    if (this.conflicts) return this.#button('choose', t('review.save.choose', { n: this.conflicts }));
    if (kind === 'saving') return html`${icon('loader')}<span>${t('review.save.saving')}</span>`;
    if (!at) return html`<span>${t('review.save.none')}</span>`;
    return html`${icon('circle-check')}<span>${t('review.save.saved', { time: formatTime(at) })}</span>`;
  }

  /** @param {string} name @param {string} text */
  #button(name, text) {
    return html`<button class="btn quiet warn" title=${this.state.detail} @click=${() => this.dispatchEvent(new Event(name))}>
      ${icon('triangle-alert')}<span>${text}</span></button>`;
  }
}

customElements.define('save-state', SaveState);
