// The rules of server/web/README.md.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const WEB = fileURLToPath(new URL('../../../server/web/', import.meta.url));
const MOST_LINES = 250;
const MOST_FILES = 20; // in one folder
const MOST_CODE = 70000; // bytes of all our own modules but the texts, packed
const MOST_CODE_OF_PAGE = 40 * 1024; // of what a page needs of them
const MOST_TEXTS = 7000; // of one language
const MOST_OF_PAGE = 150000; // of all that a page needs before it is drawn, packed, without media and answers of the API

const files = fs.readdirSync(WEB, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  .map((one) => path.relative(WEB, path.join(one.parentPath ?? one.path, one.name)));
const own = files.filter((file) => !file.startsWith('vendor/'));
const read = (file) => fs.readFileSync(path.join(WEB, file), 'utf8');
const ending = (...endings) => own.filter((file) => endings.includes(path.extname(file)));
const blank = (text) => text.replace(/[^\n]/g, ' ');
const scripts = ending('.js').map((file) => [file, read(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, blank)]);
const sheets = ending('.css').map((file) => [file, read(file).replace(/\/\*[\s\S]*?\*\//g, blank)]);

/** Fails with each line that has the pattern. */
function none(pattern, texts) {
  const found = texts.flatMap(([file, text]) => text.split('\n').flatMap((line, n) => (pattern.test(line) ? [`${file}:${n + 1}: ${line.trim()}`] : [])));
  assert.deepEqual(found, []);
}

test('files are short and folders are small', () => {
  const long = ending('.js', '.css').map((file) => [file, read(file).split('\n').length - 1]).filter(([, lines]) => lines >= MOST_LINES);
  assert.deepEqual(long, []);
  for (const [folder, those] of Object.entries(Object.groupBy?.(own, path.dirname) ?? {})) {
    assert.ok(those.length <= MOST_FILES, `${folder} has ${those.length} files`);
  }
});

/** Makes of server/web what the program contains; returns the folder. */
function bundle() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern-web-'));
  const settings = { FOLDER: WEB, OUTPUT: `${folder}/web_files.cpp`, SCRATCH: `${folder}/web`, GZIP: 'gzip', ESBUILD: 'esbuild' };
  execFileSync('cmake', [...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`), '-P', path.join(WEB, '../embed_web.cmake')]);
  return `${folder}/web`;
}
const bundled = bundle();
after(() => fs.rmSync(path.dirname(bundled), { recursive: true }));
const names = fs.readdirSync(bundled, { recursive: true }).filter((name) => path.extname(name));
const contentOf = (name) => fs.readFileSync(path.join(bundled, name));
const bytesOf = (...those) => those.map((name) => gzipSync(contentOf(name), { level: 9 }).length).reduce((a, b) => a + b, 0);
const languages = names.filter((name) => name.startsWith('texts-'));
const lit = gzipSync(fs.readFileSync(path.join(WEB, 'vendor/lit.js')), { level: 9 }).length;

/** A bundle with all that it imports before it runs. */
function needs(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, from] of contentOf(name).toString().matchAll(/(?:\bfrom|\bimport)"\.\/([^"]+)"/g)) needs(from, found);
  return found;
}

test('our own code is small', () => {
  const bytes = bytesOf(...names.filter((name) => /^[^/]*\.js$/.test(name))) - lit;
  assert.ok(bytes <= MOST_CODE, `${bytes} bytes, packed`);
  for (const name of languages) assert.ok(bytesOf(name) <= MOST_TEXTS, `${name}: ${bytesOf(name)} bytes, packed`);
});

for (const page of names.filter((name) => /-page-.*\.js$/.test(name))) {
  const name = page.replace(/-[^-]*$/, '');
  test(`a page is there soon: ${name}`, () => {
    const all = needs(page, needs('main.js'));
    const code = bytesOf(...all) - lit;
    assert.ok(code <= MOST_CODE_OF_PAGE, `${code} bytes of code, packed`);
    const texts = Math.max(...languages.map((one) => bytesOf(one)));
    const others = [`${name}.html`, ...names.filter((one) => /\.(css|svg)$|boot\.js$/.test(one))];
    const fonts = names.filter((one) => one.endsWith('.woff2')).map((one) => contentOf(one).length).reduce((a, b) => a + b, 0);
    const bytes = bytesOf(...all, ...others) + texts + fonts;
    assert.ok(bytes <= MOST_OF_PAGE, `${bytes} bytes, packed`);
  });

  test(`all bundles of a page are asked for at once: ${name}`, () => {
    const asked = [...contentOf(`${name}.html`).toString().matchAll(/rel="modulepreload" href="\{base\}\/web\/\{version\}\/([^"]+)"/g)];
    assert.deepEqual(asked.map(([, file]) => file).sort(), [...needs(page, needs('main.js'))].sort());
  });
}

test('style sheets know no left and right, and no colours but those of tokens.css', () => {
  none(/\b(left|right)\b/i, sheets);
  none(/\.style\.\w*(left|right)\b|style\.setProperty\('[^-']*-?(left|right)/i, scripts);
  none(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab)a?\(/i, sheets.filter(([file]) => file !== 'tokens.css'));
});

test('each style sheet is in main.css', () => {
  const imported = [...read('main.css').matchAll(/@import "\.\/([^"]+)";/g)].map(([, file]) => file);
  assert.deepEqual(imported.sort(), ending('.css').filter((file) => file !== 'main.css').sort());
});

test('nothing needs what the Content-Security-Policy forbids', () => {
  none(/\sstyle=|innerHTML|outerHTML|insertAdjacentHTML|unsafe(HTML|SVG|Static)|document\.write|\beval\(|new Function\b|\bjavascript:/, [
    ...scripts, ['index.html', read('index.html')]]);
  none(/\son\w+=/, [['index.html', read('index.html')]]);
  none(/https?:\/\/(?!www\.w3\.org)/, scripts.concat(sheets));
});

test('no class has fields that would hide reactive properties', () => {
  none(/^ {2}static properties\b/, scripts);
  none(/./, scripts.map(([file, text]) => {
    let inside = false;
    return [file, text.split('\n').map((line) => {
      if (/^(export )?(default )?class /.test(line)) inside = true;
      if (line === '}') inside = false;
      return inside && /^ {2}(?!static |async |get |set )[A-Za-z_$][\w$]*\s*(=|;)/.test(line) ? line : '';
    }).join('\n')];
  }));
});

/** All texts, by language. */
async function texts() {
  const all = { en: {}, vi: {} };
  for (const language of ['en', 'vi']) {
    const folder = `texts-${language}`, parts = own.filter((file) => path.dirname(file) === folder && !file.endsWith('all.js'));
    for (const file of parts) {
      const { default: some } = await import(path.join(WEB, file));
      for (const key of Object.keys(some)) assert.ok(!(key in all[language]), `${key} is there twice`);
      Object.assign(all[language], some);
    }
    assert.deepEqual((await import(path.join(WEB, folder, 'all.js'))).default, all[language]);
  }
  return all;
}

const places = (message) => [...new Set(Object.values(typeof message === 'string' ? [message] : message)
  .flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

test('English and Vietnamese have the same texts with the same places', async () => {
  const { en, vi } = await texts();
  assert.deepEqual(Object.keys(vi).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    assert.deepEqual(places(vi[key]), places(en[key]), key);
    for (const text of Object.values(typeof vi[key] === 'string' ? [vi[key], en[key]] : { ...vi[key], ...en[key] })) {
      assert.ok(text.trim() && text === text.normalize('NFC'), key);
    }
  }
});

test('each text that is used is there, and each that is there is used', async () => {
  const { en } = await texts();
  const code = scripts.filter(([file]) => !file.startsWith('texts-')).map(([, text]) => text).join('\n');
  const used = new Set([...code.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => key));
  assert.deepEqual([...used].filter((key) => !(key in en)), []);
  // `settings.${name}` uses all that begin with settings.
  const beginnings = [...code.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)].map(([, beginning]) => beginning);
  const quoted = new Set([...code.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key));
  assert.deepEqual(Object.keys(en).filter((key) => !quoted.has(key) && !beginnings.some((one) => key.startsWith(one))), []);
});

test('each icon that is used is there, and each that is there is used', () => {
  const icons = [...read('icons.svg').matchAll(/<symbol id="([^"]+)"/g)].map(([, name]) => name);
  const code = scripts.map(([, text]) => text).join('\n');
  const named = [...code.matchAll(/\bicon\(\s*'([\w-]+)'/g)].map(([, name]) => name);
  assert.deepEqual(named.filter((name) => !icons.includes(name)), []);
  assert.deepEqual(icons.filter((name) => !code.includes(`'${name}'`)), []);
});
