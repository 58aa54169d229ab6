// What is said, over the video, in the font of the pages. The browser's own captions cannot be styled under the
// pages' policy.
import { PageElement } from '../base/element.js';
import { onSetting, settings } from '../base/settings.js';
import { html } from '../vendor/lit.js';
import { spanAt } from './spans.js';

/** @typedef {import('./spans.js').Span & {text: string}} Cue */

export class PlayerCaptions extends PageElement {
  static get properties() { return { cues: { attribute: false } }; }

  constructor() {
    super();
    /** @type {readonly Cue[]} by start */
    this.cues = [];
    this.time = 0;
    this.shown = '';
  }

  connectedCallback() {
    super.connectedCallback();
    const look = () => this.applySettings();
    this.until(onSetting('captions', look));
    this.until(onSetting('captionSize', look));
    this.until(onSetting('captionGround', look));
    look();
  }

  applySettings() {
    this.hidden = !settings.get('captions');
    this.dataset.size = String(settings.get('captionSize'));
    this.dataset.ground = String(settings.get('captionGround'));
  }

  /** @param {number} time */
  follow(time) {
    this.time = time;
    const index = spanAt(this.cues, time);
    const text = index < 0 ? '' : this.cues[index].text;
    if (text === this.shown || !this.hasUpdated) return;
    this.shown = text;
    this.part$('span').textContent = text;
  }

  updated() {
    this.follow(this.time);
  }

  render() {
    return html`<p dir="auto"><span></span></p>`;
  }
}

customElements.define('player-captions', PlayerCaptions);
