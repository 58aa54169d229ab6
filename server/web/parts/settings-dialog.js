// The settings of this browser.
import { html, nothing } from '../vendor/lit.js';
import { formatNumber, t } from '../base/i18n.js';
import { me } from '../base/me.js';
import { onSetting, settings, speeds } from '../base/settings.js';
import { icon } from './icon.js';
import { openKeys } from './keys-dialog.js';
import { logOut } from './log-out.js';
import { PageDialog, openDialog } from './page-dialog.js';

/** @typedef {import('../base/settings.js').SettingName} SettingName */

class SettingsDialog extends PageDialog {
  static get properties() { return { person: { state: true } }; }

  constructor() {
    super();
    /** @type {import('../base/api.js').Me|null} */
    this.person = null;
  }

  connectedCallback() {
    super.connectedCallback();
    for (const name of /** @type {SettingName[]} */ (['theme', 'captions', 'captionSize', 'captionGround', 'speed', 'singleKeys'])) {
      this.until(onSetting(name, () => this.requestUpdate()));
    }
    this.askWho();
  }

  async askWho() {
    this.person = await me();
  }

  heading() {
    return t('settings.title');
  }

  /** @param {SettingName} name @param {[string|number, string][]} choices */
  select(name, choices) {
    const now = settings.get(name);
    /** @param {Event} event */
    const chosen = (event) => {
      const { value } = /** @type {HTMLSelectElement} */ (event.target);
      settings.set(name, typeof now === 'number' ? Number(value) : value);
    };
    return html`<label class="field"><span>${t(`settings.${name}`)}</span>
      <select name=${name} @change=${chosen}>${choices.map(([value, text]) =>
        html`<option value=${value} .selected=${value === now}>${text}</option>`)}</select></label>`;
  }

  /** @param {SettingName} name */
  check(name) {
    /** @param {Event} event */
    const turned = (event) => settings.set(name, /** @type {HTMLInputElement} */ (event.target).checked);
    return html`<label class="check"><input type="checkbox" name=${name} .checked=${settings.get(name)} @change=${turned}>
      <span>${t(`settings.${name}`)}</span></label>`;
  }

  account() {
    if (this.person?.mode !== 'required') return nothing;
    return html`<section class="account"><p>${icon('user')} <bdi>${this.person.name}</bdi>
        <span class="muted">${t(`role.${this.person.role}`)}</span></p>
      <button class="btn" type="button" @click=${logOut}>${icon('log-out')} ${t('bar.logOut')}</button></section>`;
  }

  async showKeys() {
    this.close();
    await openKeys();
  }

  body() {
    return html`
      ${this.select('language', [['', t('settings.automatic')], ['en', 'English'], ['vi', 'Tiếng Việt']])}
      ${this.select('theme', [['', t('settings.automatic')], ['light', t('settings.light')], ['dark', t('settings.dark')]])}
      ${this.select('speed', speeds.map((speed) => [speed, `${formatNumber(speed)}×`]))}
      <fieldset><legend>${t('settings.captionsGroup')}</legend>
        ${this.check('captions')}
        ${this.select('captionSize', [1, 2, 3, 4].map((size) => [size, t(`settings.size${size}`)]))}
        ${this.select('captionGround', [1, 2, 3].map((ground) => [ground, t(`settings.ground${ground}`)]))}
      </fieldset>
      <fieldset><legend>${t('settings.keyboard')}</legend>
        ${this.check('singleKeys')}
        <button class="btn" type="button" @click=${this.showKeys}>${icon('keyboard')} ${t('keys.title')}</button>
      </fieldset>
      ${this.account()}`;
  }
}
customElements.define('settings-dialog', SettingsDialog);

export const openSettings = () => openDialog('settings-dialog');
