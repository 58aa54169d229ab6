// What all dialogs are: a native <dialog> with a title, a button to close it and a body.
import { html, nothing } from '../vendor/lit.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from './icon.js';

let number = 0;

/** A dialog gives heading() and body(), and foot() if it has buttons at its foot. */
export class PageDialog extends PageElement {
  constructor() {
    super();
    this.headingId = `dialog-${++number}`;
  }

  /** @returns {unknown} */
  heading() {
    return nothing;
  }

  /** @returns {unknown} */
  body() {
    return nothing;
  }

  /** @returns {unknown} */
  foot() {
    return nothing;
  }

  render() {
    const foot = this.foot();
    return html`<dialog aria-labelledby=${this.headingId} @close=${this.closed} @click=${this.clicked}>
      <header>
        <h2 id=${this.headingId}>${this.heading()}</h2>
        <button class="btn quiet icon" type="button" aria-label=${t('common.close')} @click=${this.close}>${icon('x')}</button>
      </header>
      <div class="body">${this.body()}</div>
      ${foot === nothing ? nothing : html`<footer>${foot}</footer>`}
    </dialog>`;
  }

  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.part$('dialog'));
  }

  /** Opens it; the promise ends when it is closed. The focus then returns to where it was. */
  async open() {
    if (!this.isConnected) document.body.append(this);
    await this.updateComplete;
    this.dialog.showModal();
    return new Promise((done) => this.addEventListener('closed', done, { once: true }));
  }

  close() {
    this.dialog.close();
  }

  closed() {
    // What opened it may have gone, or be disabled now. Keyboards and screen readers go on in the page.
    const { activeElement } = document;
    if (activeElement === document.body || this.contains(activeElement)) document.querySelector('main')?.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent('closed'));
  }

  /** A click on the veil around the dialog closes it. @param {MouseEvent} event */
  clicked(event) {
    if (event.target !== this.dialog) return;
    const box = this.dialog.getBoundingClientRect();
    const inside = event.clientX >= box.x && event.clientX <= box.x + box.width && event.clientY >= box.y &&
      event.clientY <= box.y + box.height;
    if (!inside) this.close();
  }
}

/**
 * Opens the one dialog of this kind, which is removed when it is closed.
 * @param {string} name of its element
 */
export async function openDialog(name) {
  if (document.querySelector(name)) return;
  const dialog = /** @type {PageDialog} */ (document.createElement(name));
  await dialog.open();
  dialog.remove();
}
