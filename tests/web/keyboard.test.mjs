// From a file to a clip and to its lecture without a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call } from './kit/api.mjs';
import { useBrowser } from './kit/browser.mjs';
import { isFine, picture } from './kit/checks.mjs';
import { enter, tabTo } from './kit/keyboard.mjs';
import { makeRecording, sentences } from './kit/recordings.mjs';

const browser = useBrowser();
const CUTTING = 180_000; // ms, on a busy machine
const recording = makeRecording({ seconds: 120, lines: sentences(120, 40), name: 'Tuần_6.mp4' });

test('upload, review, publish and watch', async () => {
  const page = await browser.open('/');
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  const focusIsAt = (selector) => page.waitForFunction((one) => document.activeElement?.matches(one), selector)
    .catch(async () => assert.fail(`${selector} has not the focus, but ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`));

  await page.locator('first-run .empty').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await enter(page, 'button', { name: /Choose a recording/ });
  await (await chooser).setFiles(recording);
  await page.locator('first-run a.btn.primary').waitFor();
  await enter(page, 'a', { name: /^Review \d+ topics$/ });

  await page.locator('lecture-timeline .region').first().waitFor();
  await page.waitForFunction(() => document.querySelector('lecture-player video')?.readyState >= 1);
  await press('n');
  const end = page.locator('#topic-end');
  const before = await end.inputValue();
  await tabTo(page, '.handle.end');
  await press('Shift+ArrowRight', 'ArrowRight');
  await page.waitForFunction((value) => document.querySelector('#topic-end').value !== value, before);
  await press('Control+z', 'Control+y');
  await tabTo(page, '#topic-name', { back: true });
  await press('Control+a');
  await page.keyboard.type('Các trang nhớ');
  await press('Control+s');
  await page.waitForFunction(() => !document.querySelector('review-page').model.unsaved);

  await enter(page, '.btn.publish', { back: true });
  await page.locator('publish-dialog dialog[open]').waitFor();
  await tabTo(page, 'input[name=mode]');
  await press('ArrowDown', 'ArrowDown');
  assert.equal(await page.locator('publish-dialog input[name=mode]:checked').inputValue(), 'fast');
  await picture(page, 'keyboard-publish');
  await enter(page, 'publish-dialog .btn.primary');
  await page.getByRole('heading', { name: 'The clips are ready' }).waitFor({ timeout: CUTTING });
  await picture(page, 'keyboard-published');
  await enter(page, 'publish-dialog button', { name: /^Play clip of topic 2: Các trang nhớ/ });
  await page.waitForFunction(() => document.querySelector('clip-dialog video')?.currentTime > 0);
  await press('Escape');
  await page.locator('clip-dialog').waitFor({ state: 'detached' });
  await focusIsAt('publish-dialog .progress button');
  await press('Escape');
  await focusIsAt('.btn.publish, main');

  await enter(page, 'app-bar a.lecture-name', { back: true });
  await page.locator('lecture-page .cue').first().waitFor();
  await page.waitForFunction(() => document.querySelector('lecture-player video')?.readyState >= 2);
  await focusIsAt('main');
  await press('k');
  await page.waitForFunction(() => document.querySelector('lecture-player video').currentTime > 0.5);
  await press('k', 'n');
  await page.locator('player-controls .topic').getByText('2 · Các trang nhớ').waitFor();
  await enter(page, 'captions-menu > button');
  await focusIsAt('captions-menu input');
  await press('ArrowDown');
  assert.equal(await page.getByRole('radio', { name: 'Large', exact: true }).isChecked(), true);
  await press('Escape');
  await focusIsAt('captions-menu > button');
  await enter(page, 'topic-list .topic', { name: /Chuỗi/ });
  await page.waitForFunction(() => document.querySelector('lecture-player video').currentTime < 0.1);
  await tabTo(page, 'topic-list a[download]', { name: /Download the clip of topic 1/ });
  await press('/');
  await page.keyboard.type('phan ky');
  await press('Enter');
  await page.locator('transcript-list mark.present').waitFor();
  await enter(page, '.cue', { name: /phân kỳ/ });
  await page.waitForFunction(() => document.querySelector('.cue[aria-current]')?.textContent.includes('phân kỳ'));
  await isFine(page);
  await picture(page, 'keyboard-watched');

  const [{ id }] = await call('GET', '/api/v1/sessions');
  const { snippets } = await call('GET', `/api/v1/sessions/${id}/results`);
  assert.ok(snippets.length > 1 && snippets.every(({ clip }) => clip.mode === 'fast'));
  assert.equal(snippets[1].name, 'Các trang nhớ');
  await page.context().close();
});
