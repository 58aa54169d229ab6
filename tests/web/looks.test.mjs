// All that opens over or inside a page, in both languages, at the desk and on a phone, by day and by night.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, makeLecture, token } from './kit/api.mjs';
import { LOOKS, PHONE, useBrowser } from './kit/browser.mjs';
import { isFine, picture, targetsAreLarge } from './kit/checks.mjs';
import { overtake } from './kit/other-editor.mjs';

const browser = useBrowser();
const CUTTING = 180_000; // ms, on a busy machine
const TOPICS = [['Mở đầu: chuỗi và tổng riêng', 0, 20], ['Chuỗi hình học', 20, 40], ['Tiêu chuẩn Cauchy', 40, 60]]
  .map(([name, start, end]) => ({ name, start, end, summary: '' }));

let id;
before(async () => {
  ({ id } = await makeLecture({ name: 'Giải tích 1 · Tuần 6: Chuỗi số', module: 'MATH101', seconds: 60, topics: TOPICS }));
}, { timeout: 120_000 });

/** @param {any} page @param {(typeof LOOKS)[number]} look @param {string} what is shown */
async function looksFine(page, look, what) {
  await isFine(page);
  await targetsAreLarge(page, look.size === PHONE ? 44 : 24);
  await picture(page, `looks-${what}-${look.name.replaceAll(' ', '-')}`);
}

/** Opens something with a button, looks at it, and closes it with Escape, which gives the focus back to the button. */
async function opens(page, look, button, what) {
  await page.locator(button).click();
  await page.locator(what).waitFor();
  await looksFine(page, look, what.replace(/\W.*/, ''));
  await page.keyboard.press('Escape');
  await page.locator(what).waitFor({ state: 'hidden' });
  await page.waitForFunction((one) => document.activeElement === document.querySelector(one), button);
}

for (const look of LOOKS) {
  test(`menus, dialogs and the form of a lecture: ${look.name}`, async () => {
    const page = await browser.open(`/lectures/${id}`, { ...look, allow: /status of 400/ });
    await page.waitForFunction(() => document.querySelector('lecture-player video')?.readyState >= 2 && document.querySelector('.cue'));
    await opens(page, look, 'captions-menu > button', 'captions-menu .player-menu');
    await opens(page, look, 'speed-menu > button', 'speed-menu .player-menu');
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })); // as without TLS
    await opens(page, look, 'share-button button', 'share-dialog dialog');
    await page.locator('lecture-title .rename').click();
    await page.locator('lecture-title input').fill('   ');
    await page.keyboard.press('Enter');
    await page.locator('lecture-title [role=alert]').waitFor();
    await looksFine(page, look, 'rename');
    await page.context().close();
  });

  test(`menus, questions and dialogs of a review: ${look.name}`, async () => {
    await call('DELETE', `/api/v1/sessions/${id}/draft`);
    await call('PATCH', `/api/v1/sessions/${id}/plan`, { snippets: TOPICS });
    const page = await browser.open(`/lectures/${id}/review`, { ...look, allow: /status of 412/ });
    await page.waitForFunction(() => document.querySelector('.region') && document.querySelector('lecture-player video')?.readyState >= 1);
    if (look.size !== PHONE) await opens(page, look, 'topic-menu > button', 'topic-menu .menu'); // there its actions are buttons
    await overtake(page, id, () => page.locator('#topic-name').fill('Mine'), (snippets) => { snippets[0].name = 'Theirs'; });
    await page.locator('.conflict').waitFor();
    await looksFine(page, look, 'conflict');
    await page.locator('.conflict button').first().click();
    await page.locator('.conflict').waitFor({ state: 'detached' });

    await page.locator('#topic-name').fill('');
    await page.locator('.btn.publish').click();
    await page.locator('publish-dialog .flaws.wrong').waitFor();
    await looksFine(page, look, 'flaws');
    await page.keyboard.press('Escape');
    await page.locator('publish-dialog').waitFor({ state: 'detached' });
    await page.locator('#topic-name').fill(TOPICS[0].name);
    await page.locator('.btn.publish').click();
    await page.locator('publish-dialog input[value=fast]').check();
    await looksFine(page, look, 'publish');
    await page.locator('publish-dialog .btn.primary').click();
    await page.waitForFunction(() => document.querySelectorAll('publish-dialog .progress button').length === 3, null, { timeout: CUTTING });
    await looksFine(page, look, 'published');
    await page.locator('publish-dialog .progress button').first().click();
    await page.waitForFunction(() => document.querySelector('clip-dialog video')?.readyState >= 2);
    await looksFine(page, look, 'clip');
    await page.context().close();
  });

  test(`a person's settings, and what the server refuses: ${look.name}`, async () => {
    const page = await browser.open('/login', { ...look, server: process.env.LECTERN_WEB_LOCKED, allow: /status of 40[01]/ });
    await page.locator('login-page input').fill('wrong');
    await page.keyboard.press('Enter');
    await page.locator('login-page .error').waitFor();
    await looksFine(page, look, 'login');
    await page.locator('login-page input').fill(token);
    await page.keyboard.press('Enter');
    await page.locator('first-run .empty').waitFor();
    await page.locator('app-bar button[aria-haspopup=dialog]').click();
    await page.locator('settings-dialog .account').getByText('Ada').waitFor();
    await looksFine(page, look, 'account');
    await page.keyboard.press('Escape');
    await page.locator('[data-action=paste]').click();
    await page.locator('first-run #link').fill('https://example.org/lecture.mp4');
    await page.keyboard.press('Enter');
    await page.locator('first-run [aria-invalid=true]').first().waitFor();
    assert.equal(await page.locator('.btn.primary').count(), 1);
    await looksFine(page, look, 'link');
    await page.context().close();
  });
}
