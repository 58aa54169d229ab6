// Logging in, on a server where every request needs it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, useBrowser } from './kit/browser.mjs';
import { isFine, picture } from './kit/checks.mjs';

const browser = useBrowser();
const server = process.env.LECTERN_WEB_LOCKED;
const token = process.env.LECTERN_WEB_TOKEN;
const REFUSED = /status of 401/; // the browser writes each refused request to the console

const open = (address, look = {}) => browser.open(address, { server, allow: REFUSED, ...look });
const path = (page) => new URL(page.url()).pathname + new URL(page.url()).search;

async function logIn(page, typed = token) {
  await page.locator('login-page input').fill(typed);
  await page.keyboard.press('Enter');
}

for (const look of [{ language: 'en', size: DESK, theme: 'light' }, { language: 'vi', size: PHONE, theme: 'dark' }]) {
  test(`a wrong token gets one sentence, and the focus stays in the field: ${look.language}`, async () => {
    const page = await open('/login', look);
    await logIn(page, '<b>wrong</b>');
    await page.locator('login-page [role="alert"] .error').waitFor();
    assert.equal(await page.locator('login-page .error').count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'token');
    assert.equal(await page.locator('login-page input').getAttribute('aria-invalid'), 'true');
    await isFine(page);
    await picture(page, `login wrong ${look.language}`);
    await page.context().close();
  });
}

test('a page asks for a login and comes back afterwards, and logging out ends it', async () => {
  const page = await open('/?q=chu%E1%BB%97i');
  await page.locator('login-page input').waitFor();
  await logIn(page);
  await page.locator('lectures-page main').waitFor();
  assert.equal(path(page), '/?q=chu%E1%BB%97i');
  await page.locator('app-bar .who', { hasText: 'Ada' }).waitFor();
  await isFine(page);
  await page.locator('app-bar .leave').click();
  await page.locator('login-page input').waitFor();
  assert.equal(await page.evaluate(async () => (await fetch('/api/v1/me')).status), 401);
  await page.context().close();
});

test('the link with a token logs in at once, and the token stays nowhere', async () => {
  const page = await open(`/login#token=${encodeURIComponent(token)}`);
  await page.locator('lectures-page main').waitFor();
  assert.equal(path(page), '/');
  const kept = await page.evaluate(() => JSON.stringify([
    navigation.entries().map((entry) => entry.url), location.href, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(!kept.includes(token), kept);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a link with a token makes nobody somebody else', async () => {
  const page = await open('/login');
  await logIn(page);
  await page.locator('lectures-page main').waitFor();
  await page.goto(`${server}/login#token=of-somebody-else`);
  await page.locator('login-page input').waitFor();
  await page.waitForFunction(() => document.querySelector('login-page input')?.value === 'of-somebody-else');
  assert.equal(await page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).name), 'Ada');
  await page.context().close();
});

test('a token that is not valid any more leaves the login page as it is, without the token', async () => {
  const page = await open('/login#token=gone');
  await page.locator('login-page .error').waitFor();
  assert.equal(new URL(page.url()).hash, '');
  await logIn(page);
  await page.locator('lectures-page main').waitFor();
  await page.context().close();
});

test('a login leads to pages of this server only', async () => {
  for (const elsewhere of ['https://elsewhere.test/', '//elsewhere.test/', '/\\elsewhere.test/', 'javascript:alert(1)', '\\\\elsewhere.test']) {
    const page = await open(`/login?return=${encodeURIComponent(elsewhere)}`);
    await page.locator('login-page input').waitFor();
    await logIn(page);
    await page.locator('login-page').waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).origin, new URL(server).origin, elsewhere);
    await page.context().close();
  }
});
