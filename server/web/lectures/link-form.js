// Adds a recording by its link.
import { Problem, send } from '../base/api.js';
import { t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { icon } from '../parts/icon.js';
import { html } from '../vendor/lit.js';
import { field, mistakes, mistakesOf, otherMistakes } from './field.js';
import { guessNameOfLink } from '../uploads/lecture-name.js';

const fields = ['drive_link', 'name', 'module'];

/** Event `added` (detail: {id, name, already}). */
export class LinkForm extends PageElement {
  static get properties() {
    return { link: { state: true }, name: { state: true }, module: { state: true }, problem: { state: true }, busy: { state: true } };
  }

  constructor() {
    super();
    this.link = '';
    this.name = '';
    this.module = '';
    /** Whether the name was typed. Then it is not guessed any more. */
    this.named = false;
    /** @type {Problem|null} */
    this.problem = null;
    this.busy = false;
  }

  /** @param {string} link */
  #setLink(link) {
    this.link = link;
    if (!this.named) this.name = guessNameOfLink(link.trim());
  }

  /** @param {string} name */
  #setName(name) {
    this.name = name;
    this.named = name !== '';
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    const { name } = this;
    try {
      const body = { name, module: this.module || undefined, drive_link: this.link };
      const { data } = await send('POST', '/api/v1/upload-session', body);
      this.#added({ id: data.id, name: data.name, already: false });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.body?.id) this.#added({ id: error.body.id, name, already: true });
      else await this.#refused(error);
    } finally {
      this.busy = false;
    }
  }

  /** @param {{id: number, name: string, already: boolean}} lecture */
  #added(lecture) {
    Object.assign(this, { link: '', name: '', named: false });
    this.dispatchEvent(new CustomEvent('added', { detail: lecture }));
  }

  /** @param {Problem} problem */
  async #refused(problem) {
    this.problem = problem;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
  }

  render() {
    const of = (/** @type {string} */ name) => mistakesOf(this.problem, name);
    return html`
      <form novalidate @submit=${this.#submit}>
        ${field({ id: 'link', label: t('add.link'), type: 'url', value: this.link, messages: of('drive_link'), hint: t('add.linkHint'),
          input: (text) => this.#setLink(text) })}
        ${field({ id: 'link-name', label: t('add.name'), value: this.name, messages: of('name'), input: (text) => this.#setName(text) })}
        ${field({ id: 'link-module', label: t('add.optional', { field: t('add.module') }), value: this.module, messages: of('module'),
          input: (text) => { this.module = text; } })}
        ${mistakes(otherMistakes(this.problem, fields))}
        <div><button class="btn" aria-disabled=${this.busy}>${icon('link')} ${t('add.byLink')}</button></div>
      </form>`;
  }
}
customElements.define('link-form', LinkForm);
