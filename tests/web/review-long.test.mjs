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

/** Opens the page; how long it took until text, waveform and video were there. */
async function open() {
  const page = await browser.open('/healthz', { allow: /peaks|sprites/ });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const look = () => {
      const timeline = document.querySelector('lecture-timeline');
      const ready = timeline?.peaks?.state === 'ready' && document.querySelectorAll('.cue').length === 1500 &&
        document.querySelector('lecture-player video')?.readyState >= 2;
      if (ready) window.readyAfter = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(address());
  await page.waitForFunction(() => window.readyAfter);
  return { page, after: await page.evaluate(() => window.readyAfter) };
}

const close = (page) => page.context().close();

test('it opens within a second', async () => {
  const times = [];
  for (let n = 0; n < 4; ++n) {
    const { page, after } = await open();
    times.push(Math.round(after));
    await close(page);
  }
  console.log(`ready after ${times.join(', ')} ms`);
  assert.ok(Math.min(...times) < MOST_OPENING, `ready after ${times} ms`);
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

test('a drag renders nothing but what moves', async () => {
  const { page } = await open();
  await page.locator('topic-rail .pick').nth(14).click();
  const { x, y, width, height } = await page.locator('.handle.end').boundingBox();
  // What is measured is the work for each move, with the layout that it causes: not the frames of a busy machine.
  const moves = await page.evaluate(([from, top]) => {
    const handle = document.querySelector('.handle.end');
    const point = (type, at) => new PointerEvent(type, { clientX: at, clientY: top, pointerId: 1, bubbles: true, button: type === 'pointermove' ? -1 : 0 });
    handle.setPointerCapture = handle.releasePointerCapture = () => {};
    let rendered = 0;
    const seen = new MutationObserver((records) => { rendered += records.filter(({ target }) => target.closest?.('transcript-list')).length; });
    seen.observe(document.querySelector('review-desk'), { subtree: true, childList: true, attributes: true });
    handle.dispatchEvent(point('pointerdown', from));
    const times = [];
    for (let n = 1; n <= 60; ++n) {
      const before = performance.now();
      handle.dispatchEvent(point('pointermove', from + n));
      document.body.getBoundingClientRect();
      times.push(performance.now() - before);
    }
    rendered += seen.takeRecords().filter(({ target }) => target.closest?.('transcript-list')).length;
    window.longTasks.length = 0;
    return { times: times.sort((a, b) => a - b), rendered, end: document.querySelector('#topic-end').value };
  }, [x + width / 2, y + height / 2]);
  const p95 = moves.times[Math.floor(moves.times.length * 0.95)];
  console.log(`a move takes ${moves.times[30].toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  assert.notEqual(moves.end, '1:00:00.0', 'the numbers follow');
  assert.equal(moves.rendered, 0, 'the transcript is not touched');
  assert.ok(p95 < MOST_MOVE, `${p95} ms`);
  await close(page);
});

test('a drop regroups the transcript without a long task', async () => {
  const { page } = await open();
  await page.locator('topic-rail .pick').nth(14).click();
  const least = [];
  for (const pixels of [20, -20, 20, -20]) {
    const { x, y, width, height } = await page.locator('.handle.end').boundingBox();
    await page.evaluate(() => { window.longTasks.length = 0; });
    const before = await page.locator('#topic-end').inputValue();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + pixels, y + height / 2, { steps: 30 });
    await page.mouse.up();
    await page.waitForFunction((old) => document.querySelector('#topic-end').value !== old, before);
    await page.waitForFunction(() => /saved/.test(document.querySelector('save-state').textContent) && !document.querySelector('review-page').model.unsaved);
    least.push(Math.max(0, ...await page.evaluate(() => window.longTasks)));
  }
  console.log(`longest tasks of four drags: ${least.map(Math.round).join(', ')} ms`);
  assert.ok(Math.min(...least) < MOST_TASK, `${least} ms`);
  await picture(page, 'review-long');
  await close(page);
});
