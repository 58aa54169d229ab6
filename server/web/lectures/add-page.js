// Add recordings: files or links.
import { t } from '../base/i18n.js';
import { PageElement } from '../base/element.js';
import { url } from '../base/api.js';
import { me } from '../base/me.js';
import '../parts/app-bar.js';
import { say } from '../parts/toast.js';
import { html, nothing, repeat } from '../vendor/lit.js';
import './drop-zone.js';
import './file-button.js';
import './unfinished-uploads.js';
import './link-form.js';
import './upload-item.js';
import './lecture-steps.js';
import { uploads } from '../uploads/upload-queue.js';

/** @typedef {{id: number, name: string, already: boolean}} Added */

/** Numbers of the files, for the ids of their fields. @type {WeakMap<object, number>} */
const numbers = new WeakMap();
let lastNumber = 0;

/** @param {object} item */
function numberOf(item) {
  if (!numbers.has(item)) numbers.set(item, ++lastNumber);
  return numbers.get(item);
}

export class AddPage extends PageElement {
  static get properties() {
    return { params: { attribute: false }, query: { attribute: false }, linked: { state: true }, viewer: { state: true } };
  }

  constructor() {
    super();
    this.params = {};
    this.query = {};
    /** The lectures that were added by links. @type {Added[]} */
    this.linked = [];
    /** Whether this person may only watch; undefined: not known yet. @type {boolean|undefined} */
    this.viewer = undefined;
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    uploads.addEventListener('change', this.redraw);
    this.until(() => uploads.removeEventListener('change', this.redraw));
    this.#askWho();
  }

  async #askWho() {
    this.viewer = (await me())?.role === 'viewer';
  }

  /** @param {CustomEvent<File[]>} event */
  #take({ detail }) {
    uploads.add(detail);
  }

  /** @param {CustomEvent<Added>} event */
  #linked({ detail }) {
    this.linked = [detail, ...this.linked.filter(({ id }) => id !== detail.id)];
    say(detail.already ? t('add.already') : t('add.added', { name: detail.name }));
  }

  /** @param {Added} lecture */
  #link({ id, name, already }) {
    return html`<li class="card">
      <p class="file"><bdi>${name}</bdi></p>
      ${already ? html`<p class="muted">${t('add.already')}</p>` : nothing}
      <lecture-steps .name=${name} .lectureId=${id} .fetched=${true}></lecture-steps>
      <p><a class="link" href=${url(`/lectures/${id}`)}>${t('add.open')}</a></p>
    </li>`;
  }

  #queue() {
    if (!uploads.items.length && !this.linked.length) return nothing;
    return html`
      <section class="queue" aria-labelledby="queue-title">
        <h2 id="queue-title">${t('add.queue')}</h2>
        <ul>
          ${repeat(this.linked, ({ id }) => id, (lecture) => this.#link(lecture))}
          ${repeat(uploads.items, numberOf, (item) => html`
            <li class="card" data-state=${item.state}><upload-item .item=${item} .number=${numberOf(item)}></upload-item></li>`)}
        </ul>
      </section>`;
  }

  #choices() {
    return html`
      <section class="target">
        <p>${t('add.drop')}</p>
        <file-button primary .label=${t('add.choose')} @files=${this.#take}></file-button>
      </section>
      <unfinished-uploads></unfinished-uploads>
      ${this.#queue()}
      <section class="by-link card" aria-labelledby="link-title">
        <h2 id="link-title">${t('add.orLink')}</h2>
        <link-form @added=${this.#linked}></link-form>
      </section>
      <drop-zone @files=${this.#take}></drop-zone>`;
  }

  #content() {
    // What this browser remembers belongs to a person, so nothing is chosen before it is known who that is.
    if (this.viewer === undefined) return html`<p class="muted">${t('common.loading')}</p>`;
    return this.viewer ? html`<p>${t('add.notAllowed')}</p>` : this.#choices();
  }

  render() {
    return html`
      <app-bar .crumbs=${[html`<a href=${url('/')}>${t('lectures.title')}</a>`, t('add.title')]}></app-bar>
      <main id="main" tabindex="-1">
        <h1>${t('add.title')}</h1>
        ${this.#content()}
      </main>`;
  }
}
customElements.define('add-page', AddPage);
