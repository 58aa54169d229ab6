// Login with a token. The link /login#token=... logs in at once.
import { html, nothing } from '../vendor/lit.js';
import { Problem, get, send, url } from '../base/api.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { base } from '../base/router.js';
import { settings } from '../base/settings.js';
import { icon } from './icon.js';
import './app-bar.js';

/** The page that the person wanted: only a path of this server. @param {string|undefined} wanted */
export function safeReturn(wanted) {
  if (!wanted?.startsWith('/')) return '/';
  const address = new URL(base + wanted, location.origin);
  if (address.origin !== location.origin || !address.pathname.startsWith(`${base}/`)) return '/';
  return address.pathname.slice(base.length) + address.search;
}

/** A token in the fragment is removed from the address, so that neither the history nor a copied address has it. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

class LoginPage extends PageElement {
  static get properties() {
    return { params: { attribute: false }, query: { attribute: false }, busy: { state: true }, wrong: { state: true } };
  }

  constructor() {
    super();
    this.params = {};
    /** @type {Record<string, string>} */
    this.query = {};
    this.busy = false;
    /** The key of the sentence that says what is wrong. */
    this.wrong = '';
  }

  connectedCallback() {
    super.connectedCallback();
    const follow = () => {
      const token = takeToken();
      if (token) this.take(token);
    };
    addEventListener('hashchange', follow);
    this.until(() => removeEventListener('hashchange', follow));
    follow();
  }

  firstUpdated() {
    if (!this.busy) this.field.focus();
  }

  get field() {
    return /** @type {HTMLInputElement} */ (this.part$('input'));
  }

  /**
   * A link must not turn somebody who is logged in into somebody else, so then the person decides.
   * @param {string} token
   */
  async take(token) {
    this.busy = true;
    const isIn = settings.get('loggedIn') && await get('/api/v1/me').then(() => true, () => false);
    this.busy = false;
    if (!isIn) return this.logIn(token);
    await this.updateComplete;
    this.field.value = token;
    this.field.focus();
  }

  /** @param {string} token */
  async logIn(token) {
    this.busy = true;
    this.wrong = '';
    try {
      await send('POST', '/api/v1/login', { token });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.refused(error.status);
      return;
    }
    settings.set('loggedIn', true);
    // The whole page is loaded again, so that nothing of the person before stays in it.
    location.replace(url(safeReturn(this.query.return)));
  }

  /** @param {number} status */
  async refused(status) {
    const isToken = status === 401 || status === 403 || status === 422 || status === 400;
    this.wrong = isToken ? 'login.wrong' : status === 429 ? 'login.often' : 'login.away';
    this.busy = false;
    await this.updateComplete;
    this.field.focus();
    this.field.select();
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const token = this.field.value.trim();
    if (token && !this.busy) this.logIn(token);
    else this.field.focus();
  }

  render() {
    return html`<app-bar></app-bar><main id="main" tabindex="-1"><form class="card" @submit=${this.submit}>
      <h1>${t('login.title')}</h1>
      <p class="muted">${t('login.hint')}</p>
      <label class="field"><span>${t('login.token')}</span>
        <input type="password" name="token" autocomplete="current-password" autocapitalize="off" spellcheck="false" required
          aria-invalid=${this.wrong ? 'true' : 'false'} aria-describedby=${this.wrong ? 'login-wrong' : nothing}></label>
      <div role="alert">${this.wrong
        ? html`<p class="error" id="login-wrong">${icon('circle-alert')}<span>${t(this.wrong)}</span></p>` : nothing}</div>
      <button class="btn primary" ?disabled=${this.busy}>${icon(this.busy ? 'loader' : 'log-in')} ${t('login.enter')}</button>
    </form></main>`;
  }
}
customElements.define('login-page', LoginPage);
