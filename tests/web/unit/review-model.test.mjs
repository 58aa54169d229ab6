// What the review page saves and keeps, with a server of a few lines.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import '../kit/no-browser.mjs';

const web = new URL('../../../server/web/draft/', import.meta.url);
const { ReviewModel } = await import(new URL('review-model.js', web));
const plan = await import(new URL('plan.js', web));

const kept = new Map();
globalThis.indexedDB = {
  open() {
    const store = {
      put: (value, key) => kept.set(key, structuredClone(value)), get: (key) => ({ result: kept.get(key) }), delete: (key) => kept.delete(key),
    };
    const transaction = () => {
      const made = { objectStore: () => store };
      queueMicrotask(() => made.oncomplete());
      return made;
    };
    const request = { result: { transaction, close() {} } };
    queueMicrotask(() => request.onsuccess());
    return request;
  },
};

const topic = (id, start, end, name = `Topic ${id}`) => ({ id, name, summary: '', start, end });
const answer = (body, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const settled = () => new Promise((done) => { setTimeout(done, 5); });

/** `lost`: so many drafts are stored without an answer. `problem`: what is answered instead of storing one. */
let server;
beforeEach(() => {
  kept.clear();
  const snippets = [topic(1, 0, 10), topic(2, 10, 20)];
  server = { snippets, draft: snippets, version: 1, prefix: 'v', lost: 0, problem: null, published: null, created: '2024-01-05T12:00:00Z' };
  server.save = (topics) => { server.draft = structuredClone(topics); ++server.version; };
});

const draftBody = () => ({ version: `${server.prefix}${server.version}`, saved_at: null, snippets: server.draft });
const resultsBody = () => ({ revision: 1, duration: 40, job_status: 'Finished', created_at: server.created, snippets: server.snippets });
globalThis.fetch = async (address, { method = 'GET', headers, body } = {}) => {
  if (String(address).endsWith('/publish')) {
    server.published = server.draft;
    return answer(resultsBody());
  }
  if (method === 'GET') return answer(String(address).endsWith('/draft') ? draftBody() : resultsBody());
  if (server.problem) return server.problem();
  if (headers.get('If-Match') !== `"${server.prefix}${server.version}"`) return answer(draftBody(), 412);
  server.save(JSON.parse(body).snippets);
  if (server.lost-- > 0) throw new TypeError('The answer was lost.');
  return answer(draftBody());
};

const models = [];
// A model that a failure has left open would go on trying to save, and this program would not end.
afterEach(() => models.splice(0).forEach((model) => model.close()));

async function opened(...person) {
  const model = new ReviewModel('7');
  models.push(model);
  const news = [];
  model.addEventListener('merged', ({ detail }) => news.push(...detail.changes));
  await model.load(...person);
  return { model, news };
}

const names = (topics) => topics.map(({ name }) => name);
const rename = (model, key, name) => model.edit(plan.rename(model.topics, key, name), key, 'review.did.name');
const add = (model) => model.edit(plan.add(model.topics, { start: 20, end: 30 }, 'new', 'New topic'), 'knew', 'review.did.add');

/** The tab is closed; what its timers would do is not done. */
async function closed({ model }) {
  await settled();
  model.close();
}

test('the name of a new topic stays if the answer to its first saving is lost', async () => {
  const page = await opened(), { model, news } = page;
  add(model);
  server.lost = 1;
  assert.equal(await model.saver.save(), false);
  rename(model, 'knew', 'Integrals');
  assert.equal(await model.saver.save(), true);
  assert.deepEqual(names(server.draft), ['Topic 1', 'Topic 2', 'Integrals']);
  assert.deepEqual([model.conflicts, news], [[], []]);
  model.step('undo');
  assert.deepEqual(names(model.topics), ['Topic 1', 'Topic 2', 'New topic']);
  model.step('undo');
  assert.deepEqual(names(model.topics), ['Topic 1', 'Topic 2']);
  await closed(page);
});

test('one\'s own draft is not another editor\'s if its answer is lost', async () => {
  const page = await opened(), { model, news } = page;
  rename(model, 'i1', 'AB');
  server.lost = 1;
  await model.saver.save();
  rename(model, 'i1', 'ABC');
  assert.equal(await model.saver.save(), true);
  assert.deepEqual([names(server.draft), model.conflicts, news], [['ABC', 'Topic 2'], [], []]);
  await closed(page);
});

test('a page that is closed while it saves goes on with the last name', async () => {
  for (const key of ['knew', 'i1']) {
    server.save(server.snippets);
    const page = await opened();
    if (key === 'knew') add(page.model);
    else rename(page.model, key, 'AB');
    server.lost = 1;
    await page.model.saver.save();
    rename(page.model, key, 'Last');
    await closed(page);
    const again = await opened();
    assert.deepEqual([plan.find(again.model.topics, key).name, again.model.conflicts], ['Last', []]);
    await again.model.saver.save();
    assert.ok(names(server.draft).includes('Last'));
    await closed(again);
  }
});

test('what another editor made of a topic whose answer was lost is not lost', async () => {
  const page = await opened(), { model } = page;
  add(model);
  server.lost = 1;
  await model.saver.save();
  server.save(server.draft.map((one) => (one.key ? { ...one, name: 'Theirs' } : one)));
  await model.saver.save();
  assert.deepEqual([names(model.topics).at(-1), model.conflicts], ['Theirs', []]);
  await closed(page);
});

/** Both editors have changed the name of the first topic, and the page knows it. */
async function withConflict() {
  const page = await opened();
  rename(page.model, 'i1', 'Mine');
  server.save(plan.rename(server.draft, 'i1', 'Theirs'));
  await page.model.saver.save();
  rename(page.model, 'i2', 'Other');
  await page.model.saver.save();
  assert.deepEqual(names(server.draft), ['Theirs', 'Other']);
  return page;
}

const question = { key: 'i1', field: 'name', mine: 'Mine', theirs: 'Theirs' };

test('what nobody has decided is still open after a reload', async () => {
  let page = await withConflict();
  for (let reloads = 0; reloads < 2; ++reloads) {
    await closed(page);
    page = await opened();
    assert.deepEqual(page.model.conflicts, [question]);
    await page.model.saver.save();
    assert.deepEqual(names(server.draft), ['Theirs', 'Other']);
  }
  page.model.resolve(page.model.conflicts[0], 'mine');
  await page.model.saver.save();
  await closed(page);
  assert.deepEqual([names(server.draft), kept.size], [['Mine', 'Other'], 0]);
});

test('a removal that nobody has decided is still open after a reload', async () => {
  let page = await opened();
  page.model.edit(plan.remove(page.model.topics, 'i1'), 'i2', 'review.did.remove');
  server.save(plan.rename(server.draft, 'i1', 'Theirs'));
  await page.model.saver.save();
  for (let reloads = 0; reloads < 2; ++reloads) {
    await closed(page);
    page = await opened();
    assert.deepEqual(page.model.conflicts.map(({ key, field, mine }) => [key, field, mine]), [['i1', 'topic', null]]);
  }
  await closed(page);
});

test('a question is answered when the other editor takes the same value', async () => {
  const page = await withConflict(), { model } = page;
  server.save(plan.rename(server.draft.map((one) => ({ ...one })), 'i1', 'Mine'));
  await model.refresh();
  assert.deepEqual([names(model.topics), model.conflicts], [['Mine', 'Other'], []]);
  await closed(page);
});

test('what the dialog did not show is not published', async () => {
  for (const [key, conflicts] of [['i1', 1], ['i2', 0]]) {
    const page = await opened(), { model } = page;
    rename(model, 'i1', `Mine ${key}`);
    server.save(plan.rename(server.draft, key, `Theirs ${key}`));
    await assert.rejects(model.publish({ cut: 'changed' }), { status: 412 });
    assert.deepEqual([server.published, model.conflicts.length], [null, conflicts]);
    for (const one of model.conflicts) model.resolve(one, 'mine');
    await model.publish({ cut: 'changed' });
    assert.deepEqual(names(server.published), names(model.topics));
    server.published = null;
    await closed(page);
  }
});

test('a plan that could not be saved is not published', async () => {
  const page = await opened(), { model } = page;
  rename(model, 'i1', 'Mine');
  server.problem = () => { throw new TypeError('Offline'); };
  await assert.rejects(model.publish({ cut: 'changed' }), { status: 0, detail: '' });
  server.problem = () => answer({ detail: 'The pipeline runs.' }, 409);
  await assert.rejects(model.publish({ cut: 'changed' }), { status: 409, message: 'The pipeline runs.' });
  server.problem = null;
  assert.equal(server.published, null);
  await closed(page);
});

test('a plan without a draft that cannot be saved is not published', async () => {
  server.prefix = 'plan-';
  const page = await opened(), { model } = page;
  server.problem = () => answer({ detail: 'The disk is full.' }, 507);
  await assert.rejects(model.publish({ cut: 'changed' }), { status: 409, message: 'The disk is full.' });
  assert.equal(server.published, null);
  await closed(page);
});

test('a topic that another editor published is the same topic while its name is changed', async () => {
  const page = await opened(), { model, news } = page;
  add(model);
  await model.saver.save();
  server.snippets = server.draft.map((one) => (one.key ? topic(9, one.start, one.end, one.name) : one));
  server.save(server.snippets);
  rename(model, 'knew', 'Integrals');
  await model.saver.save();
  assert.deepEqual([model.conflicts, news], [[], []]);
  assert.deepEqual(server.draft.map(({ id, name }) => [id, name]), [[1, 'Topic 1'], [2, 'Topic 2'], [9, 'Integrals']]);
  await closed(page);
});

/** Another editor makes the draft the plan: new topics get ids. */
function publishedByOther() {
  server.snippets = server.draft.map(({ key, ...one }) => (key ? topic(9, one.start, one.end, one.name) : one));
  server.save(server.snippets);
}

test('a question about a new topic stays open when another editor publishes the topic', async () => {
  const page = await opened(), { model } = page;
  add(model);
  await model.saver.save();
  rename(model, 'knew', 'Mine');
  server.save(plan.rename(server.draft, 'knew', 'Theirs'));
  await model.saver.save();
  assert.deepEqual(model.conflicts, [{ ...question, key: 'knew' }]);
  publishedByOther();
  await model.refresh();
  assert.deepEqual(model.conflicts, [{ ...question, key: 'i9' }]);
  await model.saver.save();
  assert.deepEqual(names(server.draft), ['Topic 1', 'Topic 2', 'Theirs'], 'nothing is decided silently');
  model.resolve(model.conflicts[0], 'mine');
  await model.saver.save();
  assert.deepEqual(server.draft.map(({ id, name }) => [id, name]).at(-1), [9, 'Mine']);
  await closed(page);
});

test('a question about a topic that left the plan stays open, also after a reload', async () => {
  let page = await opened();
  rename(page.model, 'i1', 'Mine');
  server.save(plan.remove(server.draft, 'i1'));
  publishedByOther();
  await page.model.refresh();
  for (let reloads = 0; reloads < 2; ++reloads) {
    const [{ key, field, theirs }, ...more] = page.model.conflicts;
    assert.deepEqual([field, theirs, more, plan.find(page.model.topics, key)?.name], ['topic', null, [], 'Mine']);
    await closed(page);
    page = await opened();
  }
  await closed(page);
});

test('a topic that was kept in the browser and published by another editor is there once', async () => {
  for (const lost of [0, 1]) {
    server.save(server.snippets.slice(0, 2));
    server.snippets = server.draft;
    const page = await opened();
    add(page.model);
    server.lost = lost;
    await page.model.saver.save();
    rename(page.model, 'knew', 'Integrals');
    await closed(page);
    publishedByOther();
    const again = await opened();
    assert.deepEqual([again.model.topics.map(({ id, name }) => [id, name]), again.model.conflicts],
      [[[1, 'Topic 1'], [2, 'Topic 2'], [9, 'Integrals']], []], `${lost} answers lost`);
    await again.model.saver.save();
    await closed(again);
  }
});

test('a topic that another editor published before its saving was answered is there once', async () => {
  const page = await opened(), { model } = page;
  add(model);
  server.lost = 1;
  await model.saver.save();
  rename(model, 'knew', 'Integrals');
  publishedByOther();
  await model.saver.save();
  assert.deepEqual(server.draft.map(({ id, name }) => [id, name]), [[1, 'Topic 1'], [2, 'Topic 2'], [9, 'Integrals']]);
  await closed(page);
});

test('a draft that was kept belongs to one person and one lecture', async () => {
  const page = await opened('Ada');
  server.problem = () => { throw new TypeError('Offline'); };
  rename(page.model, 'i1', 'Kept');
  await page.model.saver.save();
  await closed(page);
  for (const [person, created, name] of [['Minh', server.created, 'Topic 1'], ['Ada', '2025-01-01T00:00:00Z', 'Topic 1'],
    ['Ada', server.created, 'Kept']]) {
    server.created = created;
    const other = await opened(person);
    assert.equal(other.model.topics[0].name, name, `${person} ${created}`);
    await closed(other);
  }
});
