// Short messages at the foot of the page, which screen readers read out.
import { html, nothing, repeat } from '../vendor/lit.js';
import { PageElement } from '../base/element.js';
import { languageReady, t } from '../base/i18n.js';
import { icon } from './icon.js';

/** @typedef {{label: string, run: () => void}} Action */
/** @typedef {{number: number, text: string, kind: 'info'|'error', action?: Action}} Message */

const SHOWN = 6000; // ms; errors and what has a button stay until they are closed
const MOST = 3;

class ToastRegion extends PageElement {
  static get properties() { return { messages: { attribute: false } }; }

  constructor() {
    super();
    /** @type {Message[]} */
    this.messages = [];
    this.numbers = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.popover = 'manual'; // above all, without closing what else is open
    this.ariaLive = 'polite';
    this.setAttribute('role', 'region');
  }

  /** Puts itself above the page, or into the dialog that makes all the rest of the page inert. */
  raise() {
    const place = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
    if (this.parentElement !== place) place.append(this);
    if (this.matches(':popover-open')) this.hidePopover();
    this.showPopover();
  }

  /** @param {Omit<Message, 'number'>} message */
  add(message) {
    const number = ++this.numbers;
    this.messages = [...this.messages.slice(1 - MOST), { ...message, number }];
    this.raise();
    if (message.kind === 'info' && !message.action) setTimeout(() => this.drop(number), SHOWN);
  }

  /** @param {number} number */
  drop(number) {
    this.messages = this.messages.filter((one) => one.number !== number);
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
    this.ariaLabel = t('common.messages');
    return repeat(this.messages, ({ number }) => number, (message) => this.row(message));
  }
}
customElements.define('toast-region', ToastRegion);

// It is there before the first message, so that screen readers listen.
const region = new ToastRegion();
languageReady.then(() => document.body.append(region), () => {}); // main.js tells of a failure
document.addEventListener('close', () => region.isConnected && region.raise(), true);

/**
 * @param {string} text
 * @param {{kind?: 'info'|'error', action?: Action}} [options] action: a button, such as Undo
 */
export function say(text, { kind = 'info', action } = {}) {
  region.add({ text, kind, action });
}
