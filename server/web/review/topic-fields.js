// Name and times of the chosen topic, and what can be done with it.

import { clock, parseClock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html, live, nothing } from '../vendor/lit.js';
import { clipLabel } from '../clips/clip-label.js';
import { stateOf } from '../draft/clip-state.js';
import { conflictChoice } from './conflict-choice.js';
import { longestName } from '../draft/plan.js';
import { topicActions } from './topic-menu.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../draft/plan.js').Edge} Edge */
/** @typedef {import('../draft/plan.js').Flaw} Flaw */
/** @typedef {import('../draft/merge.js').Conflict} Conflict */

/**
 * Sends `rename` (name), `named` when the name is left, `bound` ({edge, time}), `act` (an action of the menu, 'preview',
 * 'clip', 'previous' or 'next') and `resolve` ({conflict, side}).
 */
export class TopicFields extends PageElement {
  static get properties() {
    return {
      topic: { attribute: false }, number: { type: Number }, count: { type: Number }, flaws: { attribute: false },
      conflicts: { attribute: false }, snippet: { attribute: false }, typed: { state: true },
    };
  }

  constructor() {
    super();
    /** @type {Topic | null} */
    this.topic = null;
    this.number = 0;
    this.count = 0;
    /** @type {readonly Flaw[]} */
    this.flaws = [];
    /** @type {readonly Conflict[]} */
    this.conflicts = [];
    /** @type {import('../base/api.js').Snippet | undefined} */
    this.snippet = undefined;
    /** @type {Partial<Record<Edge, string>>} what was typed and is no time, or not finished */
    this.typed = {};
    this.noTime = ''; // the edge whose text is no time
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    const before = changed.get('topic');
    if (changed.has('topic') && before && (before.id ?? before.key) !== (this.topic?.id ?? this.topic?.key)) this.typed = {};
  }

  render() {
    const { topic, number } = this;
    if (!topic) return html`<div class="card none"><p>${t('review.noTopics')}</p>
      <button class="btn" @click=${() => this.#act('add')}>${icon('plus')}${t('review.add')}</button></div>`;
    return html`<div class="card">
      <div class="steps">
        <button class="btn icon" aria-label=${t('review.previous')} ?disabled=${number <= 1}
          @click=${() => this.#act('previous')}>${icon('chevron-left')}</button>
        <span class="topic-number ${number % 2 ? '' : 'b'}">${number}</span>
        ${clipLabel(stateOf(topic, this.snippet), this.snippet)}<span class="spring"></span>
        ${this.snippet?.clip ? html`<button class="btn" @click=${() => this.#act('clip')}>${icon('circle-play')}${t('review.playClip')}</button>` : nothing}
        <button class="btn icon" aria-label=${t('review.next')} ?disabled=${number >= this.count}
          @click=${() => this.#act('next')}>${icon('chevron-right')}</button>
      </div>
      ${this.#conflict('topic')}
      <div class="row">
        ${this.#field('name', html`<input id="topic-name" dir="auto" maxlength=${longestName} autocomplete="off"
          .value=${live(topic.name)} @input=${this.#rename} @change=${() => this.#send('named', null)}
          aria-invalid=${this.#flaw('name') ? 'true' : nothing} aria-describedby="topic-name-flaw">`,
        t('review.name', { n: number }))}
        ${this.#time('start')}${this.#time('end')}
        <span class="buttons">
          <button class="btn preview" @click=${() => this.#act('preview')}>${icon('play')}${t('review.preview')}
            <kbd aria-hidden="true">P</kbd></button>
          <topic-menu .number=${number} .canMerge=${number < this.count}
            @act=${(/** @type {CustomEvent} */ event) => this.#act(event.detail)}></topic-menu>
          ${topicActions.map((one) => html`<button class="btn action" ?disabled=${one.action === 'merge' && number >= this.count}
            @click=${() => this.#act(one.action)}>${icon(one.icon)}${t(`review.${one.action}`)}</button>`)}
        </span>
      </div>
      ${['name', 'summary', 'start', 'end'].map((field) => this.#conflict(field))}
    </div>`;
  }

  /** @param {'name' | Edge} field @param {unknown} input @param {string} label */
  #field(field, input, label) {
    const flaw = this.#flaw(field);
    return html`<div class="field ${field}"><label for="topic-${field}">${label}</label>${input}
      <span class="error" id="topic-${field}-flaw">${flaw ? html`${icon('circle-alert')}<span>${flaw}</span>` : nothing}</span></div>`;
  }

  /** @param {Edge} edge */
  #time(edge) {
    const { topic } = this;
    return topic && this.#field(edge, html`<input id="topic-${edge}" class="num" inputmode="decimal" autocomplete="off"
      .value=${live(this.typed[edge] ?? clock(topic[edge], true))} data-edge=${edge} @input=${this.#type} @change=${this.#typedAll}
      @keydown=${this.#key} aria-invalid=${this.#flaw(edge) ? 'true' : nothing} aria-describedby="topic-${edge}-flaw">`,
    t(`review.${edge}`));
  }

  /** @param {'name' | Edge} field */
  #flaw(field) {
    if (field !== 'name' && this.typed[field] !== undefined && this.noTime === field) return t('review.noTime');
    const flaw = this.flaws.find((one) => one.field === field);
    return flaw ? t(`review.flaw.${flaw.problem}`) : '';
  }

  /** @param {string} field */
  #conflict(field) {
    const conflict = this.conflicts.find((one) => one.field === field);
    return conflict ? conflictChoice(conflict, (side) => this.#send('resolve', { conflict, side })) : nothing;
  }

  /** @param {Event} event */
  #rename(event) { this.#send('rename', /** @type {HTMLInputElement} */ (event.target).value); }

  /** @param {Event} event */
  #type(event) {
    const { value, dataset } = /** @type {HTMLInputElement} */ (event.target);
    this.noTime = '';
    this.typed = { ...this.typed, [dataset.edge ?? '']: value };
  }

  /** The time is finished: the field was left, or Enter was pressed. @param {Event} event */
  #typedAll(event) {
    const { value, dataset } = /** @type {HTMLInputElement} */ (event.target);
    const edge = /** @type {Edge} */ (dataset.edge), time = parseClock(value);
    this.noTime = time === null ? edge : '';
    this.typed = { ...this.typed, [edge]: time === null ? value : undefined };
    const isNew = time !== null && this.topic && clock(time, true) !== clock(this.topic[edge], true);
    if (isNew) this.#send('bound', { edge, time });
  }

  /** Escape gives back the time that was there. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== 'Escape') return;
    const { dataset } = /** @type {HTMLInputElement} */ (event.target);
    this.noTime = '';
    this.typed = { ...this.typed, [dataset.edge ?? '']: undefined };
  }

  /** Writes times without rendering: a bound is being dragged. @param {Topic} topic */
  showTimes(topic) {
    for (const edge of /** @type {Edge[]} */ (['start', 'end']))
      /** @type {HTMLInputElement} */ (/** @type {unknown} */ (this.part$(`#topic-${edge}`))).value = clock(topic[edge], true);
  }

  /** @param {'name' | Edge} field */
  focusField(field) { this.part$(`#topic-${field}`).focus(); }

  /** @param {string} action */
  #act(action) { this.#send('act', action); }
  /** @param {string} name @param {any} detail */
  #send(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

customElements.define('topic-fields', TopicFields);
