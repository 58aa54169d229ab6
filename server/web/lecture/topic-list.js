import { url } from '../base/api.js';
import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { formatDuration, t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html, nothing, repeat } from '../vendor/lit.js';
import { clipLabel } from '../clips/clip-label.js';
import { clipState } from '../clips/clip-state.js';
import { spanAround } from '../player/spans.js';
import { thumbnail } from '../player/thumbnail.js';

/** @typedef {import('../base/api.js').Snippet} Snippet */

/**
 * The topics of a lecture, for who watches it. Event `seek` (detail: seconds).
 */
export class TopicList extends PageElement {
  static get properties() {
    return {
      topics: { attribute: false },
      sprites: { attribute: false },
      states: { type: Boolean }, // tells how it stands with the clips
      present: { state: true },
    };
  }

  constructor() {
    super();
    /** @type {readonly Snippet[]} by start */
    this.topics = [];
    /** @type {import('../player/thumbnail.js').Cells|null} */
    this.sprites = null;
    this.states = false;
    this.present = -1;
    this.time = 0;
  }

  /** @param {number} time seconds */
  follow(time) {
    this.time = time;
    this.present = spanAround(this.topics, time);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('topics')) this.follow(this.time);
  }

  /** @param {Snippet} topic @param {number} number */
  download(topic, number) {
    const label = t('topics.download', { n: number, name: topic.name });
    return html`<a class="btn quiet icon" href=${url(`/api/v1/snippets/${topic.id}/download?download=1`)} download aria-label=${label}
      title=${label}>${icon('download')}</a>`;
  }

  /** @param {Snippet} topic @param {number} index */
  row(topic, index) {
    const { name, start, end } = topic;
    const number = topic.position;
    const seek = () => this.dispatchEvent(new CustomEvent('seek', { detail: start }));
    return html`<li>
      <button class="topic" type="button" aria-current=${index === this.present ? 'true' : nothing} @click=${seek}>
        ${this.sprites ? html`<span class="picture">${thumbnail(this.sprites, (start + end) / 2)}
          <span class="length">${clock(end - start)}</span></span>` : nothing}
        <span class="words">
          <span class="name"><span class="topic-number ${number % 2 ? '' : 'b'}">${number}</span><bdi>${name}</bdi></span>
          <small class="range">${t('topics.range', { from: clock(start), to: clock(end) })}</small>
          <small class="from">${t('topics.length', { from: clock(start), length: formatDuration(end - start) })}</small>
          ${this.states ? clipLabel(clipState(topic), topic) : nothing}
        </span>
      </button>
      ${topic.clip ? this.download(topic, number) : nothing}
    </li>`;
  }

  render() {
    if (!this.topics.length) return html`<p class="muted">${t('topics.empty')}</p>`;
    return html`<ol class=${this.sprites ? 'pictured' : ''}>
      ${repeat(this.topics, ({ id }) => id, (topic, index) => this.row(topic, index))}</ol>`;
  }
}

customElements.define('topic-list', TopicList);
