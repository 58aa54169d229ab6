// Small menus over the video. The top layer holds them, so that neither the player nor the full screen cuts them off.

/**
 * Places an open popover above its button, within the window.
 * @param {HTMLElement} popover
 * @param {HTMLElement} button
 */
export function placeAbove(popover, button) {
  const near = button.getBoundingClientRect();
  const margin = 8;
  const { style } = popover;
  style.maxBlockSize = `${Math.max(near.top - 2 * margin, innerHeight / 2)}px`;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const x = Math.min(innerWidth - width - margin, Math.max(margin, near.left + near.width / 2 - width / 2));
  const y = Math.min(innerHeight - height - margin, Math.max(margin, near.top - height - margin));
  style.setProperty('--x', `${x}px`);
  style.setProperty('--y', `${y}px`);
}

/**
 * For the event `toggle` of a popover: when it opens, places it and gives the focus to what is chosen.
 * @param {ToggleEvent} event
 */
export function opened(event) {
  const popover = /** @type {HTMLElement} */ (event.currentTarget);
  const button = popover.parentElement?.querySelector(`[popovertarget="${popover.id}"]`);
  if (!(button instanceof HTMLElement)) return;
  const open = event.newState === 'open';
  button.setAttribute('aria-expanded', String(open));
  if (!open) return;
  placeAbove(popover, button);
  const first = popover.querySelector('input:checked') ?? popover.querySelector('input, button');
  if (first instanceof HTMLElement) first.focus();
}

/** The keys of the page are not those of a menu. @param {KeyboardEvent} event */
export function keepKeys(event) {
  if (event.key !== 'Escape') event.stopPropagation();
}

let count = 0;

/** An id that no other element has. @param {string} name */
export const uniqueId = (name) => `${name}-${++count}`;
