// The page on which topics are checked and changed, and their clips cut.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { call, makeLecture } from './kit/api.mjs';
import { LOOKS, PHONE, useBrowser } from './kit/browser.mjs';
import { fits, isFine, picture, targetsAreLarge } from './kit/checks.mjs';
import { HOSTILE, MARKUP, TURNED } from './kit/hostile.mjs';

const browser = useBrowser();
const SECONDS = 120;
const TOPICS = [['Mở đầu: chuỗi và tổng riêng', 0, 30], ['Chuỗi hình học', 30, 60], ['Tiêu chuẩn Cauchy: căn bậc n', 60, 90], ['Hội tụ tuyệt đối', 90, 120]]
  .map(([name, start, end]) => ({ name, start, end, summary: '' }));
const CUTTING = 90000; // ms, on a busy machine

let id;
// A page that a failure has left open would go on saving its draft.
afterEach(() => Promise.all(browser.engine.contexts().map((context) => context.close())));

const api = (path = '') => `/api/v1/sessions/${id}${path}`;
const address = (lecture = id) => `/lectures/${lecture}/review`;

before(async () => {
  ({ id } = await makeLecture({ name: 'Giải tích 1 · Tuần 6: Chuỗi số', module: 'MATH101', seconds: SECONDS, topics: TOPICS }));
}, { timeout: 120000 });

/** The plan as it was, without a draft and without clips. */
async function fresh(topics = TOPICS) {
  await call('DELETE', api('/draft'));
  await call('PATCH', api('/plan'), { snippets: topics });
  return (await call('GET', api('/results'))).snippets;
}

async function open(look = {}, lecture = id) {
  const page = await browser.open(address(lecture), look);
  await isOpen(page);
  return page;
}

async function isOpen(page) {
  await page.waitForFunction(() => document.querySelector('.region') && document.querySelector('.cue') &&
      document.querySelector('lecture-player video')?.readyState >= 1);
}

const close = (page) => page.context().close();
const draft = () => call('GET', api('/draft'));
const bounds = ({ snippets }) => snippets.map(({ start, end }) => [start, end]);
const isSaved = (page) => page.waitForFunction(() => /saved|đã lưu/.test(document.querySelector('save-state')?.textContent ?? ''));
const handle = (page, edge) => page.locator(`.handle.${edge}`);
const field = (page, name) => page.locator(`#topic-${name}`);
const says = (page, text) => page.locator('toast-region').getByText(text).first().waitFor();
const choose = (page, n) => page.locator('topic-rail .pick').nth(n - 1).click();
const fieldIs = (page, name, value) => page.waitForFunction(([one, wanted]) =>
  document.querySelector(`#topic-${one}`)?.value === wanted, [name, value]);
const button = (page) => page.locator('.btn.publish');

async function act(page, name) {
  await page.locator('topic-menu > button').click();
  await page.getByRole('menuitem', { name }).click();
}

/** Drags a handle by pixels, in several moves. */
async function drag(page, edge, pixels, { alt = false, steps = 8 } = {}) {
  const { x, y, width, height } = await handle(page, edge).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  if (alt) await page.keyboard.down('Alt');
  await page.mouse.move(x + width / 2 + pixels, y + height / 2, { steps });
  await page.mouse.up();
  if (alt) await page.keyboard.up('Alt');
}

test('every look', async () => {
  await fresh();
  for (const look of LOOKS) {
    const page = await open(look);
    await isFine(page);
    await targetsAreLarge(page, look.size.width < 700 ? 44 : 24);
    await picture(page, `review-${look.name.replaceAll(' ', '-')}`);
    await close(page);
  }
});

test('a drag moves both neighbours, rests at a sentence, and is one step of undo', async () => {
  await fresh();
  const page = await open();
  await choose(page, 2);
  const perSecond = await page.evaluate((seconds) => document.querySelector('#timeline-track').clientWidth / seconds, SECONDS);
  await drag(page, 'end', 4.3 * perSecond);
  await fieldIs(page, 'end', '1:04.1'); // where a sentence begins
  await isSaved(page);
  assert.deepEqual(bounds(await draft()), [[0, 30], [30, 64.1], [64.1, 90], [90, 120]]);
  await drag(page, 'end', 3.1 * perSecond, { alt: true });
  const [, [, free]] = bounds({ snippets: await page.evaluate(() => document.querySelector('review-page').model.topics) });
  assert.ok(Math.abs(free - 67.2) < 0.3 && free !== 67.9, `${free} is not snapped`);
  await page.keyboard.press('Control+z');
  await fieldIs(page, 'end', '1:04.1');
  await page.keyboard.press('Control+z');
  await fieldIs(page, 'end', '1:00.0');
  assert.ok(await page.locator('.btn.undo').isDisabled());
  await page.keyboard.press('Control+Shift+z');
  await fieldIs(page, 'end', '1:04.1');
  assert.equal(await page.locator('lecture-timeline .hint').count(), 0, 'the hint goes with the first drag');
  await page.reload();
  await isOpen(page);
  assert.equal(await page.locator('lecture-timeline .hint').count(), 0);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('Escape gives up a drag', async () => {
  await fresh();
  const page = await open();
  await choose(page, 1);
  const { x, y, width, height } = await handle(page, 'end').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 200, y + height / 2, { steps: 4 });
  assert.notEqual(await field(page, 'end').inputValue(), '0:30.0');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await fieldIs(page, 'end', '0:30.0');
  assert.ok(await page.locator('.btn.undo').isDisabled());
  await close(page);
});

test('the draft is there after a reload', async () => {
  await fresh();
  const page = await open();
  await choose(page, 3);
  await field(page, 'name').fill('Căn bậc n');
  await field(page, 'start').fill('1:02.5');
  await field(page, 'start').press('Enter');
  await isSaved(page);
  await act(page, 'Remove');
  await page.waitForFunction(() => document.querySelectorAll('topic-rail li').length === 3);
  await page.keyboard.press('Control+s');
  await isSaved(page);
  await page.reload();
  await isOpen(page);
  assert.equal(await page.locator('topic-rail li').count(), 3);
  assert.deepEqual(bounds(await draft()), [[0, 30], [30, 62.5], [90, 120]]);
  assert.deepEqual((await call('GET', api('/results'))).snippets.map(({ name }) => name), TOPICS.map(({ name }) => name), 'the plan is as it was');
  await close(page);
});

test('what is removed, split, merged or added can be undone', async () => {
  await fresh();
  const page = await open();
  const count = (n) => page.waitForFunction((wanted) => document.querySelectorAll('topic-rail li').length === wanted, n);
  await choose(page, 2);
  await act(page, 'Remove');
  await count(3);
  await act(page, 'Add a topic');
  await count(4);
  await choose(page, 1);
  await page.locator('.cue', { hasText: '0:10' }).first().click();
  await page.locator('.cue[aria-current]', { hasText: '0:10' }).waitFor();
  await page.locator('.split').click();
  await count(5);
  assert.deepEqual(bounds({ snippets: await page.evaluate(() => document.querySelector('review-page').model.topics) })[1], [10.1, 30]);
  await choose(page, 1);
  await act(page, 'Merge with the next topic');
  await count(4);
  for (const left of [5, 4, 3, 4]) {
    await page.locator('.btn.undo').click();
    await count(left);
  }
  assert.ok(await page.locator('.btn.undo').isDisabled());
  await isFine(page);
  await isSaved(page);
  assert.deepEqual((await draft()).snippets.map(({ id: one }) => one), (await call('GET', api('/results'))).snippets.map(({ id: one }) => one));
  await close(page);
});

test('bounds that are changed and changed back keep the clip', async () => {
  const [, second] = await fresh();
  await call('POST', `/api/v1/snippets/${second.id}/process`, { mode: 'fast' });
  const page = await open();
  const state = page.locator('topic-rail li').nth(1).locator('.clip-state');
  await state.getByText('Cut', { exact: true }).waitFor();
  await choose(page, 2);
  await field(page, 'end').fill('1:03');
  await field(page, 'end').press('Enter');
  await state.getByText('Edited').waitFor();
  await field(page, 'end').fill('1:00.0');
  await field(page, 'end').press('Enter');
  await state.getByText('Cut', { exact: true }).waitFor();
  await isSaved(page);
  const made = (await call('GET', api('/results'))).snippets[1].clip.made_at;
  await button(page).click();
  await page.locator('publish-dialog .topics.kept').getByText('1 clip stays as it is').waitFor();
  await page.locator('publish-dialog .topics.cut').getByText('3 clips will be cut').waitFor();
  await page.locator('publish-dialog').getByLabel('Fast').check();
  await page.locator('publish-dialog .btn.primary').click();
  await page.getByRole('heading', { name: 'The clips are ready' }).waitFor({ timeout: CUTTING });
  const after = (await call('GET', api('/results'))).snippets;
  assert.equal(after[1].clip.made_at, made);
  assert.deepEqual(after.map(({ clip }) => clip.stale), [false, false, false, false]);
  await close(page);
});

test('publishing cuts only what has changed, tells how far it is, and the clip is played', async () => {
  await fresh();
  const snippets = (await call('GET', api('/results'))).snippets;
  await call('POST', api('/process'), { mode: 'fast', snippets: snippets.slice(0, 3).map(({ id: one }) => ({ id: one })) });
  const page = await open();
  await page.waitForFunction(() => document.querySelectorAll('topic-rail .clip-state.cut').length === 3);
  await button(page).getByText('Cut 1 changed topic').waitFor();
  await choose(page, 1);
  await drag(page, 'end', -80);
  await button(page).getByText('Cut 3 changed topics').waitFor();
  await button(page).click();
  const dialog = page.locator('publish-dialog');
  await isFine(page);
  await picture(page, 'review-publish');
  const [request] = await Promise.all([page.waitForRequest('**/draft/publish'), dialog.locator('.btn.primary').click()]);
  assert.deepEqual(Object.keys(request.postDataJSON()).sort(), ['cut', 'revision', 'version'], 'the mode is that of the server');
  await dialog.locator('.progress li').nth(2).waitFor();
  assert.equal(await dialog.locator('.progress li').count(), 3);
  await dialog.locator('.clip-state.cutting, .clip-state.cut').first().waitFor();
  await isFine(page);
  await picture(page, 'review-progress');
  await dialog.getByRole('button', { name: /^Play clip of topic 1/ }).click({ timeout: CUTTING });
  await page.waitForFunction(() => document.querySelector('clip-dialog video')?.currentTime > 0);
  await isFine(page);
  await picture(page, 'review-clip');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'The clips are ready' }).waitFor({ timeout: CUTTING });
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('topic-rail .clip-state.cut').length === 4);
  await button(page).getByText('All topics are cut').waitFor();
  assert.ok(await button(page).isDisabled());
  await page.locator('topic-rail .play').first().click();
  await page.locator('clip-dialog video').waitFor();
  await close(page);
});

test('flaws are listed, and a link leads to each', async () => {
  await fresh();
  const page = await open();
  await choose(page, 2);
  await field(page, 'name').fill('');
  await field(page, 'end').fill('0:20');
  await field(page, 'end').press('Enter');
  await page.getByText('The end is not after the start.').first().waitFor();
  await isFine(page);
  await choose(page, 3);
  await field(page, 'end').fill('2:00');
  await field(page, 'end').press('Enter');
  await button(page).click();
  const dialog = page.locator('publish-dialog');
  await dialog.locator('.flaws.wrong').waitFor();
  assert.deepEqual(await dialog.locator('.flaws.wrong li > span').evaluateAll((all) => all.map((one) => one.textContent.replace(/\s+/g, ' ').trim())),
    ['Topic 2 The name is missing.', 'Topic 2 The end is not after the start.']);
  assert.equal(await dialog.locator('.flaws.look li').count(), 1);
  assert.ok(await dialog.locator('.btn.primary').isDisabled());
  await isFine(page);
  await picture(page, 'review-flaws');
  await dialog.locator('.flaws.wrong li').nth(1).getByRole('button', { name: 'Show' }).click();
  await page.waitForFunction(() => document.activeElement?.id === 'topic-end');
  assert.equal(await field(page, 'end').inputValue(), '0:20.0');
  await field(page, 'end').fill('soon');
  await field(page, 'end').press('Enter');
  await page.getByText('Write a time such as 33:20.0').waitFor();
  await close(page);
});

/** Saves a draft as another editor does. */
async function otherEditor(change) {
  const seen = await draft();
  const snippets = structuredClone(seen.snippets);
  change(snippets);
  return call('PUT', api('/draft'), { base_revision: seen.base_revision, snippets }, { headers: { 'If-Match': `"${seen.version}"` } });
}

test('what another editor saves is merged, and nothing is lost', async () => {
  await fresh();
  const page = await open();
  let holding = true;
  const held = [];
  await page.route('**/draft', (route) => (holding && route.request().method() === 'PUT' ? held.push(route) : route.continue()));
  await choose(page, 1);
  await field(page, 'name').fill('Mine');
  await page.waitForFunction(() => document.querySelector('save-state').textContent.includes('Saving'));
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => !!document.querySelector('review-page').model.saver.running);
  await otherEditor((snippets) => { snippets[3].name = 'Theirs'; snippets[0].end = 28; snippets[1].start = 28; });
  holding = false;
  for (const route of held) await route.continue(); // it is outdated now
  await says(page, 'Another editor changed 3 topics');
  await isSaved(page);
  await page.waitForFunction(() => !document.querySelector('review-page').model.unsaved);
  const { snippets } = await draft();
  assert.deepEqual([snippets[0].name, snippets[0].end, snippets[1].start, snippets[3].name], ['Mine', 28, 28, 'Theirs']);
  await page.locator('.btn.undo').click();
  await fieldIs(page, 'name', TOPICS[0].name);
  await isSaved(page);
  await page.waitForFunction(() => !document.querySelector('review-page').model.unsaved);
  assert.deepEqual((await draft()).snippets.map(({ name }) => name), [...TOPICS.slice(0, 3).map(({ name }) => name), 'Theirs'], 'undo takes back only the own work');
  await otherEditor((all) => { all[3].end = 118; });
  await says(page, 'Another editor moved topic 4');
  await close(page);
});

test('a field that both changed shows both values, and the person chooses', async () => {
  await fresh();
  const page = await open({ allow: /status of 412/ });
  let holding = true;
  const held = [];
  await page.route('**/draft', (route) => (holding && route.request().method() === 'PUT' ? held.push(route) : route.continue()));
  await choose(page, 2);
  await field(page, 'name').fill('Mine');
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => !!document.querySelector('review-page').model.saver.running);
  await otherEditor((snippets) => { snippets[1].name = 'Theirs'; });
  holding = false;
  for (const route of held) await route.continue();
  const conflict = page.locator('.conflict[data-field=name]');
  await conflict.getByRole('button', { name: 'Theirs: Theirs' }).waitFor();
  await page.locator('save-state').getByText('1 field has two versions').waitFor();
  await page.locator('topic-rail li').nth(1).getByText('Two versions: choose').waitFor();
  await isFine(page);
  await picture(page, 'review-conflict');
  assert.equal((await draft()).snippets[1].name, 'Theirs', 'nothing is decided silently');
  await button(page).click();
  assert.ok(await page.locator('publish-dialog .btn.primary').isDisabled());
  await page.keyboard.press('Escape');
  await conflict.getByRole('button', { name: 'Mine: Mine' }).click();
  await conflict.waitFor({ state: 'detached' });
  await page.waitForFunction(() => !document.querySelector('review-page').model.unsaved);
  assert.equal((await draft()).snippets[1].name, 'Mine');
  await close(page);
});

test('two people see each other', async () => {
  await fresh();
  const page = await open();
  const other = await open();
  await page.locator('.people').getByText(/is here too/).waitFor();
  await choose(other, 4);
  await field(other, 'name').fill('From the other page');
  await page.locator('topic-rail li').nth(3).getByText('From the other page').waitFor();
  await close(other);
  await page.waitForFunction(() => !document.querySelector('.people').textContent.trim());
  await close(page);
});

test('what cannot be saved is kept in the browser and saved later', async () => {
  await fresh();
  const page = await open({ allow: /net::ERR|status of 50/ });
  await page.route('**/draft', (route) => (route.request().method() === 'PUT' ? route.abort('connectionrefused') : route.continue()));
  await choose(page, 1);
  await field(page, 'name').fill('Kept');
  await page.locator('save-state').getByRole('button', { name: 'Not saved – try again' }).waitFor();
  await isFine(page);
  assert.equal((await draft()).snippets[0].name, TOPICS[0].name);
  let asked = 0;
  page.on('dialog', (dialog) => { asked += dialog.type() === 'beforeunload' ? 1 : 0; return dialog.accept(); });
  await page.reload();
  assert.equal(asked, 1, 'leaving asks');
  await isOpen(page);
  assert.equal(await field(page, 'name').inputValue(), 'Kept');
  await page.locator('save-state').getByRole('button', { name: 'Not saved – try again' }).waitFor();
  await page.unroute('**/draft');
  await page.locator('save-state').getByRole('button').click();
  await isSaved(page);
  assert.equal((await draft()).snippets[0].name, 'Kept');
  await page.reload();
  await isOpen(page);
  assert.equal(asked, 1, 'now nothing is unsaved');
  assert.ok(await page.locator('.btn.undo').isDisabled(), 'and nothing was brought back twice');
  await close(page);
});

test('the whole page by keyboard', async () => {
  await fresh();
  const page = await open();
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await page.locator('main').focus();
  await press('n');
  await fieldIs(page, 'start', '0:30.0');
  const tabTo = async (selector, key = 'Tab') => {
    for (let n = 0; n < 80; ++n) {
      if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
      await page.keyboard.press(key);
    }
    assert.fail(`${selector} is not reached`);
  };
  await tabTo('.handle.end');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-valuetext')), '1 minute');
  await press('ArrowRight', 'Shift+ArrowRight', 'PageUp');
  await fieldIs(page, 'end', '1:11.1');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-valuetext')), '1 minute, 11.1 seconds');
  await press('Control+z', 'Control+z', 'Control+y');
  await fieldIs(page, 'end', '1:01.1');
  await page.locator('main').focus();
  await press('Shift+n', 'l', 'b'); // 10 seconds into the first topic, and split it
  await page.waitForFunction(() => document.querySelectorAll('topic-rail li').length === 5);
  await press('Shift+n', 'Shift+b');
  await page.waitForFunction(() => document.querySelectorAll('topic-rail li').length === 4);
  await press('n', 'l', 'i');
  await fieldIs(page, 'start', '0:40.0');
  await press('l', 'o');
  await fieldIs(page, 'end', '0:50.0');
  await press('p');
  await page.waitForFunction(() => !document.querySelector('lecture-player video').paused);
  await press('p');
  await page.waitForFunction(() => document.querySelector('lecture-player video').paused);
  const span = () => page.evaluate(() => document.querySelector('lecture-timeline').view.span);
  const whole = await span();
  await press('+', '+');
  assert.ok(await span() < whole / 2);
  await press('-', '-');
  assert.ok(Math.abs(await span() - whole) < 0.001);
  await press('/');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.keyboard.type('hoi tu');
  await page.locator('mark').first().waitFor();
  await page.locator('main').focus();
  await press('Control+s');
  await isSaved(page);
  assert.deepEqual(bounds(await draft()).slice(0, 2), [[0, 40], [40, 50]]);
  await tabTo('.btn.publish', 'Shift+Tab');
  await press('Enter');
  await page.locator('publish-dialog dialog[open]').waitFor();
  await press('Escape');
  await page.waitForFunction(() => document.activeElement?.matches('.btn.publish'));
  await tabTo('topic-menu > button');
  await press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('[role=menuitem]'));
  await press('ArrowDown', 'ArrowDown', 'Enter');
  await page.waitForFunction(() => document.querySelectorAll('topic-rail li').length === 3);
  await press('?');
  await page.locator('keys-dialog dialog[open]').waitFor();
  await isFine(page);
  await close(page);
});

test('the view: wheel, zoom about the pointer, overview, click', async () => {
  await fresh();
  const page = await open();
  const view = () => page.evaluate(() => document.querySelector('lecture-timeline').view);
  const track = await page.locator('#timeline-track').boundingBox();
  const at = (share) => track.x + track.width * share;
  await page.mouse.move(at(0.25), track.y + 120);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForFunction((all) => document.querySelector('lecture-timeline').view.span < all, SECONDS);
  const near = await view();
  assert.ok(Math.abs((30 - near.start) / near.span - 0.25) < 0.01, 'the time under the pointer stays');
  await page.mouse.wheel(0, 300);
  await page.waitForFunction((start) => document.querySelector('lecture-timeline').view.start > start, near.start);
  const { start, span } = await view();
  await page.mouse.click(at(0.5), track.y + 170);
  await page.waitForFunction((time) => Math.abs(document.querySelector('lecture-player').currentTime - time) < 0.3, start + span / 2);
  await page.waitForFunction(() => {
    const head = document.querySelector('.head').getBoundingClientRect(), box = document.querySelector('#timeline-track').getBoundingClientRect();
    return Math.abs(head.x + head.width / 2 - box.x - box.width / 2) < 3;
  });
  await page.locator('timeline-overview b').focus();
  await page.keyboard.press('Home');
  assert.equal((await view()).start, 0);
  await page.keyboard.press('End');
  assert.ok(Math.abs((await view()).start + span - SECONDS) < 0.001);
  await close(page);
});

test('near to the speech the waveform is finer, and only what is shown is there', async () => {
  await fresh();
  const page = await open();
  await page.waitForFunction(() => document.querySelector('lecture-timeline').peaks.state === 'ready');
  assert.equal(await page.locator('.region').count(), TOPICS.length);
  const fine = page.waitForResponse('**/peaks?pps=100');
  await page.locator('main').focus();
  for (let presses = 0; presses < 8; ++presses) await page.keyboard.press('+');
  const answer = await fine;
  assert.equal(answer.status(), 206);
  assert.match(await answer.request().headerValue('range'), /^bytes=\d+-\d+$/);
  await page.waitForFunction(() => document.querySelector('lecture-timeline').peaks.part);
  const { start, span } = await page.evaluate(() => document.querySelector('lecture-timeline').view);
  const shown = TOPICS.filter((topic) => topic.end > start && topic.start < start + span);
  assert.ok(shown.length < TOPICS.length);
  await page.waitForFunction((count) => document.querySelectorAll('.region').length === count, shown.length);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('a finger moves a bound on a phone, and the page does not scroll', async () => {
  await fresh();
  const page = await open({ size: PHONE });
  await page.locator('.region .label').nth(1).click();
  await fieldIs(page, 'start', '0:30.0');
  await handle(page, 'end').scrollIntoViewIfNeeded();
  const { x, y, width, height } = await handle(page, 'end').boundingBox();
  assert.ok(width >= 44 && height >= 44);
  const before = await page.evaluate(() => scrollY);
  const session = await page.context().newCDPSession(page);
  const touch = (type, dx = 0) => session.send('Input.dispatchTouchEvent', { type,
    touchPoints: type === 'touchEnd' ? [] : [{ x: x + width / 2 + dx, y: y + height / 2 + dx / 3 }] });
  await touch('touchStart');
  for (let step = 1; step <= 6; ++step) await touch('touchMove', step * 5);
  await touch('touchEnd');
  await page.waitForFunction(() => document.querySelector('#topic-end').value !== '1:00.0');
  assert.equal(await page.evaluate(() => scrollY), before);
  await isSaved(page);
  const [, second, third] = bounds(await draft());
  assert.ok(second[1] > 62 && second[1] === third[0]);
  await page.locator('.btn.undo').click();
  await fieldIs(page, 'end', '1:00.0');
  assert.ok(await page.locator('.btn.undo').isDisabled());
  await fits(page);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('two fingers zoom, one pans', async () => {
  await fresh();
  const page = await open({ size: PHONE });
  await page.locator('#timeline-track').scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator('#timeline-track').boundingBox();
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...xs) => session.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((one, n) => ({ x: x + one, y: y + height - 20, id: n })) });
  await touch('touchStart', width * 0.4, width * 0.6);
  for (let step = 1; step <= 5; ++step) await touch('touchMove', width * (0.4 - step * 0.05), width * (0.6 + step * 0.05));
  await touch('touchEnd');
  const view = () => page.evaluate(() => document.querySelector('lecture-timeline').view);
  const near = await view();
  assert.ok(near.span < SECONDS / 2, `${near.span} s`);
  await touch('touchStart', width * 0.7);
  for (let step = 1; step <= 5; ++step) await touch('touchMove', width * (0.7 - step * 0.08));
  await touch('touchEnd');
  assert.ok((await view()).start > near.start);
  await close(page);
});

test('a preview is not asked for before it is there', async () => {
  await fresh();
  const page = await browser.open('/healthz', { allow: /favicon/ });
  const asked = [];
  page.on('request', (request) => { if (/\/peaks\?|sprites\.vtt/.test(request.url())) asked.push(request.url()); });
  await page.route('**/results', async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...await answer.json(), preview: 'making' } });
  });
  await page.goto(address());
  await page.locator('lecture-timeline .note').getByText('The waveform is being made.').waitFor();
  await isOpen(page);
  assert.deepEqual(asked, []);
  await isFine(page);
  const { name } = await call('GET', api());
  await call('PATCH', api(), { name: `${name}.` }); // an event about the lecture tells that it is there
  await page.locator('lecture-timeline .note').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('lecture-timeline').peaks.state === 'ready' && document.querySelector('topic-rail .thumbnail'));
  await call('PATCH', api(), { name });
  assert.deepEqual(page.faults, []);
  await close(page);
});

test('a lecture without sound', async () => {
  await fresh();
  const page = await browser.open('/healthz', { allow: /favicon/ });
  await page.route('**/peaks?*', (route) => route.fulfill({ status: 204 }));
  await page.goto(address());
  await page.getByText('The recording has no sound.').waitFor();
  await isFine(page);
  await close(page);
});

test('hostile texts do no harm', async () => {
  const made = await makeLecture({ name: MARKUP.slice(0, 200), module: TURNED, seconds: 40,
    lines: HOSTILE.map((text, n) => ({ start: n * 8, end: n * 8 + 7, text: text.replaceAll('\n', ' ') })),
    topics: HOSTILE.filter((name) => !/[\u0000-\u001f]/.test(name)).map((name, n) => ({ name: name.slice(0, 200), start: n * 10, end: n * 10 + 10, summary: name })) });
  for (const look of [LOOKS[0], LOOKS[7]]) {
    const page = await open(look, made.id);
    // What is not on the screen is not drawn yet, and has no certain place.
    await page.locator('.cue').last().scrollIntoViewIfNeeded();
    await isFine(page);
    await button(page).click();
    await isFine(page);
    await page.keyboard.press('Escape');
    assert.equal(await page.title().then((title) => title === '1'), false);
    assert.equal(await page.locator('review-page img[src=x]').count(), 0);
    assert.equal(await field(page, 'name').inputValue(), MARKUP);
    await picture(page, `review-hostile-${look.size.width}`);
    await close(page);
  }
});

test('a viewer, a lecture that is not ready, and one that is not there', async () => {
  const page = await browser.open('/healthz', { allow: /favicon/ });
  await page.route('**/api/v1/me', (route) => route.fulfill({ contentType: 'application/json',
    body: JSON.stringify({ mode: 'required', role: 'viewer', name: 'Minh', client_id: null }) }));
  await page.goto(address());
  await page.getByText('You may watch this lecture, but not change it.').waitFor();
  await isFine(page);
  await page.unroute('**/api/v1/me');
  await page.route('**/results', async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...await answer.json(), job_status: 'Processing: Transcribing' } });
  });
  await page.goto(address());
  await page.getByText('The lecture is not ready yet').waitFor();
  await isFine(page);
  await close(page);
  const missing = await browser.open('/lectures/987654321/review', { allow: /status of 404/ });
  await missing.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await close(missing);
});
