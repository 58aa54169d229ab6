// What the pages use of Lit. scripts/vendor-web makes server/web/vendor/lit.js of it.
export { LitElement, html, noChange, nothing, render, svg } from 'lit';
export { classMap } from 'lit/directives/class-map.js';
export { keyed } from 'lit/directives/keyed.js';
export { live } from 'lit/directives/live.js';
export { createRef, ref } from 'lit/directives/ref.js';
export { repeat } from 'lit/directives/repeat.js';
