// The rules of server/web/README.md.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const WEB = fileURLToPath(new URL('../../../server/web/', import.meta.url));
const MOST_LINES = 250;
const MOST_FILES = 20; // in one folder
const MOST_CODE = 145000; // of all our own code, packed file by file
const MOST_CODE_OF_PAGE = 48000; // the part of it that a page needs before it is drawn
const MOST_OF_PAGE = 150000; // of what a page needs before it is drawn, packed, without media and answers of the API

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

/** A file as the program contains it. */
function embedded(file) {
  const from = path.join(WEB, file);
  if (!file.endsWith('.js') || file.startsWith('vendor/')) return fs.readFileSync(from);
  return execFileSync('sed', ['-f', path.join(WEB, '../strip_comments.sed'), from]);
}

const packed = (those) => those.map((file) => gzipSync(embedded(file), { level: 9 }).length).reduce((a, b) => a + b, 0);

test('modules without their comments are the same modules', async () => {
  const tools = process.env.LECTERN_WEB_TOOLS;
  assert.ok(tools, 'LECTERN_WEB_TOOLS is not set: run the tests with pytest tests/web');
  const { transform } = await import(pathToFileURL(`${tools}/node_modules/esbuild/lib/main.js`).href);
  for (const file of ending('.js')) {
    const [source, without] = await Promise.all([read(file), embedded(file).toString()].map((text) => transform(text, { minify: true })));
    assert.equal(without.code, source.code, file);
    assert.doesNotMatch(embedded(file).toString(), /^\s*(\/\/|\/\*\*$)/m, file);
  }
});

test('our own code is small', () => {
  const bytes = packed(ending('.js', '.css', '.html'));
  assert.ok(bytes <= MOST_CODE, `${bytes} bytes, packed`);
});

/** A module with all that it imports before it runs. */
function needs(module, found = new Set()) {
  if (found.has(module)) return found;
  found.add(module);
  for (const [, from] of read(module).matchAll(/^\s*(?:import|export)\b(?:[^'";]*\bfrom)?\s*'(\.[^']+)'/gm)) needs(path.join(path.dirname(module), from), found);
  return found;
}

for (const [, page] of read('main.js').matchAll(/import\('\.\/([^']+-page\.js)'\)/g)) {
  test(`a page is there soon: ${page}`, () => {
    const fonts = files.filter((file) => file.endsWith('.woff2'));
    const modules = [...needs(page, needs('main.js'))];
    const code = packed(modules.filter((file) => own.includes(file)));
    assert.ok(code <= MOST_CODE_OF_PAGE, `${code} bytes of code, packed`);
    const bytes = packed([...modules, ...ending('.css', '.html', '.svg'), 'boot.js', ...fonts]);
    assert.ok(bytes <= MOST_OF_PAGE, `${bytes} bytes, packed`);
  });
}

test('style sheets know no left and right, and no colours but those of tokens.css', () => {
  none(/\b(left|right)\b/i, sheets);
  none(/\.style\.\w*(left|right)\b|style\.setProperty\('[^-']*-?(left|right)/i, scripts);
  none(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab)a?\(/i, sheets.filter(([file]) => file !== 'tokens.css'));
});

test('each style sheet is in index.html', () => {
  const linked = [...read('index.html').matchAll(/rel="stylesheet" href="\{base\}\/web\/\{version\}\/([^"]+)"/g)].map(([, file]) => file);
  assert.deepEqual(linked.sort(), ending('.css').sort());
});

test('nothing needs what the Content-Security-Policy forbids', () => {
  none(/\sstyle=|innerHTML|outerHTML|insertAdjacentHTML|unsafe(HTML|SVG|Static)|document\.write|\beval\(|new Function\b|\bjavascript:/, [
    ...scripts, ['index.html', read('index.html')]]);
  none(/\son\w+=/, [['index.html', read('index.html')]]);
  none(/https?:\/\/(?!www\.w3\.org)/, scripts.concat(sheets));
});

test('no class has fields that would hide reactive properties', () => {
  none(/./, scripts.map(([file, text]) => {
    let inside = false;
    return [file, text.split('\n').map((line) => {
      if (/^(export )?(default )?class /.test(line)) inside = true;
      if (line === '}') inside = false;
      return inside && /^ {2}(?!static |async |get |set )[A-Za-z_$][\w$]*\s*(=|;)/.test(line) ? line : '';
    }).join('\n')];
  }));
});

/** The texts of all folders, by language. */
function texts() {
  const all = { en: {}, vi: {} };
  for (const file of ending('.js').filter((one) => path.basename(one).startsWith('texts') || /^(?!base\/).*addTexts\(/s.test(read(one)))) {
    if (file === 'base/i18n.js') continue;
    const body = read(file).replace(/^import .*$/gm, '').replace(/^export (?=const|function)/gm, '');
    new Function('addTexts', body)((more) => {
      for (const language of ['en', 'vi']) {
        for (const key of Object.keys(more[language])) assert.ok(!(key in all[language]), `${key} is there twice`);
        Object.assign(all[language], more[language]);
      }
    });
  }
  return all;
}

const places = (message) => [...new Set(Object.values(typeof message === 'string' ? [message] : message)
  .flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

test('English and Vietnamese have the same texts with the same places', () => {
  const { en, vi } = texts();
  assert.deepEqual(Object.keys(vi).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    assert.deepEqual(places(vi[key]), places(en[key]), key);
    for (const text of Object.values(typeof vi[key] === 'string' ? [vi[key], en[key]] : { ...vi[key], ...en[key] })) {
      assert.ok(text.trim() && text === text.normalize('NFC'), key);
    }
  }
});

test('each text that is used is there, and each that is there is used', () => {
  const { en } = texts();
  const code = scripts.filter(([file]) => !path.basename(file).startsWith('texts')).map(([, text]) => text).join('\n');
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
