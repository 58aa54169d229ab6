// The view of the timeline, where bounds come to rest, and peaks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../kit/no-browser.mjs';
import { snapPoints, snapped } from '../../../server/web/timeline/snap.js';
import { kept, panned, revealing, rulerStep, ticks, whole, zoomed } from '../../../server/web/timeline/view.js';

const { extremes, parsePeaks } = await import('../../../server/web/preview/peaks.js');

test('a view stays in the lecture', () => {
  assert.deepEqual(kept({ start: -5, span: 20 }, 100), { start: 0, span: 20 });
  assert.deepEqual(kept({ start: 95, span: 20 }, 100), { start: 80, span: 20 });
  assert.deepEqual(kept({ start: 50, span: 1 }, 100), { start: 50, span: 10 });
  assert.deepEqual(kept({ start: 1, span: 500 }, 100), { start: 0, span: 100 });
  assert.deepEqual(kept({ start: 1, span: 500 }, 4), { start: 0, span: 4 }, 'shorter than the shortest view');
  assert.deepEqual(panned({ start: 10, span: 20 }, 1000, 100), { start: 80, span: 20 });
});

test('zooming keeps the time under the pointer', () => {
  const view = zoomed({ start: 0, span: 7200 }, 0.5, 1800, 7200);
  assert.deepEqual(view, { start: 900, span: 3600 });
  assert.equal((1800 - view.start) / view.span, 1800 / 7200);
  assert.deepEqual(zoomed(view, 100, 1800, 7200), whole(7200));
});

test('a range comes into view with as little movement as it takes', () => {
  const view = { start: 100, span: 100 };
  assert.equal(revealing(view, 120, 160, 1000), view);
  assert.deepEqual(revealing(view, 50, 90, 1000), { start: 44, span: 100 });
  assert.deepEqual(revealing(view, 250, 290, 1000), { start: 196, span: 100 });
  assert.deepEqual(revealing(view, 300, 700, 1000), { start: 240, span: 520 });
});

test('labels of the ruler have room', () => {
  for (const perSecond of [0.19, 0.5, 1, 5, 20, 139]) assert.ok(rulerStep(perSecond) * perSecond >= 70, String(perSecond));
  assert.deepEqual(ticks({ start: 95, span: 100 }, 2), [120, 180]);
});

test('a bound rests at a cue, a silence or its old place within 7 pixels', () => {
  const points = snapPoints([{ start: 10, end: 12.5 }], [{ start: 12.6, end: 13 }], [40]);
  assert.deepEqual(points, [10, 12.5, 12.6, 13, 40]);
  assert.equal(snapped(points, 10.6, 10), 10);
  assert.equal(snapped(points, 10.8, 10), 10.8);
  assert.equal(snapped(points, 12.56, 10), 12.6);
  assert.equal(snapped(points, 39.4, 10), 40);
  assert.equal(snapped(points, 41.23456, 1000), 41.23);
  assert.equal(snapped([], 3, 10), 3);
});

/** Peaks as audiowaveform writes them. */
function dat(pairs, { version = 2, rate = 16000, samples = 800 } = {}) {
  const bytes = new ArrayBuffer(24 + 2 * pairs.length), view = new DataView(bytes);
  [version, 1, rate, samples, pairs.length, 1].forEach((value, at) => view.setInt32(4 * at, value, true));
  pairs.flat().forEach((value, at) => view.setInt8(24 + at, value));
  return bytes;
}

test('peaks are read', () => {
  const run = parsePeaks(dat([[-1, 1], [-50, 20], [-3, 90], [0, 0]]));
  assert.deepEqual([run.perSecond, run.values.length], [20, 8]);
  assert.deepEqual(extremes(run, 0, 0.15), { low: -50, high: 90 });
  assert.deepEqual(extremes(run, 0.15, 0.2), { low: 0, high: 0 });
  assert.deepEqual(extremes(run, 0.05, 0.06), { low: -50, high: 20 }, 'less than a pair is one pair');
  assert.deepEqual(extremes(run, 5, 6), { low: 0, high: 0 }, 'after the end');
  assert.throws(() => parsePeaks(dat([], { version: 1 })));
});
