// Plays a clip as it was cut.

import { t } from '../base/i18n.js';
import { PageDialog } from '../parts/page-dialog.js';
import { html } from '../vendor/lit.js';

export class ClipDialog extends PageDialog {
  static get properties() { return { name: { type: String }, src: { type: String } }; }

  constructor() {
    super();
    this.name = '';
    this.src = '';
  }

  heading() {
    return html`<span dir="auto">${t('review.clip', { name: this.name })}</span>`;
  }

  body() {
    return html`<video controls autoplay playsinline src=${this.src} aria-label=${t('review.clip', { name: this.name })}></video>`;
  }
}

customElements.define('clip-dialog', ClipDialog);

/** @param {import('../base/api.js').Snippet} snippet */
export async function playClip(snippet) {
  const dialog = new ClipDialog();
  Object.assign(dialog, { name: snippet.name, src: snippet.media_url });
  await dialog.open();
  dialog.remove();
}
