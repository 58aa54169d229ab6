// The pure functions behind the page of a lecture.
import '../kit/no-browser.mjs';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { lastBegun, nextStart, previousStart, spanAround, spanAt } = await import('../../../server/web/player/spans.js');
const { parseSprites } = await import('../../../server/web/preview/sprites.js');
const { grouped } = await import('../../../server/web/transcript/grouping.js');
const { TranscriptSearch } = await import('../../../server/web/transcript/transcript-search.js');
const { playbackReason } = await import('../../../server/web/lecture/playback-reason.js');
const { languageReady } = await import('../../../server/web/base/i18n.js');
await languageReady;

const spans = [{ start: 0, end: 10 }, { start: 10, end: 20 }, { start: 30, end: 40 }];

test('the span at a time', () => {
  assert.deepEqual([-1, 0, 9.99, 10, 25, 30, 99].map((time) => lastBegun(spans, time)), [-1, 0, 0, 1, 1, 2, 2]);
  assert.deepEqual([-1, 0, 10, 20, 25, 30, 40].map((time) => spanAt(spans, time)), [-1, 0, 1, -1, -1, 2, -1]);
  assert.equal(spanAround(spans, 9.99), 1); // a player that was told to go to 10
  assert.equal(lastBegun([], 5), -1);
});

test('next and previous topic', () => {
  assert.deepEqual([0, 9.99, 15, 30, 99].map((time) => nextStart(spans, time)), [10, 30, 30, null, null]);
  assert.deepEqual([0, 2, 12, 14, 31, 34].map((time) => previousStart(spans, time)), [0, 0, 0, 10, 10, 30]);
});

test('cells of sprites are read from WebVTT', () => {
  const text = 'WEBVTT\r\n\r\n00:00:00.000 --> 00:00:10.000\r\nsprites/0.jpg#xywh=0,0,160,90\r\n\r\n1:00:10.000 --> 01:00:20.000\r\nsprites/1.jpg#xywh=160,90,160,90\r\n';
  assert.deepEqual(parseSprites(text, 'http://lectern.test/api/v1/sessions/7/sprites.vtt'), [
    { start: 0, src: 'http://lectern.test/api/v1/sessions/7/sprites/0.jpg', x: 0, y: 0, width: 160, height: 90 },
    { start: 3610, src: 'http://lectern.test/api/v1/sessions/7/sprites/1.jpg', x: 160, y: 90, width: 160, height: 90 },
  ]);
  assert.deepEqual(parseSprites('WEBVTT\n', 'http://lectern.test/'), []);
});

test('a transcript is divided by topics, and what is between them stays', () => {
  const cues = [1, 9.995, 11, 22, 31, 45].map((start) => ({ start, end: start + 1, text: '' }));
  const names = grouped(cues, spans.map((span, n) => ({ ...span, name: String(n) }))).map(({ group, first, count }) => [group?.name ?? '-', first, count]);
  assert.deepEqual(names, [['0', 0, 1], ['1', 1, 2], ['-', 3, 1], ['2', 4, 1], ['-', 5, 1]]);
});

test('a search counts all hits, without diacritics', () => {
  const cues = ['Chuỗi hội tụ, rồi hội tụ.', 'Đạo hàm', 'hoi tu'].map((text, n) => ({ start: n, end: n + 1, text }));
  const search = new TranscriptSearch();
  assert.deepEqual(search.find(cues, ' HOI TU '), [{ cue: 0, count: 2 }, { cue: 2, count: 1 }]);
  assert.deepEqual(search.find(cues, 'dao ham'), [{ cue: 1, count: 1 }]);
  assert.deepEqual(search.find(cues, ' '), []);
  assert.deepEqual(search.find([{ start: 0, end: 1, text: 'dao' }], 'dao'), [{ cue: 0, count: 1 }]); // another transcript
});

test('why browsers may not play a recording', () => {
  const because = (reason, direct = false) => playbackReason({ mime: '', codecs: '', width: 1, height: 1, fps: 1, direct, reason });
  assert.equal(because('Browsers do not play this kind of video (hevc).'), 'Not all browsers play this kind of recording (hevc).');
  assert.equal(because('Not all browsers play these codecs in an MP4 file (vp8, aac).'), 'Not all browsers play this kind of recording (vp8, aac).');
  assert.match(because('The index is at the end of the file, so that it starts late.'), /starts late/);
  assert.match(because('Not all browsers play video with more than 8 bits a sample or with full colour resolution.'), /colours/);
  assert.equal(because('Something new.'), 'Something new.');
  assert.equal(because(null, true), '');
  assert.equal(playbackReason(null), '');
});
