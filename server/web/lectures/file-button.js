// A button that opens the browser's file chooser.
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { html } from '../vendor/lit.js';
import { fileTypes } from './drop-zone.js';

/** Event `files` (detail: File[]). */
export class FileButton extends PageElement {
  static get properties() { return { label: { type: String }, primary: { type: Boolean } }; }

  constructor() {
    super();
    this.label = '';
    this.primary = false;
  }

  #open() {
    this.part$('input').click();
  }

  /** @param {Event} event */
  #chosen(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const files = [...input.files ?? []];
    input.value = ''; // so that the same file can be chosen again
    if (files.length) this.dispatchEvent(new CustomEvent('files', { detail: files }));
  }

  render() {
    return html`
      <input type="file" multiple hidden accept=${fileTypes} @change=${this.#chosen}>
      <button type="button" class="btn ${this.primary ? 'primary' : ''}" @click=${this.#open}>${icon('upload')} ${this.label}</button>`;
  }
}
customElements.define('file-button', FileButton);
