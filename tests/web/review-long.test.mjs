// The review page with a lecture of two hours, 1,500 cues and 30 topics: what it may cost.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { makeLecture } from './kit/api.mjs';
import { useBrowser } from './kit/browser.mjs';
import { picture } from './kit/checks.mjs';

const browser = useBrowser();
const SECONDS = 7200;
const MOST_HEAP = 15e6; // bytes
const MOST_MOVE = 20; // ms, of 95 % of the moves of a drag
const MOST_TASK = 50; // ms
const MOST_OPENING = 1000; // ms
const SAID = ['Có những chuỗi mà tỉ số không có giới hạn, còn căn thì có.', 'Nhưng căn bậc n thì bị chặn bởi một phần hai.', 'Nên theo Cauchy, chuỗi này hội tụ.'];
const lines = Array.from({ length: 1500 }, (_, n) => ({ start: n * 4.8, end: n * 4.8 + 4.5, text: SAID[n % 3] }));
const topics = Array.from({ length: 30 }, (_, n) => ({ name: `Chủ đề ${n + 1}: chuỗi số`, summary: '', start: n * 240, end: (n + 1) * 240 }));

let id;
before(async () => {
  ({ id } = await makeLecture({ name: 'Hai giờ', seconds: SECONDS, fps: 1, lines, topics }));
}, { timeout: 300000 });

const address = () => `/lectures/${id}/review`;

/** Opens the page and waits until text, waveform and video are there. */
async function open() {
  const page = await browser.open('/healthz', { allow: /favicon/ });
  const clock = await cpuClock(page);
  const before = await clock();
  await page.goto(address());
  await page.waitForFunction(() => document.querySelector('lecture-timeline')?.peaks?.state === 'ready' &&
      document.querySelectorAll('.cue').length === 1500 && document.querySelector('lecture-player video')?.readyState >= 2);
  await settled(page);
  return { page, clock, opening: await clock() - before };
}

/**
 * The time that the page's own thread has computed, in milliseconds. Other work of the machine does not count, so that
 * budgets hold on a busy one.
 */
async function cpuClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
}

const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const close = (page) => page.context().close();
const choose = (page) => page.locator('topic-rail .pick').nth(14).click();

async function grip(page) {
  const { x, y, width, height } = await page.locator('.handle.end').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  return { x: x + width / 2, y: y + height / 2 };
}

test('it opens within a second', async () => {
  const times = [];
  for (let n = 0; n < 3; ++n) {
    const { page, opening } = await open();
    times.push(Math.round(opening));
    await close(page);
  }
  console.log(`opening takes ${times.join(', ')} ms`);
  assert.ok(Math.min(...times) < MOST_OPENING, `${times} ms`);
});

test('it needs little memory', async () => {
  const { page } = await open();
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  console.log(`heap ${(usedSize / 1e6).toFixed(1)} MB, ${await page.evaluate(() => document.querySelectorAll('*').length)} elements`);
  assert.ok(usedSize < MOST_HEAP, `${usedSize} bytes`);
  await close(page);
});

/** The tasks of the page's own thread while `work` goes on: the time that each has computed, in milliseconds, sorted. */
async function tasksOf(page, work) {
  const session = await browser.engine.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] }, transferMode: 'ReportEvents' });
  await work();
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const thread = ({ pid, tid }) => `${pid} ${tid}`;
  const styled = events.filter(({ name }) => name === 'UpdateLayoutTree').map(thread);
  const own = [...new Set(styled)].sort((a, b) => styled.filter((one) => one === b).length - styled.filter((one) => one === a).length)[0];
  return events.filter((event) => event.name === 'RunTask' && event.ph === 'X' && thread(event) === own)
    .map(({ tdur = 0 }) => tdur / 1000).sort((a, b) => a - b);
}

test('a drag renders nothing but what moves, and the drop makes no long task', async () => {
  const { page } = await open();
  await choose(page);
  await settled(page);
  await page.evaluate(() => {
    window.touched = 0;
    new MutationObserver((records) => { window.touched += records.length; })
      .observe(document.querySelector('transcript-list'), { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const { x, y } = await grip(page);
  const moves = await tasksOf(page, async () => {
    for (let n = 1; n <= 60; ++n) {
      await page.mouse.move(x + n, y);
      await settled(page);
    }
  });
  assert.notEqual(await page.locator('#topic-end').inputValue(), '1:00:00.0', 'the numbers follow');
  assert.equal(await page.evaluate(() => window.touched), 0, 'the transcript is not touched');
  const drop = await tasksOf(page, async () => {
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelectorAll('transcript-section h3 small')[14].textContent.endsWith(document.querySelector('#topic-end').value.slice(0, -2)));
    await page.waitForFunction(() => !document.querySelector('review-page').model.unsaved);
  });
  // Of the tasks of a drag, the 60 longest are those of its 60 moves at most.
  const longest = moves.slice(-60);
  const p95 = longest[Math.floor(longest.length * 0.95)];
  console.log(`moves: p50 ${longest[30].toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, longest ${moves.at(-1).toFixed(1)} ms; drop: ${drop.at(-1).toFixed(1)} ms`);
  assert.ok(p95 > 0 && p95 < MOST_MOVE, `${p95} ms`);
  assert.ok(moves.at(-1) < MOST_TASK && drop.at(-1) < MOST_TASK, `${moves.at(-1)} ms, ${drop.at(-1)} ms`);
  await picture(page, 'review-long');
  await close(page);
});
