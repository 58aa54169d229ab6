import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { PageDialog } from '../parts/page-dialog.js';
import { html } from '../vendor/lit.js';

/** A link to copy by hand, where the browser does not let the page do it. */
export class ShareDialog extends PageDialog {
  /** @param {string} link @param {string} time */
  constructor(link = '', time = '') {
    super();
    this.link = link;
    this.time = time;
  }

  async open() {
    const closed = super.open();
    await this.updateComplete;
    this.select();
    return closed;
  }

  select() {
    const field = /** @type {HTMLInputElement} */ (this.part$('input'));
    field.focus();
    field.select();
  }

  heading() {
    return html`${icon('share-2')}${t('lecture.shareTitle', { time: this.time })}`;
  }

  body() {
    return html`<p>${t('lecture.shareHint', { time: this.time })}</p>
      <label class="field">${t('lecture.link')}<input readonly dir="ltr" .value=${this.link} @click=${this.select}></label>`;
  }
}

customElements.define('share-dialog', ShareDialog);
