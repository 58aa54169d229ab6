// The page on which a lecture is watched.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { begin, call, makeLecture } from './kit/api.mjs';
import { DESK, LOOKS, PHONE, SERVER, useBrowser } from './kit/browser.mjs';
import { fits, isFine, picture, targetsAreLarge } from './kit/checks.mjs';
import { HOSTILE, MARKUP } from './kit/hostile.mjs';
import { makeRecording } from './kit/recordings.mjs';

const browser = useBrowser();
const SECONDS = 2400;
const SAID = [
  'Có những chuỗi mà tỉ số không có giới hạn, còn căn thì có.', 'Ví dụ, lấy số hạng chẵn là hai mũ trừ n, số lẻ là ba mũ trừ n.',
  'Tỉ số lúc này dao động giữa không và vô cùng.', 'Nhưng căn bậc n thì bị chặn bởi một phần hai.', 'Nên theo Cauchy, chuỗi này hội tụ.',
  'Ai có thể nói vì sao giới hạn trên là đủ?', 'Đúng rồi, vì ta chỉ cần một chặn cho mọi n đủ lớn.', 'Chuỗi điều hoà thì phân kỳ.',
];
const TOPICS = [
  ['Mở đầu: chuỗi và tổng riêng', 0, 520], ['Chuỗi hình học', 520, 1145], ['Tiêu chuẩn D’Alembert: tỉ số hai số hạng', 1145, 2000],
  ['Tiêu chuẩn Cauchy: căn bậc n', 2000, 2390],
].map(([name, start, end]) => ({ name, start, end, summary: '' }));
const lines = Array.from({ length: SECONDS / 6 }, (_, n) => ({ start: n * 6, end: n * 6 + 5.5, text: SAID[n % SAID.length] }));

let lecture; // its results
before(async () => {
  lecture = await makeLecture({ name: 'Giải tích 1 · Tuần 6: Chuỗi số', module: 'MATH101', seconds: SECONDS, fps: 1, lines, topics: TOPICS });
}, { timeout: 180000 });

const address = (query = '') => `/lectures/${lecture.id}${query}`;
const video = (page) => page.locator('lecture-player video');
const time = (page) => video(page).evaluate((one) => one.currentTime);
const isLoaded = (page) => page.waitForFunction(() => document.querySelector('lecture-player video')?.readyState >= 2 && document.querySelector('.cue'));
const reaches = (page, seconds, near = 0.05) => page.waitForFunction(([wanted, difference]) =>
  Math.abs(document.querySelector('lecture-player video').currentTime - wanted) <= difference, [seconds, near]);

async function open(query = '', look = {}) {
  const page = await browser.open(address(query), look);
  await isLoaded(page);
  return page;
}

const close = (page) => page.context().close();

/** Answers a request of the page for JSON with other members. */
const change = (page, pattern, changed) => page.route(pattern, async (route) => {
  const answer = await route.fetch();
  await route.fulfill({ response: answer, json: changed(await answer.json()) });
});

/** Opens the page in which `prepare` has changed what the server answers. */
async function openChanged(prepare, query = '', look = {}) {
  const page = await browser.open('/add', look);
  await prepare(page);
  await page.goto(address(query));
  return page;
}

test('opens paused at the time of its address, and playing does not change the address', async () => {
  const page = await open('?t=2214');
  await reaches(page, 2214);
  assert.equal(await page.locator('player-controls .now').textContent(), '36:54');
  assert.equal(await video(page).evaluate((one) => one.paused), true);
  assert.equal(await page.locator('share-button').textContent(), 'Share at 36:54');
  assert.equal(await page.locator('player-controls .topic').textContent(), '4 · Tiêu chuẩn Cauchy: căn bậc n');
  const before = page.url();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('lecture-player video').currentTime > 2215);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  assert.equal(page.url(), before);
  await isFine(page);
  await close(page);
});

test('a click on a cue goes to its time', async () => {
  const page = await open();
  const cue = page.locator('.cue', { hasText: '0:42' }).first();
  await cue.click();
  await reaches(page, 42);
  await page.waitForFunction(() => document.querySelector('.cue[aria-current]')?.dataset.index === '7');
  assert.equal(await page.locator('.cue[aria-current]').count(), 1);
  assert.equal(await page.locator('.cue').count(), lines.length);
  await close(page);
});

test('search needs no diacritics, counts, and goes from hit to hit', async () => {
  const page = await open('?t=1000');
  await page.keyboard.press('/');
  await page.keyboard.type('hoi tu');
  const hits = lines.filter(({ text }) => text.includes('hội tụ'));
  await page.waitForFunction((count) => document.querySelectorAll('transcript-list mark').length === count, hits.length);
  assert.deepEqual(new Set(await page.locator('transcript-list mark').allTextContents()), new Set(['hội tụ']));
  const first = hits.findIndex(({ end }) => end > 1000);
  const place = page.locator('transcript-list .place');
  assert.equal((await place.textContent()).trim(), `${first + 1} / ${hits.length}`);
  await page.keyboard.press('Enter');
  await page.waitForFunction((text) => document.querySelector('transcript-list .place').textContent.trim() === text, `${first + 2} / ${hits.length}`);
  await page.keyboard.press('Shift+Enter');
  await page.getByRole('button', { name: 'Previous hit' }).click();
  await page.waitForFunction((text) => document.querySelector('transcript-list .place').textContent.trim() === text, `${first} / ${hits.length}`);
  await page.waitForFunction(() => {
    const mark = document.querySelector('mark.present')?.getBoundingClientRect();
    const list = document.querySelector('transcript-list .cues').getBoundingClientRect();
    return mark && mark.top >= list.top && mark.bottom <= list.bottom;
  });
  await picture(page, 'lecture-search');
  await isFine(page);
  await page.locator('transcript-list input').fill('không có từ này');
  await page.getByText('Nothing found').waitFor();
  await page.locator('transcript-list input').press('Escape');
  await page.waitForFunction(() => !document.querySelector('transcript-list mark') && !document.querySelector('transcript-list input').value);
  await close(page);
});

test('only topics with other hits are rendered when a query grows', async () => {
  const page = await open();
  await page.locator('transcript-list input').fill('hoi t');
  await page.locator('transcript-list mark').first().waitFor();
  const changed = await page.evaluate(async () => {
    let count = 0;
    const input = document.querySelector('transcript-list input');
    const watcher = new MutationObserver((all) => (count += all.filter(({ target }) => target.parentElement?.closest('transcript-section')).length));
    watcher.observe(document.querySelector('transcript-list .cues'), { subtree: true, childList: true, characterData: true, attributes: true });
    input.value = 'hoi t '; // the same words
    input.dispatchEvent(new Event('input'));
    await document.querySelector('transcript-list').updateComplete;
    await Promise.all([...document.querySelectorAll('transcript-section')].map((one) => one.updateComplete));
    watcher.takeRecords();
    return count;
  });
  assert.equal(changed, 0);
  await close(page);
});

test('the transcript follows the player until the reader scrolls in it', async () => {
  const page = await open('?t=600');
  const cues = page.locator('transcript-list .cues');
  const isInView = () => page.waitForFunction(() => {
    const cue = document.querySelector('.cue[aria-current]')?.getBoundingClientRect();
    const list = document.querySelector('transcript-list .cues').getBoundingClientRect();
    return cue && cue.top >= list.top && cue.bottom <= list.bottom;
  });
  await isInView();
  await cues.hover();
  await page.mouse.wheel(0, -3000);
  const back = page.getByRole('button', { name: 'Back to now' });
  await back.waitFor();
  await page.waitForFunction(() => document.querySelector('transcript-list .cues').scrollTop < 4000);
  const top = await cues.evaluate((one) => one.scrollTop);
  await page.locator('seek-bar .slider').press('ArrowRight');
  await page.locator('seek-bar .slider').press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.cue[aria-current]')?.dataset.index === '101');
  assert.equal(await cues.evaluate((one) => one.scrollTop), top);
  await back.click();
  await isInView();
  await back.waitFor({ state: 'detached' });
  await close(page);
  // Also where the browser scrolls slowly, to what it has not laid out yet.
  const context = await browser.engine.newContext({ viewport: DESK, baseURL: SERVER, reducedMotion: 'no-preference' });
  const moving = await open('?t=2214', { context });
  await moving.waitForFunction(() => {
    const cue = document.querySelector('.cue[aria-current]')?.getBoundingClientRect();
    const list = document.querySelector('transcript-list .cues').getBoundingClientRect();
    return cue && cue.top >= list.top && cue.bottom <= list.bottom;
  });
  await context.close();
});

test('as the time goes on, one attribute moves in the transcript and nothing is rendered', async () => {
  const page = await open('?t=600');
  const changes = await page.evaluate(async () => {
    const seen = [];
    const list = document.querySelector('transcript-list');
    new MutationObserver((all) => seen.push(...all.map(({ type, attributeName, target }) => `${type} ${attributeName ?? ''} ${target.className}`)))
      .observe(list.querySelector('.cues'), { subtree: true, childList: true, characterData: true, attributes: true });
    for (const time of [606, 612, 1200]) list.follow(time);
    await list.updateComplete;
    await new Promise(requestAnimationFrame);
    return seen;
  });
  assert.deepEqual([...new Set(changes)], ['attributes aria-current cue']);
  assert.equal(changes.length, 6);
  await close(page);
});

test('each topic has its picture', async () => {
  const page = await open();
  await page.waitForFunction((count) => {
    const pictures = [...document.querySelectorAll('topic-list .thumbnail img')];
    return pictures.length === count && pictures.every((one) => one.complete && one.naturalWidth > 0);
  }, TOPICS.length);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('pictures that are being made are not asked for, and come by themselves', async () => {
  let preview = 'making';
  const asked = [];
  const page = await openChanged((one) => {
    one.on('request', (request) => { if (request.url().includes('sprites.vtt')) asked.push(request.url()); });
    return change(one, '**/results', (body) => ({ ...body, preview }));
  });
  await isLoaded(page);
  assert.deepEqual([asked, await page.locator('topic-list .thumbnail').count()], [[], 0]);
  preview = 'ready';
  await call('PATCH', `/api/v1/sessions/${lecture.id}`, { name: 'Another name' }); // an event tells that they are there
  await page.locator('topic-list .thumbnail').first().waitFor();
  await call('PATCH', `/api/v1/sessions/${lecture.id}`, { name: lecture.name });
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('captions are shown in the page’s font, switched and made larger', async () => {
  const page = await open('?t=22');
  const captions = page.locator('player-captions');
  await page.waitForFunction((text) => document.querySelector('player-captions').textContent.trim() === text, SAID[3]);
  assert.match(await captions.evaluate((one) => getComputedStyle(one).fontFamily), /Be Vietnam Pro/);
  const size = () => captions.evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
  const ground = () => captions.locator('span').evaluate((one) => getComputedStyle(one).backgroundColor);
  const [oldSize, oldGround] = [await size(), await ground()];
  await page.getByRole('button', { name: 'Look of the captions' }).click();
  await page.getByRole('radio', { name: 'Very large' }).check();
  await page.getByRole('radio', { name: 'None' }).check();
  await page.waitForFunction(([than, other]) => {
    const captions = document.querySelector('player-captions');
    return parseFloat(getComputedStyle(captions).fontSize) > than && getComputedStyle(captions.querySelector('span')).backgroundColor !== other;
  }, [oldSize, oldGround]);
  await isFine(page);
  await picture(page, 'lecture-captions');
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await captions.waitFor({ state: 'hidden' });
  await page.reload();
  await isLoaded(page);
  assert.equal(await captions.isVisible(), false);
  await page.getByRole('button', { name: 'Captions', exact: true }).click();
  assert.equal(await captions.isVisible(), true);
  await page.locator('.cue').first().click();
  await page.waitForFunction((text) => document.querySelector('player-captions').textContent.trim() === text, SAID[0]);
  await page.locator('seek-bar .slider').press('ArrowRight'); // 5.0 s: still said
  await reaches(page, 5);
  await page.evaluate(() => document.querySelector('lecture-player').seek(5.7));
  await page.waitForFunction(() => document.querySelector('player-captions').textContent.trim() === '');
  await close(page);
});

test('keys work in every keyboard layout, and not while an input method composes', async () => {
  const page = await open('?t=100');
  const press = (init) => page.evaluate((options) => document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...options })), init);
  const isPlaying = (playing) => page.waitForFunction((wanted) => document.querySelector('lecture-player').paused !== wanted, playing);
  await press({ key: 'к', code: 'KeyK' }); // Cyrillic
  await isPlaying(true);
  await press({ key: 'k', code: 'KeyK' });
  await isPlaying(false);
  await press({ key: 'k', code: 'KeyK', isComposing: true });
  await press({ key: 'k', code: 'KeyK', keyCode: 229 });
  assert.equal(await page.evaluate(() => document.querySelector('lecture-player').paused), true);
  const at = await time(page);
  await page.keyboard.press('l');
  await reaches(page, at + 10);
  await press({ key: 'о', code: 'KeyJ' });
  await reaches(page, at);
  await page.keyboard.press('ArrowRight');
  await reaches(page, at + 5);
  await page.keyboard.press('ArrowLeft');
  await reaches(page, at);
  const frame = 1 / lecture.playback.fps;
  await page.keyboard.press('.');
  await reaches(page, at + frame);
  await page.keyboard.press(',');
  await reaches(page, at);
  await page.keyboard.press('Space');
  await isPlaying(true);
  await page.keyboard.press('Space');
  await isPlaying(false);
  await page.keyboard.press('n');
  await reaches(page, 520);
  await page.keyboard.press('Shift+N');
  await reaches(page, 0);
  await page.keyboard.press('>');
  await page.waitForFunction(() => document.querySelector('lecture-player video').playbackRate === 1.25);
  await page.keyboard.press('<');
  await page.waitForFunction(() => document.querySelector('lecture-player video').playbackRate === 1);
  await page.keyboard.press('m');
  await page.waitForFunction(() => document.querySelector('lecture-player video').muted);
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.fullscreenElement?.localName === 'lecture-player');
  await page.keyboard.press('f');
  await page.waitForFunction(() => !document.fullscreenElement);
  await page.getByRole('button', { name: 'Next topic' }).focus();
  await page.keyboard.press('Space'); // presses the button, and does not play
  await reaches(page, 520);
  assert.equal(await page.evaluate(() => document.querySelector('lecture-player').paused), true);
  await page.locator('transcript-list input').fill('');
  await page.keyboard.type('kjl');
  assert.equal(await page.locator('transcript-list input').inputValue(), 'kjl');
  assert.equal(await time(page), 520);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('the bar is a slider that says the time and the topic', async () => {
  const page = await open();
  const slider = page.getByRole('slider', { name: 'Position in the recording' });
  await slider.press('ArrowRight');
  await reaches(page, 5);
  assert.equal(await slider.getAttribute('aria-valuenow'), '5');
  assert.equal(await slider.getAttribute('aria-valuetext'), '5 seconds of 40 minutes, topic 1: Mở đầu: chuỗi và tổng riêng');
  await slider.press('End');
  await reaches(page, SECONDS, 0.2);
  await slider.press('Home');
  await reaches(page, 0);
  const box = await page.locator('seek-bar').boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 3);
  await page.locator('seek-bar .hint', { hasText: '20:00' }).waitFor();
  assert.match(await page.locator('seek-bar .hint').textContent(), /Tiêu chuẩn D’Alembert/);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 5 });
  await page.mouse.move(box.x + box.width * 0.75, box.y + 30, { steps: 5 });
  await page.mouse.up();
  await reaches(page, SECONDS * 0.75, 5);
  assert.equal(await page.locator('seek-bar .tick').count(), TOPICS.length - 1);
  await close(page);
});

test('speed is chosen from a menu and remembered', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Speed/ }).click();
  assert.equal(await page.locator('speed-menu input').count(), 11);
  await isFine(page);
  await page.getByRole('radio', { name: '1.5×' }).check();
  await page.waitForFunction(() => document.querySelector('lecture-player video').playbackRate === 1.5);
  await page.keyboard.press('Escape');
  await page.reload();
  await isLoaded(page);
  assert.equal(await video(page).evaluate((one) => one.playbackRate), 1.5);
  assert.equal(await page.locator('speed-menu button').textContent(), '1.5×');
  await close(page);
});

test('playRange stops at its end', async () => {
  const page = await open();
  await page.evaluate(() => document.querySelector('lecture-player').playRange(100, 101.5));
  await page.waitForFunction(() => !document.querySelector('lecture-player').paused);
  await page.waitForFunction(() => document.querySelector('lecture-player').paused);
  await reaches(page, 101.5, 0.01);
  await close(page);
});

test('a link to the present time is copied, or shown to be copied', async () => {
  const page = await open('?t=2214');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Share at 36:54' }).click();
  await page.getByText('The link is copied').waitFor();
  const link = `${new URL(page.url()).origin}${address('?t=2214')}`;
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.getByRole('button', { name: 'Share at 36:54' }).click();
  const field = page.getByRole('dialog').getByLabel('Link');
  assert.equal(await field.inputValue(), link);
  assert.equal(await page.evaluate(() => getSelection().toString() || document.activeElement.value), link);
  await isFine(page);
  await picture(page, 'lecture-share');
  await close(page);
});

test('a lecture that has failed says why, and is tried again', async () => {
  const { link } = await call('POST', '/api/v1/uploads?name=x.mp4', Buffer.from('no recording'));
  const { id } = await call('POST', '/api/v1/upload-session', { name: 'Hỏng', drive_link: link });
  const page = await browser.open(`/lectures/${id}`);
  const card = page.locator('pipeline-card');
  await page.getByRole('button', { name: 'Retry' }).waitFor();
  const { error } = await call('GET', `/api/v1/sessions/${id}`);
  assert.ok(error);
  assert.equal((await card.locator('.reason').textContent()).trim(), error);
  assert.equal(await card.locator('[data-state=failed]').count(), 1);
  await isFine(page);
  await picture(page, 'lecture-failed');
  const sent = page.waitForResponse((answer) => answer.url().endsWith(`/api/v1/jobs/${id}/retry`));
  await page.getByRole('button', { name: 'Retry' }).click();
  assert.equal((await sent).status(), 200);
  await page.getByText('It is tried again').waitFor();
  await page.getByRole('button', { name: 'Retry' }).waitFor(); // it has failed again
  await close(page);
});

test('a lecture without a recording shows its steps', async () => {
  const { id } = await call('POST', '/api/v1/upload-session', { name: 'Đang đến', drive_link: 'https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz012345/view' });
  const page = await browser.open(`/lectures/${id}`);
  await page.locator('pipeline-card [data-state=running]', { hasText: 'Get the recording' }).waitFor();
  assert.equal(await page.locator('pipeline-card li').count(), 4);
  assert.equal(await page.locator('lecture-player').count(), 0);
  await isFine(page);
  await picture(page, 'lecture-steps');
  await call('DELETE', `/api/v1/sessions/${id}`);
  await page.getByRole('heading', { name: 'There is no such lecture' }).waitFor(); // told by an event
  await close(page);
});

test('a lecture that becomes ready is played without a reload', async () => {
  const id = await begin(makeRecording({ seconds: 30 }), { name: 'Sắp xong' });
  const page = await browser.open(`/lectures/${id}`);
  await isLoaded(page);
  await page.locator('topic-list .topic').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('pipeline-card section'));
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('an unknown lecture has a friendly page', async () => {
  const page = await browser.open('/lectures/987654321', { allow: /404/ });
  await page.getByRole('heading', { name: 'There is no such lecture' }).waitFor();
  await isFine(page);
  await page.getByRole('link', { name: 'All lectures' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await close(page);
});

test('teachers rename the lecture in its place; others see it at once', async () => {
  const mine = await makeLecture({ name: 'Tên cũ', seconds: 12 });
  const [page, other] = [await browser.open(`/lectures/${mine.id}`), await browser.open(`/lectures/${mine.id}`)];
  await other.getByRole('heading', { name: 'Tên cũ' }).waitFor();
  await page.getByRole('button', { name: 'Rename' }).click();
  const field = page.getByLabel('Name of the lecture');
  assert.equal(await field.inputValue(), 'Tên cũ');
  await isFine(page);
  await field.fill(MARKUP);
  await field.press('Enter');
  await page.getByRole('heading', { name: MARKUP, exact: true }).waitFor();
  await other.getByRole('heading', { name: MARKUP, exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className.includes('rename')), true);
  await page.getByRole('button', { name: 'Rename' }).click();
  await field.fill('   ');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await field.press('Escape');
  await page.getByRole('heading', { name: MARKUP, exact: true }).waitFor();
  page.faults = page.faults.filter((fault) => !fault.includes('400'));
  await isFine(page);
  await close(page);
  await close(other);
});

test('a clip that is cut is offered without a reload', async () => {
  const mine = await makeLecture({ name: 'Clip', seconds: 30, topics: [{ name: 'Một', start: 0, end: 12, summary: '' }, { name: 'Hai', start: 12, end: 30, summary: '' }] });
  const page = await browser.open(`/lectures/${mine.id}`);
  const row = page.locator('topic-list li').first();
  await row.getByText('Not cut').waitFor();
  assert.equal(await page.getByRole('link', { name: /Download.*clip/ }).count(), 0);
  await call('POST', `/api/v1/snippets/${mine.snippets[0].id}/process`, { mode: 'fast' });
  await row.locator('.clip-state.cut').waitFor();
  await page.getByText('1 of 2 topics cut').waitFor();
  const link = page.locator('.actions').getByRole('link', { name: 'Download clip' });
  const downloaded = page.waitForEvent('download');
  await link.click();
  assert.match((await downloaded).suggestedFilename(), /Một\.mp4$/);
  await page.keyboard.press('n');
  await link.waitFor({ state: 'detached' }); // of the second topic there is none
  assert.equal(await row.getByRole('link', { name: 'Download the clip of topic 1: Một' }).count(), 1);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('who only watches is offered nothing else', async () => {
  const page = await openChanged((one) => change(one, '**/api/v1/me', (body) => ({ ...body, role: 'viewer' })));
  await isLoaded(page);
  for (const name of ['Review', 'Download recording']) assert.equal(await page.getByRole('link', { name }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Rename' }).count(), 0);
  assert.equal(await page.locator('topic-list .state').count(), 0);
  await close(page);
  const teacher = await open();
  await teacher.getByRole('link', { name: 'Review' }).waitFor();
  await teacher.getByRole('link', { name: 'Download recording' }).waitFor();
  await close(teacher);
});

test('when the address of the recording has expired, a fresh one goes on at the same place', async () => {
  let refused = 0;
  const page = await openChanged((one) => one.route('**/recording?*', (route) =>
    (refused < 2 ? (++refused, route.fulfill({ status: 403, json: {} })) : route.continue())), '?t=1500', { allow: /403/ });
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/results') && refused > 0);
  await asked;
  await isLoaded(page);
  await reaches(page, 1500);
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.querySelector('lecture-player video').currentTime > 1500.5);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('when the server is away, the player says so and goes on later', async () => {
  let away = true;
  const page = await openChanged((one) => one.route('**/recording?*', (route) => (away ? route.abort() : route.continue())), '?t=1500', { allow: /ERR_FAILED/ });
  await page.getByText('The connection is gone').waitFor();
  assert.deepEqual(page.faults, []);
  const asked = page.waitForRequest('**/recording?*');
  await page.getByRole('button', { name: 'Try now' }).click();
  await asked;
  away = false; // it goes on by itself
  await isLoaded(page);
  await reaches(page, 1500);
  await page.getByText('The connection is gone').waitFor({ state: 'detached' });
  await close(page);
});

test('a recording that browsers do not play says why, and can be downloaded', async () => {
  const playback = { ...lecture.playback, codecs: 'xyz1', direct: false, reason: 'Browsers do not play this kind of video (xyz).' };
  const page = await openChanged((one) => change(one, '**/results', (body) => ({ ...body, playback })), '', { language: 'vi' });
  await page.getByText('Trình duyệt này không phát được bản ghi này.').waitFor();
  assert.match(await page.locator('lecture-player .reason').textContent(), /^Không phải trình duyệt nào cũng phát được loại bản ghi này \(xyz\)\.$/);
  await page.getByRole('link', { name: 'Tải bản ghi' }).waitFor();
  await isFine(page);
  await picture(page, 'lecture-unplayable');
  await close(page);
  // If the browser can, it plays, and the page says that others may not.
  const late = { ...lecture.playback, direct: false, reason: 'The index is at the end of the file, so that it starts late.' };
  const other = await openChanged((one) => change(one, '**/results', (body) => ({ ...body, playback: late })));
  await isLoaded(other);
  await other.getByText('The recording starts late').waitFor();
  assert.equal(await other.locator('.trouble').count(), 0);
  await close(other);
});

test('a copy that browsers play is ordered, and played when it is there', async () => {
  const playback = { ...lecture.playback, codecs: 'xyz1', direct: false, reason: 'Browsers do not play this kind of video (xyz).' };
  let proxy = null;
  const page = await openChanged(async (one) => {
    await change(one, '**/results', (body) => ({ ...body, playback, proxy: proxy && { ...proxy, url: proxy.url && `${body.recording_url}&copy=1` } }));
    await one.route('**/proxy', (route) => {
      assert.equal(route.request().method(), 'POST');
      proxy = { task_id: 'x', status: 'STARTED', progress: 0.4, error: null, url: null };
      return route.fulfill({ json: { message: 'A copy', task_id: 'x' } });
    });
  }, '?t=1500');
  await page.getByRole('button', { name: 'Make a copy that browsers play' }).click();
  await page.getByText('A copy that browsers play is being made: 40%').waitFor();
  await isFine(page);
  proxy = { ...proxy, status: 'SUCCESS', progress: 1, url: true };
  await isLoaded(page);
  await reaches(page, 1500);
  assert.equal(await page.locator('.trouble').count(), 0);
  assert.equal(await page.locator('copy-card .note').count(), 0);
  await close(page);
  proxy = { task_id: 'x', status: 'FAILURE', progress: 0, error: 'The disk is full.', url: null };
  const failed = await openChanged((one) => change(one, '**/results', (body) => ({ ...body, playback, proxy })));
  await failed.getByText('The copy could not be made: The disk is full.').waitFor();
  await failed.getByRole('button', { name: 'Make a copy that browsers play' }).waitFor();
  await isFine(failed);
  await close(failed);
});

test('sound alone is played on paper with the name of the topic', async () => {
  const path = makeRecording({ seconds: 20, video: false });
  const sound = (one) => one.route('**/recording?*', (route) => route.fulfill({ path, contentType: 'video/mp4' }));
  const page = await openChanged(async (one) => {
    await sound(one);
    await change(one, '**/results', (body) => ({ ...body, playback: null }));
  });
  await page.locator('lecture-player .paper', { hasText: TOPICS[0].name }).waitFor();
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.querySelector('player-controls .now').textContent === '0:01');
  await isFine(page);
  await picture(page, 'lecture-sound');
  await close(page);
  // The same, where there should be a video.
  const other = await openChanged(sound);
  await other.getByText('This browser plays only the sound of this recording.').waitFor();
  await close(other);
});

test('on phones the player sticks, and tabs hold the rest', async () => {
  const page = await open('', { size: PHONE });
  const tab = (name) => page.getByRole('tab', { name });
  assert.deepEqual(await page.getByRole('tab').allTextContents(), ['Topics', 'Transcript', 'Search']);
  await page.locator('topic-list .topic').nth(2).click();
  await reaches(page, 1145);
  assert.equal(await page.locator('topic-list [aria-current]').count(), 1);
  await tab('Topics').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await tab('Transcript').getAttribute('aria-selected'), 'true');
  await page.getByRole('tabpanel', { name: 'Transcript' }).waitFor();
  await page.waitForFunction(() => {
    const cue = document.querySelector('transcript-list [aria-current]').getBoundingClientRect();
    return cue.top >= document.querySelector('lecture-player').getBoundingClientRect().bottom && cue.bottom <= innerHeight;
  });
  assert.ok(Math.abs(await page.locator('lecture-player').evaluate((one) => one.getBoundingClientRect().top)) < 1);
  await picture(page, 'lecture-phone-transcript');
  await isFine(page);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tabpanel', { name: 'Search' }).getByRole('searchbox').fill('chuoi dieu hoa');
  await page.getByText(`${lines.filter(({ text }) => text === SAID[7]).length} hits`).waitFor();
  assert.equal(await page.locator('search-panel mark').first().textContent(), 'Chuỗi điều hoà');
  await isFine(page);
  await picture(page, 'lecture-phone-search');
  await page.locator('search-panel .cue').nth(1).click();
  await reaches(page, lines.filter(({ text }) => text === SAID[7])[1].start);
  await page.setViewportSize({ width: 320, height: 700 });
  await fits(page);
  await tab('Topics').click();
  await fits(page);
  await picture(page, 'lecture-320');
  await page.locator('lecture-player').evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement.closest('search-panel'));
  await close(page);
});

test('every look is fine', async () => {
  for (const look of LOOKS) {
    const page = await open('?t=2214', look);
    await reaches(page, 2214);
    await isFine(page);
    await targetsAreLarge(page, look.size.width < 700 ? 44 : 24);
    await picture(page, `lecture-${look.name.replaceAll(' ', '-')}`);
    await close(page);
  }
});

test('hostile text is only text', async () => {
  const said = HOSTILE.map((text, n) => ({ start: n * 10, end: n * 10 + 9, text: text.replaceAll(/[\n\r]/g, ' ') }));
  const page = await openChanged(async (one) => {
    await change(one, '**/results', (body) => ({
      ...body, name: HOSTILE.join(' '), module: HOSTILE[1], notice: HOSTILE[0],
      snippets: body.snippets.map((snippet, n) => ({ ...snippet, name: HOSTILE[n], summary: HOSTILE[n] })),
    }));
    await change(one, '**/transcript', (body) => ({ ...body, segments: said }));
  });
  await isLoaded(page);
  assert.match(await page.title(), /Lectern$/);
  assert.equal(await page.locator('main img[src="x"], main script').count(), 0);
  await page.locator('.cue', { hasText: 'onerror' }).first().click();
  await page.locator('transcript-list input').fill('<img src');
  await page.waitForFunction(() => document.querySelector('transcript-list mark')?.textContent === '<img src');
  await isFine(page);
  await picture(page, 'lecture-hostile');
  await page.setViewportSize(PHONE);
  await fits(page);
  await picture(page, 'lecture-hostile-phone');
  await page.setViewportSize(DESK);
  await close(page);
});
