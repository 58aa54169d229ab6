// The topics of a lecture as a list: frame, number, name, times, and what their clips are like.

import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { thumbnail } from '../player/thumbnail.js';
import { classMap, html, nothing, repeat } from '../vendor/lit.js';
import { clipLabel } from '../clips/clip-label.js';
import { stateOf } from '../draft/clip-state.js';
import { find, keyOf } from '../draft/plan.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../base/api.js').Snippet} Snippet */

const intoTopic = 12; // seconds: the frame before its first slide is not that of a topic

/** Sends `choose` (key) and `clip` (key). `conflicts`: keys of topics with two versions. */
export class TopicRail extends PageElement {
  static get properties() {
    return {
      topics: { attribute: false }, snippets: { attribute: false }, selected: { type: String }, duration: { type: Number },
      cells: { attribute: false }, conflicts: { attribute: false },
    };
  }

  constructor() {
    super();
    /** @type {readonly Topic[]} */
    this.topics = [];
    /** @type {readonly Snippet[]} */
    this.snippets = [];
    /** @type {string | null} */
    this.selected = null;
    this.duration = 0;
    /** @type {import('../player/thumbnail.js').Cells} */
    this.cells = [];
    /** @type {ReadonlySet<string>} */
    this.conflicts = new Set();
  }

  render() {
    return html`
      <h2><span>${t('review.topics', { n: this.topics.length })}</span><span class="num">${clock(this.duration)}</span></h2>
      <ol>${repeat(this.topics, keyOf, (topic, at) => this.#topic(topic, at + 1))}</ol>`;
  }

  /** @param {Topic} topic @param {number} n */
  #topic(topic, n) {
    const key = keyOf(topic);
    const snippet = this.snippets.find((one) => keyOf(one) === key);
    const name = topic.name || t('review.unnamed');
    return html`<li data-topic=${key} class=${classMap({ chosen: key === this.selected })}>
      <span class="frame">${this.cells.length ? thumbnail(this.cells, Math.min(topic.start + intoTopic, (topic.start + topic.end) / 2)) : nothing}
        <span class="length">${clock(topic.end - topic.start)}</span></span>
      <div class="about">
        <button class="pick" aria-current=${key === this.selected ? 'true' : nothing} @click=${() => this.#send('choose', key)}>
          <span class="topic-number ${n % 2 ? '' : 'b'}">${n}</span><bdi dir="auto">${name}</bdi></button>
        <small class="times">${t('review.range', { from: clock(topic.start), to: clock(topic.end) })}</small>
        <span class="states">
          ${clipLabel(this.conflicts.has(key) ? 'choose' : stateOf(topic, snippet), snippet)}
          ${snippet?.clip && snippet.media_url ? html`<button class="play"
            aria-label=${t('review.playClipOf', { n, name })} title=${t('review.playClip')}
            @click=${() => this.#send('clip', key)}>${icon('circle-play')}</button>` : nothing}
        </span>
      </div>
    </li>`;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('selected')) this.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' });
  }

  /** Writes times without rendering: a bound is being dragged. @param {readonly Topic[]} topics */
  showTimes(topics) {
    for (const item of this.querySelectorAll('li')) {
      const topic = find(topics, item.dataset.topic ?? '');
      if (!topic) continue;
      const times = t('review.range', { from: clock(topic.start), to: clock(topic.end) });
      const [line, length] = [item.querySelector('.times'), item.querySelector('.length')];
      if (!line || !length || line.textContent === times) continue;
      write(line, times);
      write(length, clock(topic.end - topic.start));
    }
  }

  /** @param {string} name @param {string} key */
  #send(name, key) { this.dispatchEvent(new CustomEvent(name, { detail: key })); }
}

/** Changes the text that Lit has rendered, and leaves its node there. @param {Element} element @param {string} text */
function write(element, text) {
  const node = [...element.childNodes].find((one) => one.nodeType === Node.TEXT_NODE && one.nodeValue?.trim());
  if (node) node.nodeValue = text;
}

customElements.define('topic-rail', TopicRail);
