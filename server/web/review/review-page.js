// The page on which the topics of a lecture are checked and changed, and their clips cut.

import { Problem, get, url } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { listen } from '../base/events.js';
import { t } from '../base/i18n.js';
import { bindKeys } from '../base/keys.js';
import { me, mayEdit, personKey } from '../base/me.js';
import { setTitle } from '../base/title.js';
import { icon } from '../parts/icon.js';
import { say } from '../parts/toast.js';
import { Peaks } from '../preview/peaks.js';
import { Sprites } from '../preview/sprites.js';
import { html, nothing } from '../vendor/lit.js';
import { isCutting, publication } from '../draft/clip-state.js';
import { sayChanges } from './news.js';
import { others, peopleHere } from './people-here.js';
import { PublishDialog } from './publish-dialog.js';
import './review-desk.js';
import { ReviewModel } from '../draft/review-model.js';
import '../lecture/share-button.js';
import '../parts/app-bar.js';
import '../parts/message-page.js';
import './save-state.js';

/** @typedef {import('../base/events.js').LecternEvent} LecternEvent */
/** @typedef {import('./review-desk.js').ReviewDesk} ReviewDesk */

/** `state`: what the page shows: the work, or why there is none. */
export class ReviewPage extends PageElement {
  static get properties() {
    return {
      params: { attribute: false }, query: { attribute: false }, state: { state: true }, transcript: { state: true },
      people: { state: true }, turn: { state: true }, drawn: { state: true },
    };
  }

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.params = {};
    /** @type {Record<string, string>} */
    this.query = {};
    /** @type {'loading' | 'work' | 'running' | 'viewer' | 'gone' | 'missing' | 'failed'} */
    this.state = 'loading';
    /** @type {import('../base/api.js').Transcript | null} */
    this.transcript = null;
    /** @type {import('./people-here.js').Person[]} */
    this.people = [];
    this.turn = 0;
    this.drawn = 0;
    this.playerSettled = false;
    // Made when the address is known.
    this.model = /** @type {ReviewModel} */ (/** @type {unknown} */ (null));
    this.peaks = /** @type {Peaks} */ (/** @type {unknown} */ (null));
    this.sprites = /** @type {Sprites} */ (/** @type {unknown} */ (null));
  }

  connectedCallback() {
    super.connectedCallback();
    const { id } = this.params;
    const drawn = () => { ++this.drawn; };
    this.model = new ReviewModel(id);
    this.peaks = new Peaks(`${this.model.path}/peaks`, drawn);
    this.sprites = new Sprites(`${this.model.path}/sprites.vtt`, drawn);
    this.model.addEventListener('change', () => { ++this.turn; });
    this.model.addEventListener('merged', (event) =>
      sayChanges(/** @type {CustomEvent} */ (event).detail, this.model, this.people));
    this.until(() => { this.model.close(); this.peaks.stop(); this.sprites.stop(); });
    this.until(bindKeys(document, {
      undo: () => this.#step('undo'), redo: () => this.#step('redo'), save: () => this.model.saver.save(),
    }));
    this.#listenTo(window, 'beforeunload', (event) => { if (this.model.unsaved) event.preventDefault(); });
    this.#listenTo(window, 'online', () => { if (this.model.saver.dirty) this.model.saver.save(); });
    this.#load(id);
  }

  /** @param {EventTarget} target @param {string} name @param {(event: Event) => void} listener */
  #listenTo(target, name, listener) {
    target.addEventListener(name, listener);
    this.until(() => target.removeEventListener(name, listener));
  }

  /** @param {string} id */
  async #load(id) {
    const loading = this.model.load(me().then(personKey));
    loading.catch(() => {}); // it is awaited below, if at all
    const person = await me();
    if (!this.isConnected) return; // the page was left meanwhile, here and below
    if (person && !mayEdit(person)) return void (this.state = 'viewer');
    const name = person?.name || t('review.someone');
    this.until(listen({ session: Number(id), watching: name }, (event) => this.#take(event, name)));
    try {
      await loading;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.state = error.status === 404 ? 'missing' : 'failed';
      return;
    }
    await this.#begin();
  }

  async #begin() {
    const { model } = this;
    setTitle(t('review.title', { name: model.results?.name ?? '' }));
    this.state = model.isRunning ? 'running' : 'work';
    if (this.state !== 'work') return;
    this.#followPreview(model.results?.preview);
    try {
      this.transcript = (await get(`${model.path}/transcript`)).data;
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // without one, the topics can still be changed
    }
  }

  /** @param {LecternEvent} event @param {string} name of this page among the people here */
  async #take({ type, data }, name) {
    const { model } = this;
    if (type === 'lecture') this.#followPreview(data.preview);
    if (type === 'presence') this.people = others(data.people, name);
    else if (type === 'deleted') this.state = 'gone';
    else if (!model.results) return;
    else if (type === 'cut') await model.cutChanged(data).catch(this.#later);
    else if (type === 'draft' && data.version === model.saver.version) return;
    else if (type === 'lecture' && data.revision === model.results.revision && data.job_status === model.results.job_status) return;
    else {
      const waited = this.state === 'running';
      await model.refresh().catch(this.#later);
      this.#followPreview(model.results?.preview);
      if (waited && !model.isRunning) await this.#begin();
      if (type === 'ready' && model.saver.dirty) model.saver.save();
    }
  }

  /** @param {import('../base/api.js').PreviewState | undefined} told */
  #followPreview(told) {
    if (told === undefined || this.state !== 'work') return;
    this.peaks.follow(told);
    if (this.playerSettled) this.sprites.follow(told);
  }

  /** The recording comes before the sheets, which are larger than all the rest. */
  #settled() {
    if (this.playerSettled) return;
    this.playerSettled = true;
    this.#followPreview(this.model.results?.preview);
  }

  /** The next event reads it again. @param {unknown} error */
  #later = (error) => { if (!(error instanceof Problem)) throw error; };

  /** @param {'undo' | 'redo'} way */
  #step(way) {
    const label = this.model.step(way);
    if (label) say(t(way === 'undo' ? 'review.undone' : 'review.redone', { what: t(label) }));
  }

  async mayLeave() {
    if (!this.model.unsaved) return true;
    if (!this.model.conflicts.length && await this.model.saver.save()) return true;
    return confirm(t('review.leave'));
  }

  get #desk() { return /** @type {ReviewDesk | null} */ (this.querySelector('review-desk')); }

  async #publish() {
    if (document.querySelector('publish-dialog')) return; // pressed twice
    const dialog = new PublishDialog(this.model);
    dialog.addEventListener('show', (event) => {
      const { key, field } = /** @type {CustomEvent} */ (event).detail;
      this.#desk?.show(key, field);
    });
    await dialog.open();
    dialog.remove();
  }

  /** What the button will do. */
  #publishing() {
    const { cut, edited, anyClip } = publication(this.model.topics, this.model.results?.snippets ?? []);
    if (cut.length) return t(anyClip ? 'review.cutChanged' : 'review.cutAll', { n: cut.length });
    if (edited) return t('review.publish');
    return t(this.model.results?.snippets.some(isCutting) ? 'review.cutting' : 'review.allCut');
  }

  #actions() {
    const { model } = this, { undoes, redoes } = model.history;
    const button = (/** @type {'undo' | 'redo'} */ way, /** @type {string} */ what) => {
      const name = what ? t(`review.${way}What`, { what: t(what) }) : t(`review.${way}`);
      return html`<button class="btn quiet icon ${way}" aria-label=${name} title=${name} ?disabled=${!what}
        @click=${() => this.#step(way)}>${icon(way === 'undo' ? 'undo-2' : 'redo-2')}</button>`;
    };
    const { cut, edited } = publication(model.topics, model.results?.snippets ?? []);
    return html`<div class="doing">${peopleHere(this.people)}
      <save-state .state=${model.saver.state} .conflicts=${model.conflicts.length} @again=${() => model.saver.save()}
        @choose=${() => this.#desk?.choose(model.conflicts[0].key)}></save-state>
      ${button('undo', undoes)}${button('redo', redoes)}
      <share-button .session=${Number(this.params.id)}></share-button>
      <button class="btn primary publish" ?disabled=${!cut.length && !edited} @click=${() => this.#publish()}>
        ${icon('scissors')}<span>${this.#publishing()}</span></button></div>`;
  }

  render() {
    if (this.state === 'missing') return html`<message-page></message-page>`;
    if (this.state === 'failed') return html`<message-page .failed=${true}></message-page>`;
    const { results } = this.model, lecture = url(`/lectures/${this.params.id}`);
    const crumbs = results ? [results.module || html`<a href=${url('/')}>${t('review.lectures')}</a>`,
      html`<a href=${lecture} class="lecture-name">${results.name}</a>`] : [];
    return html`
      <app-bar .crumbs=${crumbs} .actions=${this.state === 'work' ? this.#actions() : nothing}></app-bar>
      <main id="main" tabindex="-1">${this.#content(lecture)}</main>`;
  }

  /** @param {string} lecture address of its page */
  #content(lecture) {
    if (this.state === 'work') return html`
      <h1 class="hidden-text">${t('review.title', { name: this.model.results?.name ?? '' })}</h1>
      <review-desk .model=${this.model} .turn=${this.turn} .transcript=${this.transcript} .peaks=${this.peaks}
        .sprites=${this.sprites} .drawn=${this.drawn} @time=${this.#follow} @settled=${this.#settled}></review-desk>`;
    if (this.state === 'loading') return html`<p class="notice muted">${t('common.loading')}</p>`;
    return html`<div class="notice"><p>${t(`review.${this.state}`)}</p>
      <a class="btn primary" href=${this.state === 'gone' ? url('/') : lecture}>
        ${t(this.state === 'gone' ? 'review.lectures' : 'review.toLecture')}</a></div>`;
  }

  /** @param {CustomEvent<number>} event */
  #follow({ detail }) {
    /** @type {import('../lecture/share-button.js').ShareButton | null} */ (this.querySelector('share-button'))?.follow(detail);
  }
}

customElements.define('review-page', ReviewPage);
