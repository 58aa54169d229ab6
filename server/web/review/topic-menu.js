// What else can be done with a topic.

import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { opened, uniqueId } from '../player/popover.js';
import { html } from '../vendor/lit.js';

/** @typedef {'split' | 'merge' | 'remove' | 'add'} Action */

/** @type {{action: Action, icon: string, keys?: string[]}[]} */
export const topicActions = [
  { action: 'split', icon: 'split', keys: ['B'] },
  { action: 'merge', icon: 'merge', keys: ['Shift', 'B'] },
  { action: 'remove', icon: 'trash-2' },
  { action: 'add', icon: 'plus' },
];

/** Sends `act` (Action). */
export class TopicMenu extends PageElement {
  static get properties() { return { number: { type: Number }, canMerge: { type: Boolean } }; }

  constructor() {
    super();
    this.number = 0;
    this.canMerge = false;
    this.menuId = uniqueId('topic-menu');
  }

  render() {
    const name = t('review.more', { n: this.number });
    return html`
      <button class="btn icon" aria-label=${name} title=${name} aria-haspopup="menu" aria-expanded="false"
        popovertarget=${this.menuId}>${icon('ellipsis')}</button>
      <div class="menu" id=${this.menuId} popover role="menu" aria-label=${name} @toggle=${opened} @keydown=${this.#key}>
        ${topicActions.map((one) => html`<button role="menuitem" tabindex="-1"
          ?disabled=${one.action === 'merge' && !this.canMerge} @click=${() => this.#act(one.action)}>
          ${icon(one.icon)}<span>${t(`review.${one.action}`)}</span>
          ${one.keys?.map((key) => html`<kbd aria-hidden="true">${key}</kbd>`)}</button>`)}
      </div>`;
  }

  /** @param {Action} action */
  #act(action) {
    this.part$('.menu').hidePopover();
    this.dispatchEvent(new CustomEvent('act', { detail: action }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape') return;
    event.stopPropagation();
    if (event.key === 'Tab') return this.part$('.menu').hidePopover();
    const items = /** @type {HTMLButtonElement[]} */ ([...this.querySelectorAll('.menu button:not(:disabled)')]);
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  }
}

customElements.define('topic-menu', TopicMenu);
