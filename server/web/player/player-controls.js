import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { onSetting, settings } from '../base/settings.js';
import { icon } from '../parts/icon.js';
import { html, nothing } from '../vendor/lit.js';
import './captions-menu.js';
import './speed-menu.js';
import './volume-control.js';

/** The dark bar below the video. It asks its player for everything. */
export class PlayerControls extends PageElement {
  static get properties() {
    return {
      player: { attribute: false },
      playing: { type: Boolean },
      wide: { type: Boolean },
      topic: { attribute: false },
      duration: { type: Number },
      captions: { type: Boolean },
    };
  }

  constructor() {
    super();
    this.player = /** @type {import('./lecture-player.js').LecturePlayer|null} */ (null);
    this.playing = false;
    this.wide = false; // the player fills the screen
    /** @type {{n: number, name: string}|null} */
    this.topic = null;
    this.duration = 0;
    this.captions = false; // whether there are any
    this.time = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onSetting('captions', () => this.requestUpdate()));
  }

  /** @param {number} time */
  follow(time) {
    const text = clock(time);
    if (text === this.time || !this.hasUpdated) return;
    this.time = text;
    this.part$('.now').textContent = text;
  }

  updated() {
    this.time = '';
    this.follow(this.player?.currentTime ?? 0);
  }

  /** @param {string} name @param {string} text @param {() => void} act @param {string} [kind] */
  button(name, text, act, kind = '') {
    return html`<button class="btn icon ${kind}" type="button" aria-label=${text} title=${text} @click=${act}>${icon(name)}</button>`;
  }

  captionControls() {
    const on = settings.get('captions');
    return html`<button class="btn icon captions" type="button" aria-pressed=${on} aria-label=${t('player.captions')}
        title=${t('player.captions')} @click=${() => settings.set('captions', !on)}>${icon('captions')}</button>
      <captions-menu></captions-menu>`;
  }

  render() {
    const { player, topic } = this;
    if (!player) return nothing;
    const topics = player.topics.length > 0;
    return html`
      ${this.button(this.playing ? 'pause' : 'play', t(this.playing ? 'player.pause' : 'player.play'), () => player.toggle(), 'play')}
      ${topics ? this.button('skip-back', t('player.previousTopic'), () => player.previousTopic(), 'jump') : nothing}
      ${topics ? this.button('skip-forward', t('player.nextTopic'), () => player.nextTopic(), 'jump') : nothing}
      <span class="time"><span class="now"></span><span class="all"> / ${clock(this.duration)}</span></span>
      <span class="topic" dir="auto">${topic ? t('player.topic', topic) : nothing}</span>
      <speed-menu></speed-menu>
      ${this.captions ? this.captionControls() : nothing}
      <volume-control></volume-control>
      ${this.button(this.wide ? 'minimize' : 'maximize', t(this.wide ? 'player.leaveFullscreen' : 'player.fullscreen'),
        () => player.toggleFullscreen())}`;
  }
}

customElements.define('player-controls', PlayerControls);
