// An answer that was on its way while an event came may be older than the event.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../kit/no-browser.mjs';

document.hidden = false;
let stream;
globalThis.EventSource = class extends EventTarget {
  constructor() {
    super();
    stream = this;
  }

  close() {}
};
const tell = (type, data) => stream.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data) }));
const asked = [];
globalThis.fetch = (address) => new Promise((answer) => {
  asked.push({ address: String(address), answer: (body) => answer(new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })) });
});
const settled = () => new Promise((done) => setImmediate(done));

const web = new URL('../../../server/web/', import.meta.url);
const { LectureWatch } = await import(new URL('lectures/lecture-watch.js', web));
const { LectureData } = await import(new URL('lecture/lecture-data.js', web));
const running = { job_status: 'Pending', progress: 0, error: null }, failed = { job_status: 'Failed', progress: 0, error: 'It broke.' };

test('the steps of a lecture show that it has failed', async () => {
  asked.length = 0;
  const watch = new LectureWatch(7, () => {});
  await settled();
  tell('lecture', { session_id: 7, ...failed });
  asked[0].answer(running);
  await settled();
  assert.equal(watch.status, 'Failed');
  asked[1].answer(failed);
  await settled();
  assert.deepEqual([watch.status, watch.error, asked.length], ['Failed', 'It broke.', 2]);
  watch.stop();
});

test('the page of a lecture shows that it has failed', async () => {
  asked.length = 0;
  const data = new LectureData(8, () => {});
  const stop = data.start();
  await settled();
  tell('lecture', { session_id: 8, ...failed, name: 'A', notice: null, revision: 1, preview: null });
  for (let n = 0; n < asked.length; ++n) {
    asked[n].answer({ id: 8, name: 'A', ...(n === 0 ? running : failed), snippets: [], revision: 1 });
    await settled();
  }
  assert.equal(data.status.job_status, 'Failed');
  stop();
});
