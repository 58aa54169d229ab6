import { PageElement } from '../base/element.js';
import { formatNumber, t } from '../base/i18n.js';
import { onSetting, settings, speeds } from '../base/settings.js';
import { html, live } from '../vendor/lit.js';
import { keepKeys, opened, uniqueId } from './popover.js';

/** Goes to the next speed, or to the one before. @param {1 | -1} step */
export function changeSpeed(step) {
  const others = speeds.filter((speed) => (speed - settings.get('speed')) * step > 0);
  if (others.length) settings.set('speed', step > 0 ? others[0] : others[others.length - 1]);
}

/** "1.5×". @param {number} speed */
const speedText = (speed) => t('player.times', { speed: formatNumber(speed) });

/** The speed of the playback, which the browser keeps. */
export class SpeedMenu extends PageElement {
  constructor() {
    super();
    this.menu = uniqueId('speeds');
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onSetting('speed', () => this.requestUpdate()));
  }

  /** @param {Event} event */
  chosen(event) {
    settings.set('speed', Number(/** @type {HTMLInputElement} */ (event.target).value));
  }

  render() {
    const now = settings.get('speed');
    return html`<button class="btn text" type="button" popovertarget=${this.menu} aria-expanded="false"
        aria-label=${t('player.speed', { speed: speedText(now) })} title=${t('player.speeds')}>${speedText(now)}</button>
      <fieldset class="player-menu" id=${this.menu} popover @toggle=${opened} @keydown=${keepKeys}>
        <legend>${t('player.speeds')}</legend>
        ${speeds.map((speed) => html`<label><input type="radio" name=${this.menu} value=${speed}
          .checked=${live(speed === now)} @change=${this.chosen}>${speedText(speed)}</label>`)}
      </fieldset>`;
  }
}

customElements.define('speed-menu', SpeedMenu);
