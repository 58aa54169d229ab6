// How the pages wait for a preview that the server makes, with a server of a few lines.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import '../kit/no-browser.mjs';

const { PreviewPart } = await import('../../../server/web/preview/preview-part.js');

/** What the server answers, one after the other; each may be a promise. */
let answers;
let asked;
globalThis.fetch = async (address) => {
  ++asked;
  assert.equal(address, '/part');
  return answers.shift();
};
const making = () => new Response('{}', { status: 404, headers: { 'Retry-After': '2' } });
const failed = () => new Response('{}', { status: 404 });
const there = () => new Response('bytes');
const settled = () => new Promise((done) => { setImmediate(done); });

class Part extends PreviewPart {
  async take(response) { this.text = await response.text(); }
}

let part, changes;
beforeEach(() => {
  [asked, changes] = [0, 0];
  part = new Part('/part', () => ++changes);
});

test('it is not asked for in vain while it is being made', async () => {
  answers = [there()];
  await part.follow('making');
  assert.deepEqual([part.state, asked, changes], ['making', 0, 1]);
  await part.follow('ready');
  assert.deepEqual([part.state, part.text, asked, changes], ['ready', 'bytes', 1, 2]);
  for (const told of ['ready', 'making', 'ready', null]) await part.follow(told);
  assert.deepEqual([part.state, asked, changes], ['ready', 1, 2], 'what is there is not read again');
});

test('a recording without such a part', async () => {
  answers = [new Response(null, { status: 204 })];
  await part.follow('ready');
  assert.deepEqual([part.state, part.text], ['none', undefined]);
});

test('where nobody has asked yet, or where it has failed, the request has it made', async () => {
  for (const told of [null, 'failed']) {
    part = new Part('/part', () => {});
    [asked, answers] = [0, [making(), there()]];
    await part.follow(told);
    assert.deepEqual([part.state, asked], ['making', 1]);
    await part.follow('making');
    assert.equal(asked, 1);
    await part.follow('ready');
    assert.deepEqual([part.state, asked], ['ready', 2]);
  }
});

test('a failure is told, and what comes later is read', async () => {
  answers = [failed(), there()];
  await part.follow('failed');
  assert.equal(part.state, 'failed');
  await part.follow('making');
  assert.equal(part.state, 'making');
  await part.follow('ready');
  assert.equal(part.state, 'ready');
});

test('an old answer does not hide that it is there', async () => {
  let late;
  answers = [new Promise((done) => { late = done; }), there()];
  const first = part.follow(null);
  await part.follow('ready');
  late(making());
  await first;
  assert.equal(part.state, 'ready');
});

test('a server that is away is asked again, and not after the page is left', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  answers = [Promise.reject(new TypeError('away')), new Response('{}', { status: 503, headers: { 'Retry-After': '7' } }), making()];
  await part.follow('ready');
  assert.deepEqual([part.state, asked], ['making', 1]);
  t.mock.timers.tick(5000);
  await settled();
  assert.equal(asked, 2);
  t.mock.timers.tick(6999);
  assert.equal(asked, 2);
  t.mock.timers.tick(1);
  await settled();
  assert.equal(asked, 3);
  t.mock.timers.tick(1e6);
  await settled();
  assert.equal(asked, 3, 'the server tells when it is made');

  part = new Part('/part', () => {});
  [asked, answers] = [0, [Promise.reject(new TypeError('away'))]];
  await part.follow('ready');
  part.stop();
  t.mock.timers.tick(1e6);
  await settled();
  assert.equal(asked, 1);
});
