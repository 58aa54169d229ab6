import { PageElement } from '../base/element.js';
import { html } from '../vendor/lit.js';

/** @typedef {{id: string, text: string}} Tab id: of its panel, without "panel-" */

/** Tabs as ARIA describes them. Event `choose` (detail: the id). */
export class LectureTabs extends PageElement {
  static get properties() { return { tabs: { attribute: false }, chosen: { type: String }, label: { type: String } }; }

  constructor() {
    super();
    /** @type {readonly Tab[]} */
    this.tabs = [];
    this.chosen = '';
    this.label = '';
  }

  /** @param {string} id */
  choose(id) {
    if (id !== this.chosen) this.dispatchEvent(new CustomEvent('choose', { detail: id }));
  }

  /** @param {KeyboardEvent} event */
  async pressed(event) {
    const at = this.tabs.findIndex(({ id }) => id === this.chosen);
    const last = this.tabs.length - 1;
    /** @type {Record<string, number>} */
    const ways = { ArrowLeft: at ? at - 1 : last, ArrowRight: at < last ? at + 1 : 0, Home: 0, End: last };
    const to = ways[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.choose(this.tabs[to].id);
    this.part$(`#tab-${this.tabs[to].id}`).focus();
  }

  render() {
    return html`<div role="tablist" aria-label=${this.label} @keydown=${this.pressed}>${this.tabs.map(({ id, text }) => html`
      <button role="tab" type="button" id="tab-${id}" aria-controls="panel-${id}" aria-selected=${id === this.chosen}
        tabindex=${id === this.chosen ? 0 : -1} @click=${() => this.choose(id)}>${text}</button>`)}</div>`;
  }
}

customElements.define('lecture-tabs', LectureTabs);
