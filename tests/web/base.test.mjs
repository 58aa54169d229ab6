// What single modules do in a browser: events, leaving a page, failures that no page expects, keys, messages. The server gives
// out server/web as it is: the program's own copy is bundled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from './kit/browser.mjs';
import { call, makeLecture } from './kit/api.mjs';
import { isFine } from './kit/checks.mjs';

const browser = useBrowser();
const path = (page) => new URL(page.url()).pathname;

/** A page in which `load(name)` imports a module, and which counts its event streams. */
async function openWithModules(address, options) {
  const page = await browser.open('about:blank', options);
  await page.addInitScript(() => {
    window.load = (name) => import(document.querySelector('script[type="module"]').src.replace('main.js', name));
    window.streams = [];
    const Real = EventSource;
    window.EventSource = class extends Real {
      constructor(where) {
        super(where);
        window.streams.push(this);
      }
    };
  });
  await page.goto(address);
  await page.locator('app-bar').waitFor();
  return page;
}

test('one stream brings each listener the events that it wants', async () => {
  const [first, second] = [await makeLecture({ name: 'First', seconds: 20 }), await makeLecture({ name: 'Second', seconds: 20 })];
  const page = await openWithModules('/login');
  await page.evaluate(async (id) => {
    const { listen } = await load('base/events.js');
    window.heard = { all: [], one: [] };
    window.stops = [listen({}, (event) => heard.all.push(event)), listen({ session: id }, (event) => heard.one.push(event))];
  }, first.id);
  await page.waitForFunction(() => heard.all.length && heard.one.length); // ready
  await call('PATCH', `/api/v1/sessions/${second.id}`, { name: 'Second, renamed' });
  await call('PATCH', `/api/v1/sessions/${first.id}`, { name: 'First, renamed' });
  await page.waitForFunction(() => heard.one.some(({ data }) => data.name === 'First, renamed'));
  const seen = await page.evaluate(() => ({
    all: heard.all.map(({ data }) => data.name), one: heard.one.map(({ data }) => data.session_id).filter(Boolean),
    open: streams.filter((stream) => stream.readyState !== EventSource.CLOSED).length,
  }));
  assert.ok(seen.all.includes('Second, renamed') && seen.all.includes('First, renamed'));
  assert.deepEqual([...new Set(seen.one)], [first.id]);
  assert.equal(seen.open, 1);

  await page.evaluate(() => stops[0]()); // only one session is wanted now
  await page.waitForFunction((id) => streams.at(-1).url.endsWith(`session=${id}`), first.id);
  await page.evaluate(() => stops[1]());
  await page.waitForFunction(() => streams.every((stream) => stream.readyState === EventSource.CLOSED));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a stream that is refused is asked for again', async () => {
  const page = await openWithModules('/login', { allow: /status of 503/ });
  let refused = 0;
  await page.route('**/api/v1/events', (route) => (refused++ ? route.continue() : route.fulfill({ status: 503 })));
  await page.evaluate(async () => (await load('base/events.js')).listen({}, ({ type }) => { window.heard = type; }));
  await page.waitForFunction(() => window.heard === 'ready');
  assert.equal(refused, 2);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a page that has unsaved work is not left, by links nor by Back', async () => {
  const page = await openWithModules('/');
  await page.locator('lectures-page main').waitFor();
  await page.evaluate(async () => (await load('base/router.js')).go('/login'));
  await page.locator('login-page').waitFor();
  const asked = () => page.evaluate(() => window.asked);
  await page.evaluate(() => {
    window.asked = 0;
    document.querySelector('login-page').mayLeave = () => ++window.asked > 2;
  });
  await page.locator('app-bar .brand').click();
  await page.waitForFunction(() => window.asked === 1);
  assert.equal(path(page), '/login');
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => window.asked === 2 && location.pathname === '/login');
  assert.equal(await page.locator('login-page').count(), 1);
  await page.evaluate(() => history.back());
  await page.locator('lectures-page').waitFor();
  assert.deepEqual([path(page), await asked()], ['/', 3]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('Back returns to where the page was scrolled', async () => {
  const page = await openWithModules('/login');
  const tall = () => page.evaluate(() => { document.querySelector('main').style.blockSize = '5000px'; });
  await page.locator('login-page main').waitFor();
  await tall();
  await page.evaluate(() => scrollTo(0, 1800));
  await page.locator('app-bar .brand').evaluate((link) => link.click());
  await page.locator('lectures-page main').waitFor();
  await page.waitForFunction(() => scrollY === 0);
  await page.goBack();
  await page.locator('login-page main').waitFor();
  await tall(); // as when a list has come
  await page.waitForFunction(() => scrollY === 1800);
  await page.context().close();
});

test('what a page has not expected of the server is told', async () => {
  const page = await openWithModules('/login', { allow: /status of 404|ERR_FAILED/ });
  await page.evaluate(() => { load('base/api.js').then(({ get }) => get('/api/v1/sessions/999999')); });
  await page.locator('toast-region [role="alert"]').waitFor();
  await page.route('**/api/v1/sessions/1', (route) => route.abort());
  await page.evaluate(() => { load('base/api.js').then(({ get }) => get('/api/v1/sessions/1')); });
  await page.locator('toast-region [role="alert"]', { hasText: 'cannot be reached' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('shortcuts are listed from the one table, and text fields keep their letters', async () => {
  const page = await openWithModules('/login');
  await page.locator('login-page input').click();
  await page.keyboard.type('?k');
  assert.equal(await page.locator('login-page input').inputValue(), '?k');
  assert.equal(await page.locator('keys-dialog').count(), 0);
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await page.locator('keys-dialog dialog[open]').waitFor();
  const [rows, table] = await page.evaluate(async () => {
    const { shortcuts } = await load('base/keys.js');
    return [document.querySelectorAll('keys-dialog dt').length, shortcuts.length];
  });
  assert.equal(rows, table);
  await page.keyboard.press('Escape');
  await page.locator('keys-dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'main'); // the focus is back
  await page.context().close();
});

test('a short message is read out, stands above dialogs and can be closed', async () => {
  const page = await openWithModules('/login');
  await page.locator('app-bar button[aria-haspopup="dialog"]').click();
  await page.locator('settings-dialog dialog[open]').waitFor();
  await page.evaluate(async () => {
    const { say } = await load('parts/toast.js');
    say('\u202eUndone <b>', { action: { label: 'Undo', run: () => { document.title = 'ran'; } } });
    say('Broken', { kind: 'error' });
  });
  await page.locator('toast-region [role="alert"]', { hasText: 'Broken' }).waitFor();
  await isFine(page);
  await page.locator('toast-region button', { hasText: 'Undo' }).click(); // although the rest of the page is inert
  assert.equal(await page.title(), 'ran');
  await page.keyboard.press('Escape');
  await page.locator('settings-dialog').waitFor({ state: 'detached' });
  await page.locator('toast-region [role="alert"] .icon').click();
  await page.locator('toast-region .toast').first().waitFor({ state: 'detached' });
  await page.context().close();
});
