// Short messages at the foot of the page, which screen readers read out.
import { html, nothing, repeat } from '../vendor/lit.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from './icon.js';
import './texts.js';

/** @typedef {{label: string, run: () => void}} Action */
/** @typedef {{number: number, text: string, kind: 'info'|'error', action?: Action}} Message */

const SHOWN = 6000; // ms; errors and what has a button stay until they are closed
const MOST = 3;

class ToastRegion extends PageElement {
  static properties = { messages: { attribute: false } };

  constructor() {
    super();
    /** @type {Message[]} */
    this.messages = [];
    this.numbers = 0;
    this.popover = 'manual'; // above open dialogs
  }

  /** @param {Omit<Message, 'number'>} message */
  add(message) {
    const number = ++this.numbers;
    this.messages = [...this.messages.slice(1 - MOST), { ...message, number }];
    if (this.matches(':popover-open')) this.hidePopover(); // on top of a dialog that was opened later
    this.showPopover();
    if (message.kind === 'info' && !message.action) setTimeout(() => this.drop(number), SHOWN);
  }

  /** @param {number} number */
  drop(number) {
    this.messages = this.messages.filter((one) => one.number !== number);
    if (!this.messages.length && this.matches(':popover-open')) this.hidePopover();
  }

  /** @param {Message} message */
  row({ number, text, kind, action }) {
    const act = () => {
      this.drop(number);
      action?.run();
    };
    return html`<div class="toast ${kind}" role=${kind === 'error' ? 'alert' : 'status'}>
      ${icon(kind === 'error' ? 'circle-alert' : 'check')}<span dir="auto">${text}</span>
      ${action ? html`<button class="btn" type="button" @click=${act}>${action.label}</button>` : nothing}
      <button class="btn quiet icon" type="button" aria-label=${t('common.close')} @click=${() => this.drop(number)}>
        ${icon('x')}</button>
    </div>`;
  }

  render() {
    return repeat(this.messages, ({ number }) => number, (message) => this.row(message));
  }
}
customElements.define('toast-region', ToastRegion);

/** @type {ToastRegion|null} */
let region = null;

/**
 * @param {string} text
 * @param {{kind?: 'info'|'error', action?: Action}} [options] action: a button, such as Undo
 */
export function say(text, { kind = 'info', action } = {}) {
  if (!region) {
    region = new ToastRegion();
    region.ariaLabel = t('common.messages');
    document.body.append(region);
  }
  region.add({ text, kind, action });
}
