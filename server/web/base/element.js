// What all elements of the pages are.
import { LitElement } from '../vendor/lit.js';
import { onLanguage } from './i18n.js';

/**
 * Renders into itself, so that the style sheets of the page apply, and again when the language changes.
 * Reactive properties are set in the constructor: a class field would hide them from Lit.
 */
export class PageElement extends LitElement {
  constructor() {
    super();
    /** @type {(() => void)[]} */
    this.endings = [];
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onLanguage(() => this.requestUpdate()));
  }

  /** Keeps a function that stops something; it is called when the element leaves the page. @param {() => void} stop */
  until(stop) {
    this.endings.push(stop);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.endings.splice(0)) stop();
  }

  /** The part of this element that a selector finds. @template {HTMLElement} T @param {string} selector @returns {T} */
  part$(selector) {
    const found = this.querySelector(selector);
    if (!found) throw new Error(`${this.localName} has no ${selector}`);
    return /** @type {T} */ (/** @type {unknown} */ (found));
  }
}
