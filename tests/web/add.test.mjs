// Adding recordings: files, links, and uploads that are interrupted.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { call, finished } from './kit/api.mjs';
import { LOOKS, SERVER, useBrowser } from './kit/browser.mjs';
import { isFine, picture, targetsAreLarge } from './kit/checks.mjs';
import { HOSTILE, MARKUP } from './kit/hostile.mjs';
import { makeRecording } from './kit/recordings.mjs';
import { tcpProxy } from './kit/tcp-proxy.mjs';

const browser = useBrowser();
const MB = 1_000_000;
const broken = /net::ERR_|status of 409/; // what the browser itself logs about a connection that was cut

/** A recording of `bytes` bytes: the rest is a box that players skip. */
function largeRecording(name, bytes = 20 * MB) {
  const file = makeRecording({ seconds: 20, name });
  const rest = bytes - fs.statSync(file).size;
  const box = Buffer.alloc(rest, 7);
  box.writeUInt32BE(rest, 0);
  box.write('free', 4, 'latin1');
  fs.appendFileSync(file, box);
  return file;
}

const small = makeRecording({ seconds: 20, name: 'Tuần_6__Chuỗi_số.mp4' });
const large = largeRecording('large.mp4');
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const items = (page) => page.locator('upload-item');
const inputs = (page) => page.locator('.target input[type=file]');
const unfinished = () => call('GET', '/api/v1/uploads?limit=1000');

/** The pieces that the page sends: their Content-Range. */
function pieces(page) {
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.headers()['content-range']);
  });
  return sent;
}

async function lineTo(t) {
  const line = await tcpProxy();
  t.after(() => line.close());
  return line;
}

/** The lecture that the page has made of a file. */
async function lectureOf(page, n = 0) {
  const link = await items(page).nth(n).locator('a.link').getAttribute('href');
  return Number(link.split('/').at(-1));
}

async function hasAllBytes(lecture, file) {
  const { recording_url } = await finished(lecture);
  const stored = Buffer.from(await (await fetch(new URL(recording_url, SERVER))).arrayBuffer());
  assert.equal(sha(stored), sha(fs.readFileSync(file)));
}

test('a file becomes a lecture, with the name and the module that were typed meanwhile', async () => {
  const page = await browser.open('/add');
  await inputs(page).setInputFiles(small);
  const item = items(page).first();
  assert.equal(await item.getByLabel('Name').inputValue(), 'Tuần 6 Chuỗi số');
  await item.getByLabel('Name').fill('Chuỗi số & dãy số');
  await item.getByLabel(/^Module/).fill('MATH101');
  await item.getByLabel(/^Module/).press('Tab');
  await item.getByRole('link', { name: /^Review \d+ topics?$/ }).waitFor();
  const lecture = await lectureOf(page);
  await page.waitForFunction(async (id) => (await (await fetch(`/api/v1/sessions/${id}`)).json()).module === 'MATH101', lecture);
  const stored = await call('GET', `/api/v1/sessions/${lecture}`);
  assert.deepEqual([stored.name, stored.module], ['Chuỗi số & dãy số', 'MATH101']);
  assert.equal(await page.evaluate(() => localStorage.getItem('lectern.uploads')), null);
  await hasAllBytes(lecture, small);
  await isFine(page);
  await page.context().close();
});

test('20 MB that are cut at 5 MB go on where they stopped', async (t) => {
  const line = await lineTo(t);
  const page = await browser.open('/add', { server: line.address, allow: broken });
  const sent = pieces(page);
  line.cutAfter(5 * MB);
  await inputs(page).setInputFiles(large);
  await items(page).first().locator('a.link').waitFor();
  assert.equal(line.cuts, 1);
  const starts = sent.map((range) => Number(/^bytes (\d+)-/.exec(range)[1]));
  assert.equal(starts[0], 0);
  assert.ok(starts.at(-1) > 1 * MB && starts.at(-1) <= 5 * MB, `it went on at ${starts.at(-1)}`);
  await hasAllBytes(await lectureOf(page), large);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('it waits for a server that is away, and says so', async (t) => {
  const line = await lineTo(t);
  const page = await browser.open('/add', { server: line.address, allow: broken });
  let away = true;
  await page.route('**/api/v1/uploads*', (route) => (away ? route.abort('connectionrefused') : route.continue()));
  await inputs(page).setInputFiles(small);
  const item = items(page).first();
  await item.getByText(/connection is broken/).waitFor();
  await picture(page, 'add-broken');
  away = false;
  await item.getByRole('button', { name: 'Try now' }).click();
  await item.locator('a.link').waitFor();
  await page.context().close();
});

test('a server that is busy with the broken request is asked again', async () => {
  const page = await browser.open('/add', { allow: broken });
  let refused = 0;
  await page.route('**/api/v1/uploads/*', (route) => {
    if (route.request().method() !== 'PUT' || refused++) return route.continue();
    return route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"title":"Conflict","status":409,"detail":"busy"}' });
  });
  await inputs(page).setInputFiles(small);
  await items(page).first().locator('a.link').waitFor();
  assert.ok(refused >= 2);
  await page.context().close();
});

test('after a reload it goes on when the same file is chosen again; leaving asks', async (t) => {
  const line = await lineTo(t);
  const page = await browser.open('/add', { server: line.address, allow: broken });
  line.stopAfter(5 * MB);
  await inputs(page).setInputFiles(large);
  const item = items(page).first();
  await item.locator('progress').waitFor();
  await page.waitForFunction(() => document.querySelector('upload-item progress').value > 0.2);
  // Where it stands has been measured, and then some more leaves: this makes a speed.
  await page.waitForFunction(() => document.querySelector('upload-item').item.pace.measured.length > 0);
  line.goOn();
  line.stopAfter(10 * MB);
  await item.locator('[data-part=amount]', { hasText: /^[\d.]+ MB of 20 MB · .+\/s · about .+ left$/ }).waitFor();
  await item.getByLabel('Name').fill('After the reload');
  await item.getByLabel('Name').press('Tab');

  const asked = new Promise((done) => page.once('dialog', (dialog) => { done(dialog.type()); dialog.dismiss(); }));
  await page.evaluate(() => { setTimeout(() => location.reload()); });
  assert.equal(await asked, 'beforeunload');
  assert.equal(await items(page).count(), 1); // the user has stayed

  await item.getByRole('button', { name: /^Pause/ }).click();
  await item.getByText(/^Paused at/).waitFor();
  const [{ id }] = await unfinished();
  await page.waitForFunction(async (one) => (await (await fetch(`/api/v1/uploads/${one}`)).json()).received > 0, id);
  line.goOn();
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();

  const left = page.locator('unfinished-uploads li');
  await left.getByText('large.mp4').waitFor();
  await left.getByText(/Choose this file again to go on/).waitFor();
  await isFine(page);
  await picture(page, 'add-left-over');
  const sent = pieces(page);
  await inputs(page).setInputFiles(large);
  await item.getByText(/Goes on with the upload that began before/).waitFor();
  assert.equal(await item.getByLabel('Name').inputValue(), 'After the reload');
  await item.locator('a.link').waitFor();
  assert.equal(await left.count(), 0);
  assert.ok(Number(/^bytes (\d+)-/.exec(sent[0])[1]) > 0);
  const lecture = await lectureOf(page);
  assert.equal((await call('GET', `/api/v1/sessions/${lecture}`)).name, 'After the reload');
  await hasAllBytes(lecture, large);

  let dialogs = 0; // nothing is on its way any more, so leaving does not ask
  page.on('dialog', (dialog) => { ++dialogs; dialog.accept(); });
  await page.reload();
  await page.locator('.target').waitFor();
  assert.equal(dialogs, 0);
  await page.context().close();
});

test('an unfinished upload of this browser can be deleted', async (t) => {
  const line = await lineTo(t);
  const page = await browser.open('/add', { server: line.address, allow: broken });
  line.stopAfter(1 * MB);
  await inputs(page).setInputFiles(large);
  await page.waitForFunction(() => document.querySelector('upload-item progress')?.value > 0);
  page.once('dialog', (dialog) => dialog.accept());
  line.goOn();
  await page.reload();
  const left = page.locator('unfinished-uploads li');
  await left.getByRole('button', { name: /^Delete the upload of large.mp4/ }).click();
  await left.waitFor({ state: 'detached' });
  assert.deepEqual(await unfinished(), []);
  await page.context().close();
});

test('an unfinished upload is remembered for its person, whoever uses the browser meanwhile', async (t) => {
  const line = await lineTo(t);
  const page = await browser.open('/healthz', { server: line.address, allow: /net::ERR_|status of 409|favicon/ });
  let person;
  await page.route('**/api/v1/me', (route) => route.fulfill({ json: { mode: 'required', role: 'teacher', demo: false, ...person } }));
  // People of one client do not see the uploads of another.
  await page.route('**/api/v1/uploads?limit=*', (route) => (person.client_id === 'maths' ? route.continue() : route.fulfill({ json: [] })));
  const openAs = async (name, client_id) => {
    person = { name, client_id };
    await page.goto('/add');
    await page.locator('app-bar .who', { hasText: name }).waitFor();
    await inputs(page).waitFor({ state: 'attached' });
  };
  await openAs('Ada', 'maths');
  line.stopAfter(1 * MB);
  await inputs(page).setInputFiles(large);
  await page.waitForFunction(() => document.querySelector('upload-item progress')?.value > 0);
  page.once('dialog', (dialog) => dialog.accept());
  line.goOn();

  const asked = page.waitForResponse('**/api/v1/uploads?limit=*');
  await openAs('Ada', 'physics');
  await asked;
  assert.equal(await page.locator('unfinished-uploads li').count(), 0);

  await openAs('Ada', 'maths');
  const left = page.locator('unfinished-uploads li');
  await left.getByText('large.mp4').waitFor();
  await left.getByRole('button', { name: /^Delete the upload of large.mp4/ }).click();
  await left.waitFor({ state: 'detached' });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('five files wait for their turn, two at once; pause, resume, remove', async () => {
  const page = await browser.open('/add', { allow: broken });
  const held = [];
  let holds = true;
  await page.route('**/api/v1/uploads/*', (route) => {
    if (route.request().method() !== 'PUT' || !holds) return route.continue();
    held.push(route);
    return undefined;
  });
  const files = Array.from({ length: 5 }, (_, n) => ({ name: `file ${n}.mp4`, mimeType: 'video/mp4', buffer: Buffer.alloc(1000 + n, 1) }));
  await inputs(page).setInputFiles(files);
  const states = () => page.locator('.queue li.card').evaluateAll((all) => all.map((one) => one.dataset.state));
  await page.waitForFunction(() => document.querySelectorAll('.queue li[data-state="sending"]').length === 2);
  assert.deepEqual(await states(), ['sending', 'sending', 'waiting', 'waiting', 'waiting']);
  await picture(page, 'add-queue');
  await isFine(page);

  await page.getByRole('button', { name: 'Pause file 0' }).click();
  await page.locator('li[data-state="sending"] >> text=file 2.mp4').waitFor(); // its place is taken
  assert.deepEqual(await states(), ['paused', 'sending', 'sending', 'waiting', 'waiting']);
  await page.getByRole('button', { name: 'Resume file 0' }).click();
  assert.deepEqual(await states(), ['waiting', 'sending', 'sending', 'waiting', 'waiting']);
  await page.getByRole('button', { name: 'Remove file 1' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.queue li[data-state="sending"]').length === 2);
  assert.deepEqual(await states(), ['sending', 'sending', 'waiting', 'waiting']);

  holds = false;
  for (const route of held) await route.continue().catch(() => {}); // those of paused and removed files are gone
  await page.waitForFunction(() => document.querySelectorAll('.queue li[data-state="done"]').length === 4);
  // What was sent of the removed file is gone.
  await page.waitForFunction(async () => !(await (await fetch('/api/v1/uploads?limit=1000')).json()).some(({ name }) => name === 'file 1.mp4'));
  assert.equal(page.faults.length, 0, page.faults.join('\n'));
  await page.context().close();
});

test('uploads go on while other pages are shown', async () => {
  const page = await browser.open('/add', { allow: broken });
  let release;
  const hold = new Promise((done) => { release = done; });
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PUT') await hold;
    await route.continue();
  });
  await inputs(page).setInputFiles({ name: 'Far away.mp4', mimeType: 'video/mp4', buffer: fs.readFileSync(small) });
  await page.locator('li[data-state="sending"]').waitFor();
  await page.locator('app-bar .brand').click();
  await page.locator('.uploads').getByText(/^1 recording is being uploaded/).waitFor();
  release();
  await page.locator('lecture-row', { hasText: 'Far away' }).waitFor();
  await page.locator('.uploads').waitFor({ state: 'detached' });
  await page.context().close();
});

test('what the server says about a link stands at its field', async () => {
  const page = await browser.open('/add', { allow: /status of 400/ });
  const form = page.locator('link-form');
  await form.getByLabel('Link').fill('https://example.org/lectures/B%C3%A0i_1.mp4');
  assert.equal(await form.getByLabel('Name').inputValue(), 'Bài 1');
  await form.getByRole('button').click();
  const refused = await fetch(`${SERVER}/api/v1/upload-session`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'x', drive_link: 'https://example.org/lectures/B%C3%A0i_1.mp4' }),
  });
  const { errors } = await refused.json();
  const field = form.locator('.field', { has: page.getByLabel('Link') });
  await field.getByText([errors.drive_link].flat()[0]).waitFor();
  assert.equal(await form.getByLabel('Link').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'link');
  await isFine(page);
  await picture(page, 'add-refused');

  await form.getByLabel('Link').fill('https://drive.google.com/drive/folders/x');
  await form.getByLabel('Name').fill('');
  await form.getByRole('button').click();
  await page.waitForFunction(() => document.querySelectorAll('link-form [aria-invalid=true]').length === 2);
  await page.context().close();
});

test('a link becomes a lecture, and is known the second time', async () => {
  const page = await browser.open('/add', { allow: /status of 400/ });
  const form = page.locator('link-form');
  const add = async (name) => {
    await form.getByLabel('Link').fill('https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz012345/view');
    await form.getByLabel('Name').fill(name);
    await form.getByRole('button').click();
  };
  await add(MARKUP.slice(0, 150));
  await page.locator('.queue lecture-steps li[data-step="upload"]').getByText('Fetch').waitFor();
  assert.equal(await form.getByLabel('Link').inputValue(), '');
  await add('The same');
  await page.locator('.queue').getByText('This recording is a lecture already.').waitFor();
  assert.equal(await page.locator('.queue li.card').count(), 1);
  await isFine(page);
  const href = await page.locator('.queue a.link').getAttribute('href');
  await call('DELETE', `/api/v1/sessions/${href.split('/').at(-1)}`);
  await page.locator('.queue').getByText('This lecture has been deleted.').waitFor();
  await page.context().close();
});

test('empty files, files that cannot be read, and refusals of the server', async () => {
  const page = await browser.open('/add', { allow: /status of 413|net::ERR_/ });
  await page.route('**/api/v1/uploads?name=huge*', (route) => route.fulfill({
    status: 413, contentType: 'application/problem+json', body: '{"title":"Too large","status":413,"detail":"The file is larger than this server accepts."}',
  }));
  const gone = path.join(path.dirname(small), 'gone.mp4');
  fs.writeFileSync(gone, Buffer.alloc(3 * MB, 1));
  let release;
  const hold = new Promise((done) => { release = done; });
  await page.route('**/api/v1/uploads?name=gone*', async (route) => {
    await hold;
    await route.continue();
  });
  await inputs(page).setInputFiles({ name: 'nothing.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) });
  await items(page).nth(0).getByText('This file is empty.').waitFor();
  await inputs(page).setInputFiles({ name: 'huge.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(9) });
  await items(page).nth(1).getByText('The file is larger than this server accepts.').waitFor();
  await items(page).nth(1).getByRole('button', { name: 'Retry huge' }).waitFor();
  await inputs(page).setInputFiles(gone);
  await page.locator('li[data-state="sending"]').waitFor();
  fs.rmSync(gone);
  release();
  await items(page).nth(2).getByText('The browser cannot read this file any more. Choose it again.').waitFor();
  await isFine(page);
  await page.context().close();
});

test('every look, with hostile names', async () => {
  for (const look of LOOKS) {
    const page = await browser.open('/add', { ...look, allow: broken });
    await page.route('**/api/v1/uploads*', () => {}); // nothing is answered, so the queue stays as it is
    const names = [...HOSTILE.map((name) => `${name.replaceAll('/', '∕')}.mp4`), 'Buổi 7.mp4'];
    await inputs(page).setInputFiles(names.map((name, n) => ({ name, mimeType: 'video/mp4', buffer: Buffer.alloc(100 + n, 1) })));
    await page.locator('li[data-state="sending"]').first().waitFor();
    await isFine(page);
    await targetsAreLarge(page, look.size.width < 700 ? 44 : 24);
    assert.equal(await page.locator('upload-item img').count(), 0);
    await picture(page, `add-${look.name.replaceAll(' ', '-')}`);
    await page.context().close();
  }
});

