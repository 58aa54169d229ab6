import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { onSetting, settings } from '../base/settings.js';
import { icon } from '../parts/icon.js';
import { html, live } from '../vendor/lit.js';
import { keepKeys, opened, uniqueId } from './popover.js';

const choices = /** @type {const} */ ([
  { setting: 'captionSize', title: 'settings.captionSize', texts: ['settings.size1', 'settings.size2', 'settings.size3', 'settings.size4'] },
  { setting: 'captionGround', title: 'settings.captionGround', texts: ['settings.ground1', 'settings.ground2', 'settings.ground3'] },
]);

/** How large the captions are, and what is behind them. */
export class CaptionsMenu extends PageElement {
  constructor() {
    super();
    this.menu = uniqueId('captions');
  }

  connectedCallback() {
    super.connectedCallback();
    for (const { setting } of choices) this.until(onSetting(setting, () => this.requestUpdate()));
  }

  /** @param {typeof choices[number]} choice */
  choice({ setting, title, texts }) {
    const now = settings.get(setting);
    return html`<fieldset><legend>${t(title)}</legend>
      ${texts.map((text, n) => html`<label><input type="radio" name="${this.menu}-${setting}"
        .checked=${live(n + 1 === now)} @change=${() => settings.set(setting, n + 1)}>${t(text)}</label>`)}
    </fieldset>`;
  }

  render() {
    return html`<button class="btn icon" type="button" popovertarget=${this.menu} aria-expanded="false"
        aria-label=${t('player.captionsLook')} title=${t('player.captionsLook')}>${icon('settings')}</button>
      <div class="player-menu" id=${this.menu} popover role="group" aria-label=${t('player.captionsLook')}
        @toggle=${opened} @keydown=${keepKeys}>${choices.map((choice) => this.choice(choice))}</div>`;
  }
}

customElements.define('captions-menu', CaptionsMenu);
