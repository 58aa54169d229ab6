// The pages for people who need them otherwise: much enlarged, in colours of their own, without motion, in other scripts.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, makeLecture } from './kit/api.mjs';
import { DESK, SERVER, useBrowser } from './kit/browser.mjs';
import { fits, isFine, picture, userTextStandsApart } from './kit/checks.mjs';
import { tabTo } from './kit/keyboard.mjs';

const browser = useBrowser();
const MARK = 'שלום'; // written from right to left
const TOPICS = [['אחת', 0, 20], ['שתיים', 20, 40], ['שלוש', 40, 60]]
  .map(([name, start, end]) => ({ name: `${MARK} ${name}: Cauchy (1)`, start, end, summary: `${MARK}, עולם!` }));
const lines = Array.from({ length: 30 }, (_, n) => ({ start: n * 2, end: n * 2 + 1.9, text: `${MARK} ${n}, Cauchy (${n})!` }));

let id;
before(async () => {
  ({ id } = await makeLecture({ name: `${MARK}: (Analysis) 1`, module: `${MARK} 101`, seconds: 60, lines, topics: TOPICS }));
  const { snippets } = await call('GET', `/api/v1/sessions/${id}/results`);
  await call('POST', `/api/v1/snippets/${snippets[0].id}/process`, { mode: 'fast' });
}, { timeout: 120_000 });

const places = () => [
  { path: '/', ready: () => document.querySelector('lecture-row') },
  { path: '/add', ready: () => document.querySelector('link-form') },
  { path: `/lectures/${id}`, ready: () => document.querySelector('lecture-player video')?.readyState >= 2 && document.querySelector('.cue') },
  { path: `/lectures/${id}/review`, ready: () => document.querySelector('.region') && document.querySelector('.cue') },
  { path: '/login', ready: () => document.querySelector('login-page input') },
];

async function open({ path, ready }, look = {}) {
  const page = await browser.open(path, look);
  await page.waitForFunction(ready);
  return page;
}

test('a page that is enlarged to four times its size loses nothing', async () => {
  const size = { width: 320, height: 256 }; // as 1280 x 1024
  for (const place of places()) {
    for (const language of ['en', 'vi']) {
      const page = await open(place, { language, size });
      await isFine(page);
      await page.locator('app-bar button[aria-haspopup=dialog]').click();
      await page.locator('settings-dialog dialog[open]').waitFor();
      await fits(page);
      await page.locator('settings-dialog fieldset .btn').click();
      await page.locator('keys-dialog dialog[open]').waitFor();
      await isFine(page);
      await picture(page, `enlarged-${place.path.replace(/\W+/g, '-')}-${language}`);
      await page.keyboard.press('Escape');
      // All of a dialog can be reached, although it is higher than the window.
      if (await page.locator('.btn.publish').count()) {
        await page.locator('.btn.publish').click();
        await page.locator('publish-dialog .btn.primary').scrollIntoViewIfNeeded();
        const { y, height } = await page.locator('publish-dialog .btn.primary').boundingBox();
        assert.ok(y >= 0 && y + height <= size.height);
        await isFine(page);
      }
      await page.context().close();
    }
  }
});

test('long names give way to what is done, in windows of all widths', async () => {
  const long = await makeLecture({ name: `${'Đ'.repeat(20)}${' chuỗi'.repeat(20)}`, module: 'M'.repeat(60), seconds: 20 });
  for (const path of [`/lectures/${long.id}`, `/lectures/${long.id}/review`]) {
    const page = await browser.open(path);
    await page.waitForFunction(() => document.querySelector('app-bar nav') && document.querySelector('.cue'));
    for (const width of [1440, 1280, 1100, 1000, 900, 800, 720]) {
      await page.setViewportSize({ width, height: 900 });
      await fits(page);
      const covered = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('app-bar .brand, app-bar nav, app-bar button, save-state')]
          .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()]);
        return boxes.flatMap(([name, a], n) => boxes.slice(n + 1).filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 &&
          a.top < b.bottom - 1 && b.top < a.bottom - 1).map(([other]) => `${name} and ${other}`));
      });
      assert.deepEqual(covered, [], `${path} at ${width} px`);
    }
    await page.context().close();
  }
});

test('with colours of the system, what is chosen and what has the focus is still seen', async () => {
  const outlined = (page, selector) => page.locator(selector).first().evaluate((one) => {
    const { outlineStyle, borderBlockEndStyle, outlineWidth, borderBlockEndWidth } = getComputedStyle(one);
    return Math.max(outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), borderBlockEndStyle === 'none' ? 0 : parseFloat(borderBlockEndWidth)) >= 2;
  });
  for (const place of places()) {
    const page = await open(place);
    await page.emulateMedia({ forcedColors: 'active' });
    for (const chosen of ['.btn[aria-pressed=true]', 'topic-list [aria-current=true]', '.cue[aria-current=true]', 'topic-rail li.chosen', '.region.chosen']) {
      if (await page.locator(chosen).count()) assert.ok(await outlined(page, chosen), `${chosen} of ${place.path} is not told from others`);
    }
    await page.locator('main').focus();
    await tabTo(page, 'app-bar button[aria-haspopup=dialog]', { back: true }); // looks for the ring at each step
    await fits(page); // axe does not know these colours
    assert.deepEqual(page.faults, []);
    await picture(page, `forced-${place.path.replace(/\W+/g, '-')}`);
    await page.context().close();
  }
});

test('who wants no motion sees none', async () => {
  const context = await browser.engine.newContext({ viewport: DESK, baseURL: SERVER, reducedMotion: 'no-preference' });
  const page = await browser.open('/healthz', { context, allow: /favicon/ });
  await page.route('**/api/v1/sessions?*', async (route) => {
    const answer = await route.fetch();
    const all = await answer.json();
    await route.fulfill({ response: answer, json: all.map((one) => ({ ...one, job_status: 'Processing: Transcribing', progress: 0.5 })) });
  });
  await page.goto('/');
  await page.locator('lecture-row .turning').first().waitFor();
  const moving = () => page.evaluate(() => document.getAnimations().filter(({ playState, effect }) =>
    playState === 'running' && effect.getComputedTiming().iterations === Infinity).length);
  assert.ok(await moving() > 0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  assert.equal(await moving(), 0);
  await context.close();
});

test('text of users stands apart from the words of the pages', async () => {
  for (const place of places().filter(({ path }) => path === '/' || path.startsWith('/lectures'))) {
    const page = await open(place);
    await userTextStandsApart(page, MARK);
    // The strokes between the names of places stand where they stand for all.
    assert.deepEqual(await page.locator('app-bar nav li').evaluateAll((all) => all.map((one) => getComputedStyle(one).direction).filter((one) => one !== 'ltr')), []);
    await picture(page, `apart-${place.path.replace(/\W+/g, '-')}`);
    if (await page.locator('.btn.publish').count()) {
      await page.locator('#topic-name').fill(`${MARK}!`);
      await page.locator('.btn.publish').click();
      await page.locator('publish-dialog .topics').first().waitFor();
      await userTextStandsApart(page, MARK);
      await page.keyboard.press('Escape');
      await page.locator('publish-dialog').waitFor({ state: 'detached' });
      await page.locator('topic-rail .play').first().click();
      await page.locator('clip-dialog video').waitFor();
      await userTextStandsApart(page, MARK);
    }
    await page.context().close();
  }
  const page = await open(places()[1]);
  await page.route('**/api/v1/uploads*', () => {}); // nothing is answered, so the queue stays as it is
  await page.locator('.target input[type=file]').setInputFiles({ name: `${MARK}.mp4`, mimeType: 'video/mp4', buffer: Buffer.alloc(9) });
  await page.locator('upload-item').waitFor();
  await userTextStandsApart(page, MARK);
  await page.context().close();
});
