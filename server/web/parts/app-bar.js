// The bar at the top of all pages.
import { html, nothing } from '../vendor/lit.js';
import { url } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { me } from '../base/me.js';
import { onSetting, settings } from '../base/settings.js';
import { icon } from './icon.js';
import { logOut } from './log-out.js';
import { openSettings } from './settings-dialog.js';

/** @typedef {import('../base/api.js').Me} Me */

const mark = html`<svg class="mark" viewBox="0 0 22 22" aria-hidden="true">
  <rect x="1" y="1" width="20" height="20" rx="4.5"></rect><path d="M5 7h12M5 11h12M5 15h7"></path></svg>`;

/** Properties: crumbs (templates after the name of the program), actions (a template before the settings). */
class AppBar extends PageElement {
  static get properties() { return { crumbs: { attribute: false }, actions: { attribute: false }, person: { state: true } }; }

  constructor() {
    super();
    /** @type {unknown[]} */
    this.crumbs = [];
    /** @type {unknown} */
    this.actions = nothing;
    /** @type {Me|null} */
    this.person = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onSetting('theme', () => this.requestUpdate()));
    const system = matchMedia('(prefers-color-scheme: dark)');
    const turned = () => this.requestUpdate();
    system.addEventListener('change', turned);
    this.until(() => system.removeEventListener('change', turned));
    this.askWho();
  }

  async askWho() {
    this.person = await me();
  }

  get dark() {
    return (settings.get('theme') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  }

  turnTheme() {
    settings.set('theme', this.dark ? 'light' : 'dark');
  }

  account() {
    if (this.person?.mode !== 'required') return nothing;
    return html`<span class="who muted">${icon('user')}<bdi>${this.person.name}</bdi></span>
      <button class="btn quiet icon leave" type="button" aria-label=${t('bar.logOut')} title=${t('bar.logOut')}
        @click=${logOut}>${icon('log-out')}</button>`;
  }

  render() {
    const theme = t(this.dark ? 'bar.light' : 'bar.dark');
    return html`<header>
      <a class="skip btn" href="#main" @click=${this.skip}>${t('bar.skip')}</a>
      <a class="brand" href=${url('/')}>${mark}<span>Lectern</span></a>
      ${this.crumbs.length
        ? html`<nav aria-label=${t('bar.crumbs')}><ol>${this.crumbs.map((crumb) => html`<li><bdi>${crumb}</bdi></li>`)}</ol></nav>`
        : nothing}
      <span class="spring"></span>
      ${this.actions}
      <button class="btn quiet icon theme" type="button" aria-label=${theme} title=${theme} @click=${this.turnTheme}>
        ${icon(this.dark ? 'sun' : 'moon')}</button>
      <button class="btn quiet icon" type="button" aria-label=${t('settings.title')} title=${t('settings.title')}
        aria-haspopup="dialog" @click=${openSettings}>${icon('settings')}</button>
      ${this.account()}
    </header>`;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    document.querySelector('main')?.focus();
  }
}
customElements.define('app-bar', AppBar);
