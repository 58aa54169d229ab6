// The one table of keyboard shortcuts.
import { settings } from './settings.js';

/** @typedef {{id: string, keys: string[], group: 'player'|'review'|'page', text: string}} Shortcut */

/** @type {Shortcut[]} */
export const shortcuts = [
  { id: 'playPause', keys: ['Space', 'K'], group: 'player', text: 'keys.playPause' },
  { id: 'back10', keys: ['J'], group: 'player', text: 'keys.back10' },
  { id: 'forward10', keys: ['L'], group: 'player', text: 'keys.forward10' },
  { id: 'back5', keys: ['ArrowLeft'], group: 'player', text: 'keys.back5' },
  { id: 'forward5', keys: ['ArrowRight'], group: 'player', text: 'keys.forward5' },
  { id: 'frameBack', keys: [','], group: 'player', text: 'keys.frameBack' },
  { id: 'frameForward', keys: ['.'], group: 'player', text: 'keys.frameForward' },
  { id: 'slower', keys: ['<'], group: 'player', text: 'keys.slower' },
  { id: 'faster', keys: ['>'], group: 'player', text: 'keys.faster' },
  { id: 'mute', keys: ['M'], group: 'player', text: 'keys.mute' },
  { id: 'captions', keys: ['C'], group: 'player', text: 'keys.captions' },
  { id: 'fullscreen', keys: ['F'], group: 'player', text: 'keys.fullscreen' },
  { id: 'nextTopic', keys: ['N'], group: 'player', text: 'keys.nextTopic' },
  { id: 'previousTopic', keys: ['Shift+N'], group: 'player', text: 'keys.previousTopic' },
  { id: 'startHere', keys: ['I'], group: 'review', text: 'keys.startHere' },
  { id: 'endHere', keys: ['O'], group: 'review', text: 'keys.endHere' },
  { id: 'split', keys: ['B'], group: 'review', text: 'keys.split' },
  { id: 'merge', keys: ['Shift+B'], group: 'review', text: 'keys.merge' },
  { id: 'preview', keys: ['P'], group: 'review', text: 'keys.preview' },
  { id: 'zoomIn', keys: ['+', '='], group: 'review', text: 'keys.zoomIn' },
  { id: 'zoomOut', keys: ['-'], group: 'review', text: 'keys.zoomOut' },
  { id: 'undo', keys: ['Ctrl+Z'], group: 'review', text: 'keys.undo' },
  { id: 'redo', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], group: 'review', text: 'keys.redo' },
  { id: 'save', keys: ['Ctrl+S'], group: 'review', text: 'keys.save' },
  { id: 'search', keys: ['/'], group: 'page', text: 'keys.search' },
  { id: 'help', keys: ['?'], group: 'page', text: 'keys.help' },
];

// Places on the keyboard whose letter another alphabet has replaced.
/** @type {Record<string, [string, string]>} */
const PLACES = { Comma: [',', '<'], Period: ['.', '>'], Slash: ['/', '?'], Minus: ['-', '_'], Equal: ['=', '+'] };
const NAMED = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', 'Escape', 'Enter', 'Delete'];
const TEXT = 'textarea, select, [contenteditable=""], [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="range"])';
const PRESSED = 'button, a[href], summary, input, [role="button"], [role="slider"]'; // Space is theirs
const STEPPED = 'input, [role="slider"], [role="tab"], [role="radio"], [role="option"], [role="menuitem"]'; // and the arrows

/** @param {KeyboardEvent} event */
function nameOf(event) {
  if (event.key === ' ') return 'Space';
  if (NAMED.includes(event.key)) return event.key;
  if (/^[a-z]$/i.test(event.key)) return event.key.toUpperCase();
  if (/^[!-~]$/.test(event.key)) return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter) return letter[1];
  return PLACES[event.code]?.[event.shiftKey ? 1 : 0] ?? null;
}

/**
 * "K", "Shift+B", "Ctrl+Z" (Command on a Mac), "Space", "ArrowLeft", "?". null: the key is not ours, because it writes
 * text, because the element under the focus uses it, or because an input method is composing.
 * @param {KeyboardEvent} event
 * @returns {string|null}
 */
export function keyOf(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.altKey) return null;
  const name = nameOf(event);
  if (!name) return null;
  const target = event.target instanceof Element ? event.target : null;
  const ctrl = event.ctrlKey || event.metaKey;
  if (target?.matches(TEXT) && !(ctrl && name === 'S')) return null;
  if (name === 'Space' && target?.closest(PRESSED)) return null;
  if (NAMED.includes(name) && target?.closest(STEPPED)) return null;
  const shift = event.shiftKey && (name.length > 1 || /[A-Z]/.test(name));
  return `${ctrl ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

/** May be switched off: keys that write a character, as speech input may press them. @param {string} key */
const single = (key) => !key.startsWith('Ctrl+') && key.replace('Shift+', '').length === 1;

/**
 * Calls a function when one of its keys is pressed. While a dialog is open, only keys of the dialog count.
 * @param {EventTarget} target
 * @param {Record<string, (event: KeyboardEvent) => void>} actions by the id of the shortcut
 * @returns {() => void} stops it
 */
export function bindKeys(target, actions) {
  const bound = shortcuts.filter(({ id }) => actions[id]);
  /** @param {Event} event */
  const press = (event) => {
    const pressed = /** @type {KeyboardEvent} */ (event);
    const key = keyOf(pressed);
    if (!key || (single(key) && !settings.get('singleKeys'))) return;
    const dialog = document.querySelector('dialog:modal');
    if (dialog && !(target instanceof Node && dialog.contains(target))) return;
    const found = bound.find(({ keys }) => keys.includes(key));
    if (!found) return;
    event.preventDefault();
    actions[found.id](pressed);
  };
  target.addEventListener('keydown', press);
  return () => target.removeEventListener('keydown', press);
}
