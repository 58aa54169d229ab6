// What changes on the server, by one stream for the whole page.
import { get, url } from './api.js';

/** @typedef {{type: 'ready'|'lecture'|'draft'|'cut'|'deleted'|'presence', data: any}} LecternEvent */
/**
 * watching: others shall see that this person has the session open, by this name if the server knows no other one.
 * @typedef {{session?: number, watching?: string}} Interest
 */

const TYPES = /** @type {const} */ (['ready', 'lecture', 'draft', 'cut', 'deleted', 'presence']);
const LONGEST_WAIT = 30; // seconds between two attempts

/** @type {Map<(event: LecternEvent) => void, Interest>} */
const listeners = new Map();
/** @type {EventSource|null} */
let source = null;
let opened = '';
let wait = 1;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let again;

/** The address that is enough for all listeners. */
function wanted() {
  const interests = [...listeners.values()];
  const { session } = interests[0];
  const query = new URLSearchParams();
  if (session && interests.every((one) => one.session === session)) query.set('session', String(session));
  for (const { watching } of interests) {
    if (watching === undefined || !query.has('session')) continue;
    query.set('watching', 'true');
    if (watching) query.set('name', watching.slice(0, 60));
  }
  return `/api/v1/events${query.size ? `?${query}` : ''}`;
}

function close() {
  clearTimeout(again);
  source?.close();
  source = null;
  opened = '';
}

// A page that nobody sees needs no events: a browser has few connections for all its tabs. `ready` comes when it is seen
// again, and then the listeners read what they show.
function follow() {
  if (!listeners.size || document.hidden) return close();
  const address = wanted();
  if (source && address === opened) return;
  close();
  opened = address;
  source = new EventSource(url(address));
  for (const type of TYPES) source.addEventListener(type, take);
  source.addEventListener('error', lost);
}

/** @param {MessageEvent} message */
function take(message) {
  if (message.currentTarget !== source) return;
  wait = 1;
  const event = /** @type {LecternEvent} */ ({ type: message.type, data: JSON.parse(message.data) });
  const about = event.data.session_id ?? event.data.id;
  for (const [listener, { session }] of [...listeners]) {
    if (event.type === 'ready' || !session || about === session) listener(event);
  }
}

// The browser connects again by itself after a break, but not after an answer that is no stream.
function lost() {
  if (source?.readyState !== EventSource.CLOSED) return;
  close();
  get('/api/v1/me').catch(() => {}); // 401 leads to the login page
  again = setTimeout(follow, wait * 1000);
  wait = Math.min(LONGEST_WAIT, wait * 2);
}

/**
 * Calls `listener` with each event. After `ready` it reads again what it shows, because it may have missed events.
 * @param {Interest} interest
 * @param {(event: LecternEvent) => void} listener
 * @returns {() => void} stops it
 */
export function listen(interest, listener) {
  listeners.set(listener, interest);
  queueMicrotask(follow);
  return () => {
    listeners.delete(listener);
    queueMicrotask(follow);
  };
}

document.addEventListener('visibilitychange', follow);
addEventListener('pagehide', close);
addEventListener('pageshow', follow);
