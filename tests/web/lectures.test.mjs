// The list of lectures, from the empty card of the first run to two hundred lectures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, call, finished, token } from './kit/api.mjs';
import { DESK, LOOKS, SERVER, useBrowser } from './kit/browser.mjs';
import { isFine, picture, targetsAreLarge } from './kit/checks.mjs';
import { HOSTILE } from './kit/hostile.mjs';
import { makeRecording, sentences } from './kit/recordings.mjs';

const browser = useBrowser();
const LOCKED = process.env.LECTERN_WEB_LOCKED;
const small = makeRecording({ seconds: 120, lines: sentences(120, 40), name: 'Bài_giảng_1.mp4' });
const rows = (page) => page.locator('lecture-row');
const row = (page, name) => page.locator('lecture-row', { has: page.getByRole('heading', { name, exact: true }) });
const chooser = (page) => page.locator('first-run input[type=file]');
const chip = (page, name) => row(page, name).locator('.state');

/** A lecture that fails at once: its file is no recording. */
async function failing(name, members = {}, { server = SERVER, as } = {}) {
  const { link } = await call('POST', '/api/v1/uploads?name=x.mp4', Buffer.from('no recording'), { server, as });
  return (await call('POST', '/api/v1/upload-session', { name, drive_link: link, ...members }, { server, as })).id;
}

async function removeAll() {
  for (const { id } of await call('GET', '/api/v1/sessions?limit=1000')) await call('DELETE', `/api/v1/sessions/${id}`);
}

/** Drops files on the page, as the browser does it: enter, over, drop. */
async function drop(page, files) {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, text } of all) transfer.items.add(new File([text], name, { type: 'video/mp4' }));
    return transfer;
  }, files);
  for (const type of ['dragenter', 'dragover']) await page.dispatchEvent('main', type, { dataTransfer: data });
  await page.locator('drop-zone .drop').waitFor();
  await picture(page, 'lectures-drop');
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
}

test('an empty list has one primary action', async () => {
  await removeAll();
  for (const look of LOOKS) {
    const page = await browser.open('/', look);
    await page.locator('first-run .empty').waitFor();
    assert.equal(await page.locator('.btn.primary').count(), 1);
    assert.equal(await page.locator('first-run .btn').count(), 2); // and a link; no demo lecture here
    await isFine(page);
    await targetsAreLarge(page, look.size.width < 700 ? 44 : 24);
    await picture(page, `first-${look.name.replaceAll(' ', '-')}`);
    await page.context().close();
  }
});

test('the card becomes the lecture, up to its review', async () => {
  await removeAll();
  const page = await browser.open('/');
  await chooser(page).setInputFiles(small);
  const steps = page.locator('first-run li[data-step]');
  assert.deepEqual(await steps.evaluateAll((all) => all.map((one) => one.dataset.step)), ['upload', 'listen', 'topics', 'review']);
  await page.getByRole('heading', { name: 'Bài giảng 1' }).first().waitFor();
  const review = page.locator('first-run a.btn.primary');
  await review.waitFor();
  const [{ id }] = await call('GET', '/api/v1/sessions');
  const { snippets } = await call('GET', `/api/v1/sessions/${id}/results`);
  assert.equal((await review.textContent()).trim(), `Review ${snippets.length} topics`);
  assert.equal(await review.getAttribute('href'), `/lectures/${id}/review`);
  assert.deepEqual(await steps.evaluateAll((all) => all.map((one) => one.dataset.state)), ['done', 'done', 'done', 'running']);
  assert.equal(await page.locator('.btn.primary').count(), 1);
  await isFine(page);
  await picture(page, 'first-done');
  await page.context().close();
});

test('from an empty folder to a clip that plays in six clicks, without a word typed', async () => {
  await removeAll();
  const page = await browser.open('/');
  let clicks = 0;
  const click = async (place) => {
    ++clicks;
    await place.click();
  };
  const opened = page.waitForEvent('filechooser');
  await click(page.getByRole('button', { name: 'Choose a recording' }));
  ++clicks; // in the browser's own window
  await (await opened).setFiles(small);
  await click(page.getByRole('link', { name: /^Review \d+ topics$/ }));
  await click(page.locator('.btn.publish'));
  await click(page.locator('publish-dialog footer .btn.primary'));
  const play = page.locator('publish-dialog button', { hasText: 'Play clip' }).first();
  await play.waitFor({ timeout: 180_000 }); // the clip is encoded
  await picture(page, 'first-published');
  await click(play);
  await page.waitForFunction(() => document.querySelector('clip-dialog video')?.currentTime > 0);
  assert.equal(clicks, 6);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a recording that cannot be used says why, and is tried again', async () => {
  await removeAll();
  const page = await browser.open('/');
  await chooser(page).setInputFiles({ name: 'broken.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no recording') });
  const card = page.locator('first-run');
  await card.getByRole('button', { name: 'Retry' }).waitFor();
  const [{ id, error }] = await call('GET', '/api/v1/sessions');
  assert.ok(error);
  await card.getByText(error).waitFor();
  assert.equal(await card.locator('li[data-step="upload"]').getAttribute('data-state'), 'failed');
  await isFine(page);
  await picture(page, 'first-failed');
  const before = (await call('GET', `/api/v1/sessions/${id}`)).updated_at;
  await card.getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(async ([one, time]) => {
    const { updated_at, job_status } = await (await fetch(`/api/v1/sessions/${one}`)).json();
    return updated_at !== time && job_status === 'Failed';
  }, [id, before]);
  await page.context().close();
});

test('the first lecture may come by a link', async () => {
  await removeAll();
  const page = await browser.open('/', { allow: /status of 400/ });
  await page.locator('first-run').getByRole('button', { name: 'Paste a link' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'link');
  await page.keyboard.type('https://drive.google.com/file/d/2AbCdEfGhIjKlMnOpQrStUvWxYz012345/view');
  await page.keyboard.press('Enter');
  await page.locator('#link-name[aria-invalid=true]').waitFor();
  await isFine(page);
  await page.locator('#link-name').fill('By a link');
  await page.keyboard.press('Enter');
  await page.locator('first-run li[data-step="upload"]').getByText('Fetch').waitFor();
  await page.context().close();
});

test('the demo lecture is offered where the server has one', async () => {
  await removeAll();
  const lecture = await begin(small, { name: 'The demo' });
  const session = await call('GET', `/api/v1/sessions/${lecture}`);
  const page = await browser.open('/healthz', { allow: /favicon/ });
  const answer = (body) => (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) });
  await page.route('**/api/v1/me', answer({ mode: 'local', role: 'admin', name: '', client_id: null, demo: true }));
  await page.route('**/api/v1/sessions?*', (route) => route.fulfill({ contentType: 'application/json', headers: { 'X-Total-Count': '0' }, body: '[]' }));
  await page.route('**/api/v1/demo-lecture', answer(session));
  await page.goto('/');
  await page.getByRole('button', { name: 'Try the demo lecture' }).waitFor();
  assert.equal(await page.locator('.btn.primary').count(), 1);
  const asked = page.waitForRequest('**/api/v1/demo-lecture');
  await page.getByRole('button', { name: 'Try the demo lecture' }).click();
  assert.equal((await asked).method(), 'POST');
  await page.getByRole('heading', { name: 'The demo' }).waitFor();
  await page.locator('first-run a.btn.primary').waitFor();
  await page.context().close();
});

test('the list follows the server without a reload', async () => {
  await removeAll();
  await finished(await failing('Nothing to hear'));
  const page = await browser.open('/');
  const failed = row(page, 'Nothing to hear');
  const { error } = (await call('GET', '/api/v1/sessions'))[0];
  await failed.getByText(error).waitFor();
  await failed.getByRole('button', { name: /^Retry/ }).waitFor();
  const answered = page.waitForResponse((response) => response.url().endsWith('/retry'));
  await failed.getByRole('button', { name: /^Retry/ }).click();
  assert.equal((await answered).status(), 200);

  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const lecture = await begin(small, { name: 'New here', module: 'MATH101' });
  await row(page, 'New here').waitFor();
  assert.equal(await rows(page).first().locator('h2').textContent(), 'New here');
  await page.locator('lecture-row .state[data-kind="review"]').waitFor();
  const { snippets } = await finished(lecture);
  assert.match(await chip(page, 'New here').textContent(), new RegExp(`Needs review: ${snippets.length} topics`));
  await row(page, 'New here').getByRole('link', { name: /^Review/ }).waitFor();
  await row(page, 'New here').locator('.poster img').waitFor();

  await call('POST', `/api/v1/snippets/${snippets[0].id}/process`, { mode: 'fast' });
  await chip(page, 'New here').getByText(`1 of ${snippets.length} cut`).waitFor();
  await call('POST', `/api/v1/sessions/${lecture}/process`, { mode: 'fast' });
  await page.locator('lecture-row .state[data-kind="cut"]').waitFor();
  await call('PATCH', `/api/v1/sessions/${lecture}`, { name: 'Another name' });
  await row(page, 'Another name').waitFor();
  await isFine(page);
  assert.ok(!requests.some((address) => new URL(address).pathname === '/'), 'the page was not loaded again');

  await call('DELETE', `/api/v1/sessions/${lecture}`);
  await row(page, 'Another name').waitFor({ state: 'detached' });
  await page.context().close();
});

test('two hundred lectures come by pages of fifty, and the focus stays', async () => {
  await removeAll();
  for (let n = 1; n <= 200; ++n) await failing(`Lecture ${String(n).padStart(3, '0')}`, { module: n % 2 ? 'Odd' : 'Even' });
  const page = await browser.open('/');
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 50);
  assert.equal(await page.locator('.head [role=status]').textContent(), '200 lectures');
  const more = page.locator('.more button');
  const asked = [];
  page.on('request', (request) => request.url().includes('/api/v1/sessions?') && asked.push(new URL(request.url()).searchParams.get('skip')));
  await more.focus();
  for (const shown of [100, 150]) {
    await page.keyboard.press('Enter');
    await page.waitForFunction((n) => document.querySelectorAll('lecture-row').length === n, shown);
    assert.ok(await more.evaluate((one) => one === document.activeElement), `after ${shown}`);
  }
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 200);
  await more.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement === document.querySelectorAll('lecture-row h2 a')[150]);
  for (const skip of ['50', '100', '150']) assert.ok(asked.includes(skip), `skip=${skip} was asked for`);
  const names = await rows(page).locator('h2').allTextContents();
  assert.deepEqual(names, Array.from({ length: 200 }, (_, n) => `Lecture ${String(200 - n).padStart(3, '0')}`));
  await rows(page).nth(180).locator('h2 a').click();
  await page.waitForURL('**/lectures/*');
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 200 && scrollY > 1000);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('search and filters', async () => {
  await finished(await begin(small, { name: 'Chuỗi hội tụ', module: 'Giải tích' }));
  const page = await browser.open('/');
  await rows(page).first().waitFor();
  await page.locator('h1').click();
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.keyboard.type('hoi tu');
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 1);
  await row(page, 'Chuỗi hội tụ').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), 'hoi tu');
  await page.reload();
  await row(page, 'Chuỗi hội tụ').waitFor();
  assert.equal(await page.locator('input[type=search]').inputValue(), 'hoi tu');

  await page.locator('input[type=search]').fill('lecture 15');
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 12);
  await page.getByLabel('Module', { exact: true }).fill('Odd');
  await page.getByLabel('Module', { exact: true }).press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 7);
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Ready' });
  await page.getByText('No lecture fits.').waitFor();
  assert.equal(await page.locator('first-run').count(), 0);
  await isFine(page);
  await page.getByRole('link', { name: 'Show all lectures' }).click();
  await page.waitForFunction(() => document.querySelectorAll('lecture-row').length === 50);
  assert.equal(await page.locator('input[type=search]').inputValue(), '');
  await page.context().close();
});

test('a file that is dropped anywhere opens Add with it', async () => {
  const page = await browser.open('/');
  await rows(page).first().waitFor();
  await drop(page, [{ name: 'one.mp4', text: 'one' }, { name: 'two.mp4', text: 'two' }]);
  await page.waitForURL('**/add');
  await page.waitForFunction(() => document.querySelectorAll('upload-item').length === 2);
  await page.locator('li[data-state="done"]').nth(1).waitFor();
  assert.deepEqual(await page.locator('upload-item .file bdi').allTextContents(), ['one.mp4', 'two.mp4']);
  await page.context().close();
});

test('every look, with hostile names', async () => {
  await removeAll();
  for (const text of HOSTILE) {
    const name = text.replace(/\p{Cc}/gu, '').slice(0, 200); // the server takes no control characters
    await finished(await failing(name, { module: name }));
  }
  await finished(await begin(small, { name: 'Giải tích 1 · Tuần 6: Chuỗi số', module: 'MATH101' }));
  const { snippets } = await finished(await begin(small, { name: 'Introduction', module: 'PHIL200' }));
  await call('POST', `/api/v1/snippets/${snippets[0].id}/process`, { mode: 'fast' });
  for (const look of LOOKS) {
    const page = await browser.open('/', look);
    await page.locator('.state[data-kind="partly"]').waitFor();
    assert.equal(await rows(page).count(), 6);
    assert.equal(await page.locator('lecture-row h2 img, lecture-row h2 script').count(), 0);
    await isFine(page);
    await targetsAreLarge(page, look.size.width < 700 ? 44 : 24);
    await picture(page, `lectures-${look.name.replaceAll(' ', '-')}`);
    await page.context().close();
  }
});

test('a viewer sees the list, and nothing that changes it', async () => {
  const page = await browser.open('/healthz', { size: DESK, allow: /favicon/ });
  await page.route('**/api/v1/me', (route) => route.fulfill({
    contentType: 'application/json', body: JSON.stringify({ mode: 'required', role: 'viewer', name: 'Minh', client_id: null, demo: false }),
  }));
  await page.goto('/');
  await rows(page).first().waitFor();
  assert.equal(await page.locator('lecture-row .actions .btn, .head .btn, drop-zone').count(), 0);
  await isFine(page);
  await page.context().close();
});

test('an outage is told, and the list comes back', async () => {
  const page = await browser.open('/healthz', { allow: /favicon|net::ERR_/ });
  let away = true;
  await page.route('**/api/v1/sessions?*', (route) => (away ? route.abort('connectionrefused') : route.continue()));
  await page.goto('/');
  await page.getByText('The server cannot be reached.').waitFor();
  await isFine(page);
  away = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await rows(page).first().waitFor();
  await page.context().close();
});

test('signed out, the list asks for the login', async () => {
  await failing('Behind the login', {}, { server: LOCKED, as: token });
  const page = await browser.open('/', { server: LOCKED, allow: /status of 401/ });
  await page.waitForURL('**/login?**');
  await page.context().close();
});
