// A page that says that there is no such page, or that one could not be loaded.
import { html } from '../vendor/lit.js';
import { url } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from './icon.js';
import './app-bar.js';

class MessagePage extends PageElement {
  static get properties() { return { failed: { type: Boolean }, params: { attribute: false }, query: { attribute: false } }; }

  constructor() {
    super();
    this.failed = false;
    this.params = {};
    this.query = {};
  }

  reload() {
    location.reload();
  }

  render() {
    return html`<app-bar></app-bar><main id="main" tabindex="-1">
      ${icon(this.failed ? 'triangle-alert' : 'search')}
      <h1>${t(this.failed ? 'message.failed' : 'message.missing')}</h1>
      <p>${t(this.failed ? 'message.failedHint' : 'message.missingHint')}</p>
      ${this.failed
        ? html`<button class="btn primary" type="button" @click=${this.reload}>${icon('refresh-cw')} ${t('common.reload')}</button>`
        : html`<a class="btn primary" href=${url('/')}>${t('message.toLectures')}</a>`}
    </main>`;
  }
}
customElements.define('message-page', MessagePage);
