// What publishing will do, and how the clips are cut; afterwards how far they are.

import { Problem } from '../base/api.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { PageDialog } from '../parts/page-dialog.js';
import { html, nothing } from '../vendor/lit.js';
import { playClip } from './clip-dialog.js';
import { clipLabel } from '../clips/clip-label.js';
import { isCutting, publication, stateOf } from '../draft/clip-state.js';
import { keyOf, validate } from '../draft/plan.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../draft/plan.js').Flaw & {message?: string}} Flaw */

const modes = /** @type {const} */ (['styled', 'exact', 'fast']);

/** Sends `show` ({key, field}) when the person wants to put a topic right. */
export class PublishDialog extends PageDialog {
  static get properties() { return { busy: { state: true }, refusal: { state: true }, ordered: { state: true } }; }

  /** @param {import('../draft/review-model.js').ReviewModel} model */
  constructor(model) {
    super();
    this.model = model;
    this.mode = '';
    this.busy = false;
    this.refusal = '';
    /** @type {Flaw[]} that only the server has found */
    this.refused = [];
    /** @type {Set<number> | null} ids of the topics whose clips were ordered */
    this.ordered = null;
  }

  connectedCallback() {
    super.connectedCallback();
    const changed = () => this.requestUpdate();
    this.model.addEventListener('change', changed);
    this.until(() => this.model.removeEventListener('change', changed));
  }

  get #orderedTopics() { return this.model.topics.filter((topic) => topic.id && this.ordered?.has(topic.id)); }

  heading() {
    if (!this.ordered) return t('review.publish.title');
    const snippets = this.#orderedTopics.map((topic) => this.model.snippetOf(topic));
    if (snippets.some(isCutting)) return t('review.progress.title');
    return t(snippets.some((one) => one?.cut?.status === 'FAILURE') ? 'review.progress.failed' : 'review.progress.done');
  }

  body() {
    return this.ordered ? this.#progress() : this.#summary();
  }

  #summary() {
    const { topics, results, duration, conflicts } = this.model;
    const { cut, kept, dropped } = publication(topics, results?.snippets ?? []);
    const flaws = [...validate(topics, duration), ...this.refused];
    return html`
      ${this.refusal ? html`<p class="error" role="alert">${icon('circle-alert')}<span dir="auto">${this.refusal}</span></p>` : nothing}
      ${conflicts.length ? html`<p class="error">${icon('triangle-alert')}<span>${t('review.publish.choose')}</span></p>` : nothing}
      ${this.#flaws('wrong', flaws.filter((flaw) => flaw.blocks))}
      ${this.#flaws('look', flaws.filter((flaw) => !flaw.blocks))}
      ${this.#topics('cut', cut, 'scissors', true)}
      ${this.#topics('kept', kept, 'circle-check', false)}
      ${this.#topics('dropped', dropped, 'trash-2', true)}
      ${cut.length ? html`<fieldset><legend>${t('review.publish.mode')}</legend>
        ${modes.map((mode, at) => html`<label><input type="radio" name="mode" value=${mode} ?checked=${at === 0}
          @change=${() => { this.mode = mode; }}>
          <span><b>${t(`review.publish.${mode}`)}</b><small>${t(`review.publish.${mode}Hint`)}</small></span></label>`)}
      </fieldset>` : nothing}`;
  }

  /** @param {'wrong' | 'look'} kind @param {Flaw[]} flaws */
  #flaws(kind, flaws) {
    if (!flaws.length) return nothing;
    const number = (/** @type {string} */ key) => this.model.topics.findIndex((topic) => keyOf(topic) === key) + 1;
    return html`<section class="flaws ${kind}"><h3>${t(`review.publish.${kind}`)}</h3><ul>
      ${flaws.map((flaw) => html`<li>${icon('triangle-alert')}<span><b>${t('review.flaw.of', { n: number(flaw.key) })}</b>
        ${t(`review.flaw.${flaw.problem}`, { message: flaw.message ?? '' })}</span>
        <button class="btn" @click=${() => this.#show(flaw)}>${t('review.publish.show')}</button></li>`)}</ul></section>`;
  }

  /** @param {string} kind @param {readonly Topic[]} topics @param {string} sign @param {boolean} open */
  #topics(kind, topics, sign, open) {
    if (!topics.length) return nothing;
    const all = this.model.topics;
    return html`<details class="topics ${kind}" ?open=${open && topics.length < 12}>
      <summary>${icon(sign)}<span>${t(`review.publish.${kind}`, { n: topics.length })}</span></summary>
      <ul>${topics.map((topic) => html`<li>${this.#number(all.findIndex((one) => keyOf(one) === keyOf(topic)) + 1)}
        <bdi dir="auto">${topic.name || t('review.unnamed')}</bdi></li>`)}</ul></details>`;
  }

  /** @param {number} n 0: no longer in the plan */
  #number(n) {
    return n ? html`<span class="topic-number ${n % 2 ? '' : 'b'}">${n}</span>` : nothing;
  }

  #progress() {
    const { model } = this, topics = this.#orderedTopics;
    const goesOn = topics.some((topic) => isCutting(model.snippetOf(topic)));
    return html`<p class="muted">${t(goesOn ? 'review.progress.hint' : 'review.progress.published')}</p>
      <ul class="progress">${topics.map((topic) => {
        const snippet = model.snippetOf(topic), n = model.topics.indexOf(topic) + 1, { name } = topic;
        return html`<li>${this.#number(n)}<div><bdi dir="auto">${name}</bdi>
          <span class="states">${clipLabel(stateOf(topic, snippet), snippet)}</span>
          ${isCutting(snippet) ? html`<progress max="1" .value=${snippet?.cut?.progress ?? 0} aria-label=${name}></progress>` : nothing}
          </div>${snippet?.clip && !isCutting(snippet) ? html`<button class="btn"
            aria-label=${t('review.playClipOf', { n, name })} @click=${() => playClip(snippet)}>
            ${icon('circle-play')}${t('review.playClip')}</button>` : nothing}</li>`;
      })}</ul>`;
  }

  foot() {
    if (this.ordered) return html`<button class="btn" @click=${this.close}>${t('common.close')}</button>`;
    const { topics, results, duration, conflicts } = this.model;
    const { cut } = publication(topics, results?.snippets ?? []);
    const blocked = conflicts.length > 0 || validate(topics, duration).some((flaw) => flaw.blocks);
    return html`<button class="btn" @click=${this.close}>${t('common.cancel')}</button>
      <button class="btn primary" ?disabled=${blocked || this.busy} @click=${this.#publish}>
        ${icon(this.busy ? 'loader' : 'scissors')}${cut.length ? t('review.cutAll', { n: cut.length }) : t('review.publish')}</button>`;
  }

  async #publish() {
    this.busy = true;
    this.refusal = '';
    this.refused = [];
    try {
      const { snippets } = await this.model.publish({ cut: 'changed', ...this.mode ? { mode: this.mode } : {} });
      this.ordered = new Set(snippets.filter(isCutting).map((/** @type {{id: number}} */ one) => one.id));
    } catch (error) {
      await this.#refuse(error);
    } finally {
      this.busy = false;
    }
  }

  /** @param {any} error */
  async #refuse(error) {
    const outdated = error instanceof Problem && error.status === 412;
    this.refusal = outdated ? t('review.publish.outdated') : t('review.publish.failed', { reason: error.status && error.message || t('common.offline') });
    if (outdated) await this.model.refresh();
    this.refused = (error instanceof Problem ? error.errors : []).flatMap(({ field, message }) => {
      const [, at, name] = /^snippets\.(\d+)\.(name|start|end)$/.exec(field) ?? [];
      const topic = this.model.topics[Number(at)];
      const where = /** @type {'name' | 'start' | 'end'} */ (name);
      return topic ? [{ key: keyOf(topic), field: where, problem: 'server', blocks: true, message }] : [];
    });
  }

  /** @param {Flaw} flaw */
  #show({ key, field }) {
    this.close();
    this.dispatchEvent(new CustomEvent('show', { detail: { key, field } }));
  }
}

customElements.define('publish-dialog', PublishDialog);
