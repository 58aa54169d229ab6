import { PageElement } from '../base/element.js';
import { formatPercent, t } from '../base/i18n.js';
import { onSetting, settings } from '../base/settings.js';
import { icon } from '../parts/icon.js';
import { html, live } from '../vendor/lit.js';

/** Sound on or off, and how loud; the browser keeps both. */
export class VolumeControl extends PageElement {
  connectedCallback() {
    super.connectedCallback();
    this.until(onSetting('volume', () => this.requestUpdate()));
    this.until(onSetting('muted', () => this.requestUpdate()));
  }

  /** @param {Event} event */
  turned(event) {
    const volume = Number(/** @type {HTMLInputElement} */ (event.target).value);
    if (volume > 0) settings.set('volume', volume);
    settings.set('muted', volume === 0);
  }

  render() {
    const muted = settings.get('muted');
    const volume = muted ? 0 : settings.get('volume');
    const name = volume === 0 ? 'volume-x' : volume < 0.5 ? 'volume-1' : 'volume-2';
    const label = t(muted ? 'player.unmute' : 'player.mute');
    return html`<button class="btn icon" type="button" aria-label=${label} title=${label}
        @click=${() => settings.set('muted', !muted)}>${icon(name)}</button>
      <input type="range" min="0" max="1" step="0.05" .value=${live(String(volume))} @input=${this.turned}
        aria-label=${t('player.volume')} aria-valuetext=${formatPercent(volume)}>`;
  }
}

customElements.define('volume-control', VolumeControl);
