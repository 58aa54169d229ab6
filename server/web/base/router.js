// Which page is shown. Links to pages change the page without loading everything again.

/** @typedef {{path: string, params: Record<string, string>, query: Record<string, string>}} Place */
/** @typedef {{path: string, element: string, load: () => Promise<unknown>}} Route */
/** @typedef {HTMLElement & {params?: Record<string, string>, query?: Record<string, string>, mayLeave?: () => boolean|Promise<boolean>}} Page */

/** The path below which Lectern is served; '' at the root of a host. */
export const base = document.documentElement.dataset.base ?? '';

/** @type {Route[]} */
let routes = [];
/** @type {(route: Route, place: Place, same: boolean, isWanted: () => boolean) => Promise<Page|null>} */
let show = async () => null;
/** @type {Page|null} */
let page = null;
let position = Number(history.state?.position ?? 0); // in this tab's history
/** @type {Map<number, number>} */
const scrolls = new Map(); // by position
let ignored = 0; // steps through the history that this module has made itself
let shown = '';
let turn = 0;

const here = () => location.pathname.slice(base.length) || '/';

/** @param {string} path @returns {{route: Route, params: Record<string, string>}|null} */
function match(path) {
  const parts = path.split('/');
  for (const route of routes) {
    const names = route.path.split('/');
    if (names.length !== parts.length) continue;
    const fits = names.every((name, at) => (name.startsWith(':') ? /^\d+$/.test(parts[at]) : name === parts[at]));
    if (!fits) continue;
    const params = names.flatMap((name, at) => (name.startsWith(':') ? [[name.slice(1), parts[at]]] : []));
    return { route, params: Object.fromEntries(params) };
  }
  return null;
}

/** @returns {Place} */
export function current() {
  return { path: here(), params: match(here())?.params ?? {}, query: Object.fromEntries(new URLSearchParams(location.search)) };
}

/** Draws the page of the present address. @param {boolean} returns by the browser's Back or Forward */
async function draw(returns) {
  const mine = ++turn;
  const place = current();
  const found = match(place.path) ?? { route: routes[routes.length - 1], params: {} };
  const same = shown === place.path;
  shown = place.path;
  const isWanted = () => mine === turn; // until another page is asked for
  const next = await show(found.route, place, same, isWanted);
  if (!isWanted()) return;
  page = next;
  if (same) return;
  if (returns) scrollBack(scrolls.get(position) ?? 0);
  else scrollTo(0, 0);
}

/** Scrolls to where the page was left, once enough of it is there. The user's own scrolling comes first. @param {number} top */
function scrollBack(top) {
  const control = new AbortController();
  const growing = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight - innerHeight < top) return;
    scrollTo(0, top);
    control.abort();
  });
  control.signal.addEventListener('abort', () => growing.disconnect());
  for (const name of ['wheel', 'keydown', 'pointerdown', 'popstate']) {
    addEventListener(name, () => control.abort(), { signal: control.signal, once: true });
  }
  growing.observe(document.body);
}

/** Asks the page whether it may be left; it may save something first. */
export const mayLeave = async () => (await page?.mayLeave?.()) !== false;

/**
 * Shows a page: its path without the base, with a query if it has one.
 * @param {string} path
 * @param {{replace?: boolean}} [options] replace: the present address does not stay in the history
 */
export async function go(path, { replace = false } = {}) {
  const address = new URL(base + path, location.href);
  if (address.pathname !== location.pathname && !(await mayLeave())) return;
  scrolls.set(position, scrollY);
  if (!replace) ++position;
  history[replace ? 'replaceState' : 'pushState']({ position }, '', address);
  await draw(false);
}

async function returned() {
  if (ignored) {
    --ignored;
    return;
  }
  if (!history.state) history.replaceState({ position: position + 1 }, ''); // a new fragment, by the browser itself
  const to = Number(history.state.position ?? 0);
  const way = position - to;
  if (way && shown !== here() && !(await mayLeave())) {
    ++ignored;
    history.go(way);
    return;
  }
  if (way) scrolls.set(position, scrollY);
  position = to;
  await draw(true);
}

/** @param {MouseEvent} event */
function followLink(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || !pathname.startsWith(base) || (hash && pathname === location.pathname)) return;
  const path = pathname.slice(base.length) || '/';
  if (!match(path)) return;
  event.preventDefault();
  go(path + search + hash);
}

/**
 * @param {Route[]} table the last one is shown for addresses that no other one has
 * @param {typeof show} draws shows a page and returns its element; `same`: only the query has changed
 */
export function start(table, draws) {
  routes = table;
  show = draws;
  history.scrollRestoration = 'manual';
  history.replaceState({ position }, '');
  addEventListener('popstate', returned);
  document.addEventListener('click', followLink);
  return draw(false);
}
