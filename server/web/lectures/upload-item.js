// A file in the queue of uploads.
import { url } from '../base/api.js';
import { formatBytes, formatDuration, formatPercent, t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { html, nothing } from '../vendor/lit.js';
import { field, mistakesOf } from './field.js';
import { failureOf } from './upload-failure.js';
import { uploads } from '../uploads/upload-queue.js';
import './lecture-steps.js';

/** @typedef {import('../uploads/queued-upload.js').QueuedUpload} QueuedUpload */

export class UploadItem extends PageElement {
  static get properties() { return { item: { type: Object }, number: { type: Number } }; }

  constructor() {
    super();
    /** @type {QueuedUpload|null} */
    this.item = null;
    /** Makes the ids of its fields. */
    this.number = 0;
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    // Speeds and waits are told by the queue, once a second.
    uploads.addEventListener('change', this.redraw);
    this.until(() => uploads.removeEventListener('change', this.redraw));
  }

  /** @param {QueuedUpload} item */
  #amount({ sent, file, pace, state }) {
    const speed = state === 'sending' ? pace.perSecond() : null;
    const left = state === 'sending' ? pace.left(file.size) : null;
    const parts = [
      t('add.bytes', { sent: formatBytes(sent), total: formatBytes(file.size) }),
      speed === null ? '' : t('add.speed', { speed: formatBytes(speed) }),
      left === null ? '' : t('lectures.left', { time: formatDuration(left) }),
    ];
    return parts.filter(Boolean).join(' · ');
  }

  /** @param {QueuedUpload} item */
  #transfer(item) {
    const { state, broken, share, title, resumed, uploader } = item;
    const wait = Math.max(0, uploader.nextAttempt - performance.now()) / 1000;
    return html`
      <progress max="1" .value=${share} aria-label=${t('add.progressOf', { name: title })}></progress>
      <p class="muted num" data-part="amount">${this.#amount(item)}</p>
      ${state === 'waiting' ? html`<p class="muted">${t('add.waiting')}</p>` : nothing}
      ${state === 'paused' ? html`<p class="muted" role="status">${t('add.paused', { share: formatPercent(share) })}</p>` : nothing}
      ${state === 'creating' ? html`<p class="muted" role="status">${t('add.creating')}</p>` : nothing}
      ${resumed ? html`<p class="muted" data-part="resumed">${icon('history', { size: 'small' })} ${t('add.resumed')}</p>` : nothing}
      ${broken ? html`<p class="warning">${icon('triangle-alert', { size: 'small' })}
        <span>${t('add.broken', { time: formatDuration(Math.ceil(wait)) })}</span>
        <button type="button" class="btn" @click=${() => uploader.hurry()}>${t('add.now')}</button></p>` : nothing}`;
  }

  /**
   * @param {string} name of the action and of its texts
   * @param {string} sign
   * @param {() => void} act
   */
  #button(name, sign, act) {
    return html`<button type="button" class="btn" data-action=${name} aria-label=${t(`add.${name}Of`, { name: this.item?.title ?? '' })}
      @click=${act}>${icon(sign)} ${t(`add.${name}`)}</button>`;
  }

  /** @param {QueuedUpload} item */
  #buttons(item) {
    const { state } = item;
    return html`
      ${state === 'waiting' || state === 'sending' ? this.#button('pause', 'pause', () => item.pause()) : nothing}
      ${state === 'paused' ? this.#button('resume', 'play', () => item.resume()) : nothing}
      ${state === 'failed' && item.readable ? this.#button('retry', 'rotate-cw', () => item.resume()) : nothing}
      ${state === 'creating' ? nothing : this.#button(state === 'done' ? 'clear' : 'remove', 'x', () => uploads.remove(item))}`;
  }

  /** @param {QueuedUpload} item */
  #lecture({ lectureId, already, title }) {
    return html`
      ${already ? html`<p class="muted" role="status">${t('add.already')}</p>` : nothing}
      <lecture-steps .name=${title} .lectureId=${lectureId}></lecture-steps>
      <p><a class="link" href=${url(`/lectures/${lectureId}`)}>${t('add.open')}</a></p>`;
  }

  /** @param {QueuedUpload} item */
  #names(item) {
    const id = (/** @type {string} */ name) => `item-${this.number}-${name}`;
    return html`<div class="names">
      ${field({ id: id('name'), label: t('add.name'), value: item.title, messages: mistakesOf(item.problem, 'name'),
        change: (title) => item.rename({ title: title.trim() || item.title }) })}
      ${field({ id: id('module'), label: t('add.optional', { field: t('add.module') }), value: item.module,
        messages: mistakesOf(item.problem, 'module'), change: (module) => item.rename({ module: module.trim() }) })}
    </div>`;
  }

  render() {
    const { item } = this;
    if (!item) return nothing;
    return html`
      <div class="top">
        <p class="file">${icon('file-video')} <bdi>${item.file.name}</bdi></p>
        <div class="buttons">${this.#buttons(item)}</div>
      </div>
      ${this.#names(item)}
      ${failureOf(item, ['name', 'module'])}
      ${item.lectureId ? this.#lecture(item) : this.#transfer(item)}`;
  }
}
customElements.define('upload-item', UploadItem);
