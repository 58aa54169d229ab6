import { url } from '../base/api.js';
import { clock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { say } from '../parts/toast.js';
import { html } from '../vendor/lit.js';
import { ShareDialog } from './share-dialog.js';

/** Copies a link to the present time. The address of the page itself never changes by playing. */
export class ShareButton extends PageElement {
  static get properties() { return { session: { type: Number }, second: { state: true } }; }

  constructor() {
    super();
    this.session = 0;
    this.second = 0;
  }

  /** @param {number} time seconds */
  follow(time) {
    this.second = Math.floor(time + 0.001);
  }

  get link() {
    return new URL(url(`/lectures/${this.session}?t=${this.second}`), location.origin).href;
  }

  async share() {
    const { link } = this;
    try {
      await navigator.clipboard.writeText(link); // there is no clipboard on pages without TLS
      say(t('lecture.copied'));
    } catch {
      const dialog = new ShareDialog(link, clock(this.second));
      await dialog.open();
      dialog.remove();
    }
  }

  render() {
    return html`<button class="btn" type="button" @click=${this.share}>${icon('share-2')}${t('lecture.share', { time: clock(this.second) })}</button>`;
  }
}

customElements.define('share-button', ShareButton);
