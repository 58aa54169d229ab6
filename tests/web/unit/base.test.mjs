// Pure functions of server/web/base.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../kit/no-browser.mjs';

const web = new URL('../../../server/web/', import.meta.url);
const { clock, parseClock, spokenTime } = await import(new URL('base/clock.js', web));
const { findAll, fold } = await import(new URL('base/fold.js', web));
const i18n = await import(new URL('base/i18n.js', web));
const { keyOf, shortcuts } = await import(new URL('base/keys.js', web));
const { settings } = await import(new URL('base/settings.js', web));

test('a time is written as people write it', () => {
  assert.equal(clock(0), '0:00');
  assert.equal(clock(2214.9), '36:54');
  assert.equal(clock(3750), '1:02:30');
  assert.equal(clock(2000.04, true), '33:20.0');
  assert.equal(clock(59.96, true), '1:00.0');
  assert.equal(clock(-1), '0:00');
});

test('a typed time is read', () => {
  for (const seconds of [0, 59.9, 60, 2000.5, 3599.9, 3600, 86399.1]) {
    assert.ok(Math.abs(parseClock(clock(seconds, true)) - seconds) < 0.051, String(seconds));
  }
  assert.equal(parseClock('33:20,5'), 2000.5);
  assert.equal(parseClock(' 95 '), 95);
  assert.equal(parseClock('90:00'), 5400);
  for (const wrong of ['', 'x', '1:60', '1:60:00', '-5', '1:2:3:4', '5:', '1e3', '٣']) assert.equal(parseClock(wrong), null, wrong);
});

test('a time is spoken in words', () => {
  assert.equal(spokenTime(2214), '36 minutes, 54 seconds');
  assert.equal(spokenTime(3600), '1 hour');
  assert.equal(spokenTime(0), '0 seconds');
  assert.equal(spokenTime(1.5), '1.5 seconds');
});

test('search ignores diacritics and case', () => {
  assert.equal(fold('Đạo HÀM'), 'dao ham');
  const found = (text, query) => findAll(text, query).map(({ from, to }) => text.slice(from, to));
  assert.deepEqual(found('Chuỗi này hội tụ. Hội tụ!', 'hoi tu'), ['hội tụ', 'Hội tụ']);
  assert.deepEqual(found('Chuỗi điều hoà', 'CHUOI DIEU hoa'), ['Chuỗi điều hoà']);
  assert.deepEqual(found('hội tụ'.normalize('NFD'), 'hội'), ['hội'.normalize('NFD')]);
  assert.deepEqual(found('İstanbul 😀 x', '😀'), ['😀']);
  assert.deepEqual(found('İstanbul', 'tan'), ['tan']);
  assert.deepEqual(found('aaa', 'aa'), ['aa']);
  assert.deepEqual(found('a.c abc', '.'), ['.']);
  assert.deepEqual(found('anything', '  '), []);
});

test('texts have values, plurals and isolated names, and change with the language', async () => {
  await i18n.languageReady;
  assert.equal(i18n.t('review.topics', { n: 1 }), '1 topic');
  assert.equal(i18n.t('review.topics', { n: 1200 }), '1,200 topics');
  assert.equal(i18n.t('review.title', { name: 'Series {n}' }), 'Review: Series {n}');
  assert.equal(i18n.t('review.title', { name: '\u202eevil' }), 'Review: \u2068\u202eevil\u2069');
  assert.throws(() => i18n.t('no.such'));
  let heard = /** @type {(language: string) => void} */ (() => {});
  const stop = i18n.onLanguage(() => heard(i18n.language()));
  const next = () => new Promise((resolve) => { heard = resolve; });
  const vietnamese = next();
  i18n.setLanguage('vi');
  assert.equal(await vietnamese, 'vi');
  assert.equal(i18n.t('review.topics', { n: 1200 }), '1.200 chủ đề');
  assert.equal(document.documentElement.lang, 'vi');
  const english = next();
  i18n.setLanguage('');
  assert.equal(await english, 'en');
  assert.equal(i18n.t('review.topics', { n: 2 }), '2 topics');
  stop();
});

test('durations, sizes and shares are rounded for people', () => {
  assert.equal(i18n.formatDuration(8), '8 sec');
  assert.equal(i18n.formatDuration(13 * 60 + 10), '13 min');
  assert.equal(i18n.formatDuration(2 * 3600), '2 hr');
  assert.equal(i18n.formatDuration(3599), '1 hr');
  assert.equal(i18n.formatBytes(0), '0 byte');
  assert.equal(i18n.formatBytes(5423104), '5.4 MB');
  assert.equal(i18n.formatBytes(106600000000), '107 GB');
  assert.equal(i18n.formatPercent(0.999), '99%');
});

/** A key that is pressed while an element which `matches` one of the selectors has the focus. */
function press(key, { code = '', focus = [], ...more } = {}) {
  const target = Object.assign(new Element(), {
    matches: (selector) => focus.some((one) => selector.split(/,\s*/).includes(one)),
    closest: (selector) => (focus.some((one) => selector.split(/,\s*/).includes(one)) ? target : null),
  });
  return keyOf({ key, code, target, defaultPrevented: false, isComposing: false, keyCode: 0, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
}

test('keys go by their letter, else by their place', () => {
  assert.equal(press('k'), 'K');
  assert.equal(press('K'), 'K'); // Caps Lock
  assert.equal(press('B', { shiftKey: true }), 'Shift+B');
  assert.equal(press('л', { code: 'KeyK' }), 'K');
  assert.equal(press('?', { shiftKey: true }), '?');
  assert.equal(press('Ж', { code: 'Semicolon' }), null);
  assert.equal(press(' '), 'Space');
  assert.equal(press('z', { metaKey: true, shiftKey: true }), 'Ctrl+Shift+Z');
});

test('keys that write text, compose or press a button are not shortcuts', () => {
  assert.equal(press('k', { focus: ['textarea'] }), null);
  assert.equal(press('s', { ctrlKey: true, focus: ['textarea'] }), 'Ctrl+S');
  assert.equal(press('k', { isComposing: true }), null);
  assert.equal(press('k', { keyCode: 229 }), null);
  assert.equal(press('k', { altKey: true }), null);
  assert.equal(press(' ', { focus: ['button'] }), null);
  assert.equal(press('k', { focus: ['button'] }), 'K');
  assert.equal(press('ArrowLeft', { focus: ['[role="slider"]'] }), null);
});

test('no key means two things', () => {
  const keys = shortcuts.flatMap((one) => one.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test('a setting of another type than expected is not taken', () => {
  settings.set('speed', 1.5);
  assert.equal(settings.get('speed'), 1.5);
  settings.set('speed', 'fast');
  assert.equal(settings.get('speed'), 1);
});
