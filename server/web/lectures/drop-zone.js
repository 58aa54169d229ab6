// Takes files that are dropped anywhere on the page.
import { t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { say } from '../parts/toast.js';
import { html, nothing } from '../vendor/lit.js';

/** What the file chooser shows first. The server decides what it can use. */
export const fileTypes = 'video/*,audio/*,.mkv,.mts,.m2ts,.ts,.flv,.wmv,.avi';

/** @param {DragEvent} event */
const hasFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;

/** @param {DataTransfer} data @returns {{files: File[], folders: number}} */
function filesOf(data) {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const isFolder = items.map((item) => item.webkitGetAsEntry()?.isDirectory ?? false);
  const files = items.filter((_, n) => !isFolder[n]).map((item) => item.getAsFile()).filter((file) => file !== null);
  return { files, folders: isFolder.filter(Boolean).length };
}

/** While it is in the page: event `files` (detail: File[]). */
export class DropZone extends PageElement {
  static get properties() { return { over: { state: true } }; }

  constructor() {
    super();
    this.over = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const control = new AbortController();
    const { signal } = control;
    addEventListener('dragenter', (event) => this.#enter(event), { signal });
    addEventListener('dragover', (event) => this.#enter(event), { signal });
    addEventListener('dragleave', (event) => this.#leave(event), { signal });
    addEventListener('drop', (event) => this.#drop(event), { signal });
    this.until(() => control.abort());
  }

  /** @param {DragEvent} event */
  #enter(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    this.over = true;
  }

  /** @param {DragEvent} event */
  #leave(event) {
    if (!event.relatedTarget) this.over = false; // it has left the window
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.over = false;
    if (!event.dataTransfer || !hasFiles(event)) return;
    event.preventDefault();
    const { files, folders } = filesOf(event.dataTransfer);
    if (folders) say(t('lectures.noFiles'), { kind: 'error' });
    if (files.length) this.dispatchEvent(new CustomEvent('files', { detail: files }));
  }

  render() {
    if (!this.over) return nothing;
    return html`<div class="drop" aria-hidden="true"><p>${icon('upload')} ${t('lectures.drop')}</p></div>`;
  }
}
customElements.define('drop-zone', DropZone);
