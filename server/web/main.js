// The table of pages.
import { Problem } from './base/api.js';
import { languageReady, t } from './base/i18n.js';
import { bindKeys } from './base/keys.js';
import { me } from './base/me.js';
import { start } from './base/router.js';
import { onSetting, settings } from './base/settings.js';
import { setTitle } from './base/title.js';
import { openKeys } from './parts/keys-dialog.js';
import { say } from './parts/toast.js';
import './parts/message-page.js';

/** @typedef {import('./base/router.js').Route} Route */
/** @typedef {import('./base/router.js').Place} Place */
/** @typedef {import('./base/router.js').Page} Page */

/** @type {(Route & {title: string})[]} */
const pages = [
  { path: '/', element: 'lectures-page', title: 'page.lectures', load: () => import('./lectures/lectures-page.js') },
  { path: '/add', element: 'add-page', title: 'page.add', load: () => import('./lectures/add-page.js') },
  { path: '/lectures/:id', element: 'lecture-page', title: 'page.lecture', load: () => import('./lecture/lecture-page.js') },
  { path: '/lectures/:id/review', element: 'review-page', title: 'page.review', load: () => import('./review/review-page.js') },
  { path: '/login', element: 'login-page', title: 'page.login', load: () => import('./parts/login-page.js') },
  { path: '', element: 'message-page', title: 'page.missing', load: async () => {} },
];

const place = /** @type {HTMLElement} */ (document.getElementById('page'));
/** @type {Page|null} */
let page = null;

/** @param {Page} next */
function put(next) {
  const first = !page;
  for (const dialog of document.querySelectorAll('dialog[open]')) /** @type {HTMLDialogElement} */ (dialog).close(); // of the page before
  page = next;
  place.replaceChildren(next);
  if (first) return;
  // Keyboards and screen readers go on at the new page.
  queueMicrotask(async () => {
    await /** @type {any} */ (next).updateComplete;
    if (!next.contains(document.activeElement)) next.querySelector('main')?.focus({ preventScroll: true });
  });
}

/** @param {Route} route @param {Place} to @param {boolean} same @param {() => boolean} isWanted */
async function show(route, to, same, isWanted) {
  if (same && page && page.localName === route.element) {
    Object.assign(page, { params: to.params, query: to.query });
    return page;
  }
  let element = route.element;
  try {
    await route.load();
  } catch (error) {
    console.warn(error); // the message page tells the user
    element = 'message-page';
  }
  if (!isWanted()) return page;
  const { title } = /** @type {Route & {title: string}} */ (route);
  setTitle(t(title));
  const failed = element !== route.element;
  put(Object.assign(document.createElement(element), { params: to.params, query: to.query }, failed ? { failed } : {}));
  return page;
}

const theme = () => {
  const chosen = settings.get('theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
};
onSetting('theme', theme);
theme();

// What a page has not expected of the server.
addEventListener('unhandledrejection', (event) => {
  // The browsers' words for a module that could not be loaded, such as one of a version that the server no longer has.
  if (event.reason instanceof TypeError && /import|module/i.test(event.reason.message)) say(t('message.failedHint'), { kind: 'error' });
  if (!(event.reason instanceof Problem)) return;
  event.preventDefault();
  const { status, message } = event.reason;
  if (status !== 401) say(status ? t('common.failed', { reason: message }) : t('common.offline'), { kind: 'error' });
});

bindKeys(window, { help: openKeys });
me(); // each page asks for it; the answer comes while the page is loaded
languageReady.then(() => start(pages, show), (error) => {
  dispatchEvent(new ErrorEvent('error', { error })); // boot.js tells
});
