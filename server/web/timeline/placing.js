// Puts the parts of the timeline where their times are. A drag does only this: it renders nothing.

import { spokenTime } from '../base/clock.js';
import { find } from '../draft/plan.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../draft/plan.js').Edge} Edge */

const beyond = 8; // pixels of a region outside the view, so that its edges do not show
const halfGrip = 8; // pixels: nearer to the edge of the view, the grip stands beside the bound
const narrow = 52; // pixels: in a narrower region the handles stand outside

/**
 * @param {HTMLElement} root @param {readonly Topic[]} topics @param {(time: number) => number} x @param {number} width
 */
export function place(root, topics, x, width) {
  for (const tick of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.ticks span')))
    tick.style.transform = `translateX(${x(Number(tick.dataset.time))}px)`;
  for (const region of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.region'))) {
    const topic = find(topics, region.dataset.topic ?? '');
    if (!topic) continue;
    const left = Math.max(-beyond, x(topic.start)), right = Math.min(width + beyond, x(topic.end));
    region.style.setProperty('inset-inline-start', `${left}px`);
    region.style.setProperty('inline-size', `${Math.max(0, right - left)}px`);
    region.classList.toggle('cut-off', left < 0);
  }
  for (const handle of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.handle'))) {
    const topic = find(topics, handle.dataset.topic ?? '');
    if (!topic) continue;
    const time = topic[/** @type {Edge} */ (handle.dataset.edge)], at = x(time);
    handle.style.transform = `translateX(${at}px)`;
    handle.classList.toggle('away', at < -1 || at > width + 1);
    handle.classList.toggle('first', at < halfGrip);
    handle.classList.toggle('last', at > width - halfGrip);
    handle.classList.toggle('outside', x(topic.end) - x(topic.start) < narrow);
    handle.setAttribute('aria-valuenow', String(Math.round(time * 10) / 10));
    handle.setAttribute('aria-valuetext', spokenTime(time));
  }
}
