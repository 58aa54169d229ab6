// Uploads that began before this page was opened. They go on when their files are chosen again.
import { get, Problem, send } from '../base/api.js';
import { formatBytes, t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { sayProblem } from '../parts/problem.js';
import { html, nothing, repeat } from '../vendor/lit.js';
import { forget, remembered } from '../uploads/upload-memory.js';
import { uploads } from '../uploads/upload-queue.js';

/** @typedef {import('../base/api.js').Upload} Upload */

export class UnfinishedUploads extends PageElement {
  static get properties() { return { uploads: { state: true } }; }

  constructor() {
    super();
    /** What the server has. @type {Upload[]} */
    this.uploads = [];
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    uploads.addEventListener('change', this.redraw);
    this.until(() => uploads.removeEventListener('change', this.redraw));
    this.#load();
  }

  async #load() {
    try {
      this.uploads = (await get('/api/v1/uploads?limit=1000')).data;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return; // the queue says that the server cannot be reached
    }
    // The server keeps unfinished uploads for some time only.
    const known = new Set(this.uploads.map(({ id }) => id));
    const busy = new Set(uploads.items.map(({ uploader }) => uploader.id));
    for (const { id } of remembered()) if (!known.has(id) && !busy.has(id)) forget(id);
  }

  /** Those of this browser. Others belong to other people or programs. */
  get mine() {
    const busy = new Set(uploads.items.map(({ uploader }) => uploader.id));
    const ids = new Set(remembered().map(({ id }) => id).filter((id) => !busy.has(id)));
    return this.uploads.filter(({ id }) => ids.has(id));
  }

  /** @param {Upload} upload */
  async #delete({ id }) {
    try {
      await send('DELETE', `/api/v1/uploads/${id}`);
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) return sayProblem(error);
    }
    forget(id);
    this.uploads = this.uploads.filter((one) => one.id !== id);
  }

  render() {
    const { mine } = this;
    if (!mine.length) return nothing;
    return html`
      <h2>${t('add.unfinished')}</h2>
      <ul>${repeat(mine, ({ id }) => id, (upload) => html`
        <li class="card">
          ${icon('history')}
          <div class="about">
            <p><bdi>${upload.name}</bdi></p>
            <p class="muted num">${t('add.arrived', { sent: formatBytes(upload.received), total: formatBytes(upload.total ?? upload.received) })}
              ${t('add.chooseAgain')}</p>
          </div>
          <button type="button" class="btn" aria-label=${t('add.forgetOf', { name: upload.name })} @click=${() => this.#delete(upload)}>
            ${icon('trash-2')} ${t('add.forget')}</button>
        </li>`)}</ul>`;
  }
}
customElements.define('unfinished-uploads', UnfinishedUploads);
