// What the Lectures and Add pages compute, without a browser.
import '../kit/no-browser.mjs';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { stateOf } from '../../../server/web/lectures/lecture-state.js';
import { ownProgress, presentStep, shares, stepsOf, stepsOfUpload } from '../../../server/web/lectures/steps.js';
import { guessName, guessNameOfLink } from '../../../server/web/uploads/lecture-name.js';
import { Pace } from '../../../server/web/uploads/pace.js';
import { forget, remember, remembered, rememberedFor } from '../../../server/web/uploads/upload-memory.js';

test('names are guessed from file names', () => {
  assert.equal(guessName('Tuần_6__Chuỗi_số.mp4'), 'Tuần 6 Chuỗi số');
  assert.equal(guessName('GMT20240105-120000_Recording.1920x1080.m4v'), 'GMT20240105-120000 Recording.1920x1080');
  assert.equal(guessName('1. Introduction'), '1. Introduction');
  assert.equal(guessName('lecture.tar.gz.mkv'), 'lecture.tar.gz');
  assert.equal(guessName('.mp4'), '.mp4');
  assert.equal(guessName('___.mp4'), '');
  assert.equal(guessName('a\u0007b\tc.mp4'), 'a b c');
  assert.equal([...guessName(`${'😀'.repeat(300)}.mp4`)].length, 200);
});

test('names are guessed from links to files only', () => {
  assert.equal(guessNameOfLink('https://example.org/a/B%C3%A0i_1.mp4?x=1'), 'Bài 1');
  assert.equal(guessNameOfLink('https://example.org/a/%ff_1.mp4'), '%ff 1');
  assert.equal(guessNameOfLink('https://drive.google.com/file/d/1AbC/view'), '');
  assert.equal(guessNameOfLink('https://drive.google.com/uc?id=1AbC'), '');
  assert.equal(guessNameOfLink('no link'), '');
});

test('a pace needs two measurements that differ', () => {
  const pace = new Pace();
  assert.equal(pace.perSecond(), null);
  pace.add(0, 0);
  assert.equal(pace.left(10), null);
  pace.add(0, 5000);
  assert.equal(pace.perSecond(), null);
  pace.add(2, 10_000);
  assert.equal(pace.perSecond(), 0.2);
  assert.equal(pace.left(10), 40);
  pace.add(2, 20_000); // standing still makes it slower
  assert.equal(pace.perSecond(), 0.1);
  assert.equal(pace.measured.length, 2);
  pace.add(1, 21_000); // it has begun anew
  assert.equal(pace.perSecond(), null);
});

test('a pace with a window forgets', () => {
  const pace = new Pace(10_000);
  for (let second = 0; second <= 60; ++second) pace.add(second <= 30 ? second * 100 : 3000 + (second - 30) * 10, second * 1000);
  assert.equal(pace.perSecond(), 10);
  assert.ok(pace.measured.length <= 41);
  for (let ms = 0; ms <= 20_000; ms += 10) pace.add(4000 + ms, 61_000 + ms);
  assert.ok(pace.measured.length <= 45);
});

test('the steps cover the progress as the table of job kinds does', () => {
  const kinds = fs.readFileSync(new URL('../../../domain/job/kinds.hpp', import.meta.url), 'utf8');
  const rows = [...kinds.matchAll(/PipelineStep\{[^}]*?,\s*([\d.]+),\s*([\d.]+),/g)].map(([, from, to]) => [Number(from), Number(to)]);
  assert.deepEqual(rows, [shares.upload, shares.listen, shares.topics]);
});

test('steps of a lecture', () => {
  const states = (status, progress) => stepsOf(status, progress).map(({ state }) => state).join(' ');
  assert.equal(states('Pending', 0), 'running waiting waiting waiting');
  assert.equal(states('Processing: Downloading', 0.1), 'running waiting waiting waiting');
  assert.equal(states('Processing: Transcribing', 0.55), 'done running waiting waiting');
  assert.equal(states('Processing: Analyzing', 0.95), 'done done running waiting');
  assert.equal(states('Finished', 1), 'done done done running');
  assert.equal(states('Failed', 0.1), 'failed waiting waiting waiting');
  assert.equal(states('Failed', 0.2), 'done failed waiting waiting');
  assert.equal(states('Failed', 0.9), 'done done failed waiting');
  assert.ok(Math.abs(ownProgress('listen', 0.55) - 0.5) < 1e-9);
  assert.equal(ownProgress('topics', 0.5), 0);
  assert.equal(presentStep('Something new', 0.3), 'upload');
  assert.deepEqual(stepsOfUpload(0.25, false)[0], { name: 'upload', state: 'running', progress: 0.25 });
  assert.equal(stepsOfUpload(0.25, true)[0].state, 'failed');
});

test('what a lecture needs next', () => {
  const kind = (job_status, snippets = 0, clips = 0, progress = 0.5) => stateOf({ job_status, progress, snippet_count: snippets, clip_count: clips }).kind;
  assert.equal(kind('Pending'), 'waiting');
  assert.equal(kind('Processing: Downloading', 0, 0, 0.1), 'upload');
  assert.equal(kind('Processing: Transcribing'), 'listen');
  assert.equal(kind('Processing: Analyzing'), 'topics');
  assert.equal(kind('Failed', 9, 9), 'failed');
  assert.equal(kind('Finished'), 'empty');
  assert.equal(kind('Finished', 9), 'review');
  assert.equal(kind('Finished', 9, 8), 'partly');
  assert.equal(kind('Finished', 9, 9), 'cut');
});

test('uploads are remembered, as far as the browser allows it', () => {
  const store = new Map();
  const storage = { getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value), removeItem: (key) => store.delete(key) };
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
  const one = { id: 'a', name: 'a.mp4', size: 5, lastModified: 7, title: 'A', module: '' };
  remember(one);
  remember({ ...one, id: 'b', name: 'b.mp4' });
  remember({ ...one, title: 'Better' });
  assert.deepEqual(remembered().map(({ id, title }) => [id, title]), [['b', 'A'], ['a', 'Better']]);
  assert.equal(rememberedFor({ name: 'a.mp4', size: 5, lastModified: 7 })?.id, 'a');
  assert.equal(rememberedFor({ name: 'a.mp4', size: 5, lastModified: 8 }), undefined);
  forget('a');
  forget('b');
  assert.equal(store.size, 0);
  for (const broken of ['{', '7', '[7, null, {"id": 7}]']) {
    store.set('lectern.uploads', broken);
    assert.deepEqual(remembered(), []);
  }
  Object.defineProperty(globalThis, 'localStorage', { get: () => { throw new Error('refused'); }, configurable: true });
  remember(one);
  assert.deepEqual(remembered(), []);
});
