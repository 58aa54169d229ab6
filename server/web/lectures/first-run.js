// The card of an empty list. After a recording was chosen, it is the lecture with its steps.
import { Problem, send } from '../base/api.js';
import { t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { go } from '../base/router.js';
import { icon } from '../parts/icon.js';
import { html, nothing } from '../vendor/lit.js';
import { mistakes, otherMistakes } from './field.js';
import './file-button.js';
import './lecture-steps.js';
import './link-form.js';
import { failureOf } from './upload-failure.js';
import { uploads } from '../uploads/upload-queue.js';

/** @typedef {import('../uploads/queued-upload.js').QueuedUpload} QueuedUpload */

/** Event `begun`: the card shows a lecture from now on. */
export class FirstRun extends PageElement {
  static get properties() {
    return {
      demo: { type: Boolean }, item: { state: true }, lecture: { state: true }, pasting: { state: true }, problem: { state: true },
    };
  }

  constructor() {
    super();
    /** Whether the server offers a demo lecture. */
    this.demo = false;
    /** The recording that is being uploaded. @type {QueuedUpload|null} */
    this.item = null;
    /** The lecture that the server fetches or makes itself. @type {{id: number, name: string}|null} */
    this.lecture = null;
    /** Whether the form for a link is open. */
    this.pasting = false;
    /** @type {Problem|null} */
    this.problem = null;
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    uploads.addEventListener('change', this.redraw);
    this.until(() => uploads.removeEventListener('change', this.redraw));
  }

  /** @param {File[]} files */
  take(files) {
    const [item] = uploads.add(files);
    if (!item || files.length > 1 || this.item || this.lecture) {
      go('/add');
      return;
    }
    this.item = item;
    this.#begun();
  }

  /** @param {{id: number, name: string}} lecture */
  #follow(lecture) {
    this.lecture = lecture;
    this.#begun();
  }

  #begun() {
    this.dispatchEvent(new CustomEvent('begun'));
  }

  async #tryDemo() {
    this.problem = null;
    try {
      this.#follow((await send('POST', '/api/v1/demo-lecture')).data);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
  }

  async #paste() {
    this.pasting = true;
    await this.updateComplete;
    const form = /** @type {import('./link-form.js').LinkForm} */ (this.part$('link-form'));
    await form.updateComplete;
    form.part$('input').focus();
  }

  #choices() {
    return html`
      <h2>${t('first.title')}</h2>
      <p>${t('first.about')}</p>
      <div class="choices">
        <file-button primary .label=${t('first.choose')} @files=${(/** @type {CustomEvent<File[]>} */ { detail }) => this.take(detail)}></file-button>
        ${this.pasting ? nothing : html`<button type="button" class="btn" data-action="paste" @click=${this.#paste}>${icon('link')} ${t('first.link')}</button>`}
        ${this.demo ? html`<button type="button" class="btn" data-action="demo" @click=${this.#tryDemo}>${icon('circle-play')} ${t('first.demo')}</button>` : nothing}
      </div>
      ${mistakes(otherMistakes(this.problem, []))}
      ${this.pasting ? html`<link-form @added=${(/** @type {CustomEvent<{id: number, name: string}>} */ { detail }) => this.#follow(detail)}></link-form>` : nothing}`;
  }

  /** @param {QueuedUpload} item */
  #uploaded(item) {
    const { title, lectureId, share, file, pace, state } = item;
    const sends = { share, left: state === 'sending' ? pace.left(file.size) : null, failed: state === 'failed' };
    return html`
      <h2 dir="auto">${title}</h2>
      <lecture-steps primary .name=${title} .lectureId=${lectureId} .sent=${sends}></lecture-steps>
      ${failureOf(item, [])}
      ${state === 'failed' ? html`<div><button type="button" class="btn" @click=${() => item.resume()}>${icon('rotate-cw')} ${t('add.retry')}</button></div>` : nothing}
      ${item.broken ? html`<p class="warning">${icon('triangle-alert', { size: 'small' })} ${t('common.offline')}
        <button type="button" class="btn" @click=${() => item.uploader.hurry()}>${t('add.now')}</button></p>` : nothing}
      ${lectureId ? nothing : html`<p class="muted">${t('first.stay')}</p>`}`;
  }

  render() {
    const { item, lecture } = this;
    if (item) return html`<div class="card">${this.#uploaded(item)}</div>`;
    if (!lecture) return html`<div class="card empty">${this.#choices()}</div>`;
    return html`<div class="card"><h2 dir="auto">${lecture.name}</h2>
      <lecture-steps primary .name=${lecture.name} .lectureId=${lecture.id} .fetched=${true}></lecture-steps></div>`;
  }
}
customElements.define('first-run', FirstRun);
