// The frame around all pages: settings, shortcuts, addresses, failures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOOKS, PHONE, useBrowser } from './kit/browser.mjs';
import { isFine, picture, targetsAreLarge } from './kit/checks.mjs';

const browser = useBrowser();
// The server answers an address that no page has with its own 404; the router knows only what the shell was loaded for.
const toMissing = (page) => page.evaluate(() => {
  history.pushState({ position: 1 }, '', '/no/such/page');
  dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
});

for (const look of LOOKS) {
  test(`the frame is whole: ${look.name}`, async () => {
    const page = await browser.open('/login', look);
    await page.locator('login-page input').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), look.language);
    await isFine(page);
    await picture(page, `login ${look.name}`);

    await page.locator('app-bar button[aria-haspopup="dialog"]').click();
    await page.locator('settings-dialog dialog[open]').waitFor();
    await isFine(page);
    if (look.size === PHONE) await targetsAreLarge(page, 44);
    else await targetsAreLarge(page, 24);
    await picture(page, `settings ${look.name}`);
    await page.keyboard.press('Escape');
    await page.locator('settings-dialog').waitFor({ state: 'detached' });

    await page.locator('main').focus();
    await page.keyboard.press('?');
    await page.locator('keys-dialog dialog[open]').waitFor();
    await isFine(page);
    await picture(page, `keys ${look.name}`);
    await page.keyboard.press('Escape');

    await toMissing(page);
    await page.locator('message-page h1').waitFor();
    await isFine(page);
    await picture(page, `missing ${look.name}`);
    await page.context().close();
  });
}

const openSettings = async (page) => {
  await page.locator('app-bar button[aria-haspopup="dialog"]').click();
  await page.locator('settings-dialog dialog[open]').waitFor();
};

test('settings are kept, and the page follows them at once', async () => {
  const page = await browser.open('/login');
  await openSettings(page);
  await page.locator('settings-dialog select[name="language"]').selectOption('vi');
  await page.locator('settings-dialog h2', { hasText: 'Cài đặt' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
  await page.locator('settings-dialog select[name="theme"]').selectOption('dark');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await page.locator('settings-dialog select[name="speed"]').selectOption('1.75');
  await page.locator('settings-dialog input[name="singleKeys"]').uncheck();

  await page.reload();
  await page.locator('h1', { hasText: 'Đăng nhập' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await openSettings(page);
  assert.equal(await page.locator('settings-dialog select[name="speed"]').inputValue(), '1.75');
  assert.equal(await page.locator('settings-dialog input[name="singleKeys"]').isChecked(), false);
  await page.keyboard.press('Escape');
  await page.locator('settings-dialog').waitFor({ state: 'detached' });
  await page.locator('main').focus();
  await page.keyboard.press('?'); // switched off
  await openSettings(page);
  assert.equal(await page.locator('keys-dialog').count(), 0);
  await page.locator('settings-dialog .body fieldset .btn').click();
  await page.locator('keys-dialog dialog[open]').waitFor(); // but the list can be opened
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('another tab follows the settings', async () => {
  const page = await browser.open('/login');
  const other = await browser.open('/login', { context: page.context() });
  await other.locator('login-page input').waitFor();
  await openSettings(page);
  await page.locator('settings-dialog select[name="language"]').selectOption('vi');
  await other.locator('h1', { hasText: 'Đăng nhập' }).waitFor();
  await page.context().close();
});

test('the browser that refuses storage shows its pages all the same', async () => {
  const page = await browser.open('about:blank');
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('', 'SecurityError'); } }));
  await page.goto('/login');
  await openSettings(page);
  await page.locator('settings-dialog select[name="language"]').selectOption('vi');
  await page.locator('h1', { hasText: 'Đăng nhập' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a module that cannot be loaded is told, with a way to load again', async () => {
  const page = await browser.open('/login', { allow: /.*/ });
  await page.route('**/lectures-page-*.js', (route) => route.abort());
  await page.locator('app-bar .brand').click();
  await page.locator('message-page main button').waitFor();
  await picture(page, 'failed');
  await page.unroute('**/lectures-page-*.js');
  await page.locator('message-page main button').click();
  await page.locator('lectures-page').waitFor();

  await page.route('**/chunk-*.js', (route) => route.abort());
  await page.goto('/login');
  await page.locator('#boot[role="alert"] a').waitFor();
  await picture(page, 'failed at once');
  await page.unroute('**/chunk-*.js');
  await page.locator('#boot a').click();
  await page.locator('login-page input').waitFor();
  await page.context().close();
});

test('words that cannot be loaded are told, with a way to load again', async () => {
  const page = await browser.open('/login', { allow: /Failed to load resource|ERR_FAILED|dynamically imported/ });
  const away = (route) => route.abort();
  await page.route('**/texts-*/*.js', away);
  await page.reload();
  await page.locator('#boot[role="alert"] a').waitFor();
  await page.unroute('**/texts-*/*.js', away);
  await page.locator('#boot a').click();
  await page.locator('login-page input').waitFor();

  await openSettings(page);
  await page.route('**/texts-vi/*.js', away);
  await page.locator('settings-dialog select[name="language"]').selectOption('vi');
  await page.locator('.toast.error').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.context().close();
});

test('links change the page without loading it again, and Back returns', async () => {
  const page = await browser.open('/login');
  await page.evaluate(() => { window.sameDocument = true; });
  await page.locator('app-bar .brand').click();
  await page.locator('lectures-page main').waitFor();
  assert.equal(new URL(page.url()).pathname, '/');
  await page.goBack();
  await page.locator('login-page').waitFor();
  await page.goForward();
  await page.locator('lectures-page').waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
