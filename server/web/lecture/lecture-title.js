import { Problem, send } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { reasonOf } from '../parts/problem.js';
import { say } from '../parts/toast.js';
import { html, nothing } from '../vendor/lit.js';

/** The name of a lecture, as a heading; who may, renames it here. Event `renamed` (detail: the new name). */
export class LectureTitle extends PageElement {
  static get properties() {
    return {
      session: { type: Number },
      name: { type: String },
      editable: { type: Boolean },
      editing: { state: true },
      error: { state: true },
      busy: { state: true },
    };
  }

  constructor() {
    super();
    this.session = 0;
    this.name = '';
    this.editable = false;
    this.editing = false;
    this.error = '';
    this.busy = false;
  }

  async edit() {
    this.editing = true;
    this.error = '';
    await this.updateComplete;
    const field = /** @type {HTMLInputElement} */ (this.part$('input'));
    field.value = this.name;
    field.focus();
    field.select();
  }

  async leave() {
    this.editing = false;
    await this.updateComplete;
    this.part$('.rename').focus();
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    const name = /** @type {HTMLInputElement} */ (this.part$('input')).value.trim();
    if (name === this.name) {
      this.leave();
      return;
    }
    this.busy = true;
    try {
      const { data } = await send('PATCH', `/api/v1/sessions/${this.session}`, { name });
      this.name = data.name;
      this.dispatchEvent(new CustomEvent('renamed', { detail: data.name }));
      say(t('lecture.renamed'));
      await this.leave();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.error = problem.errors[0]?.message ?? reasonOf(problem);
    } finally {
      this.busy = false;
    }
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === 'Escape' && !event.isComposing) this.leave();
  }

  form() {
    return html`<form @submit=${this.save} @keydown=${this.pressed}>
      <label class="field">${t('lecture.name')}
        <input name="name" required maxlength="200" dir="auto" autocomplete="off" aria-invalid=${this.error ? 'true' : nothing}
          aria-describedby=${this.error ? 'rename-error' : nothing}></label>
      <button class="btn primary" ?disabled=${this.busy}>${t('common.save')}</button>
      <button class="btn" type="button" @click=${this.leave}>${t('common.cancel')}</button>
      ${this.error ? html`<p class="error" id="rename-error" role="alert">${icon('circle-alert')}<span dir="auto">${this.error}</span></p>` : nothing}
    </form>`;
  }

  render() {
    if (this.editing) return this.form();
    return html`<h1 dir="auto">${this.name}</h1>
      ${this.editable ? html`<button class="btn quiet icon rename" type="button" aria-label=${t('lecture.rename')}
        title=${t('lecture.rename')} @click=${this.edit}>${icon('pencil')}</button>` : nothing}`;
  }
}

customElements.define('lecture-title', LectureTitle);
