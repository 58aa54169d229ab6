// What is true of every page.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { axeFaults } from './browser.mjs';

/** Nothing was refused by the CSP, nothing is on the console, and axe finds nothing. */
export async function isFine(page) {
  assert.deepEqual(await axeFaults(page), []);
  await fits(page);
  assert.deepEqual(page.faults, []);
}

/**
 * Text of users stands apart, so that its direction is its own and does not turn what is beside it: in an element of its
 * own, or between the characters that isolate it.
 * @param {any} page
 * @param {string} mark that is in each such text
 */
export async function userTextStandsApart(page, mark) {
  const { found, loose } = await page.evaluate((words) => {
    const texts = [];
    let isolated = 0;
    for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const { nodeValue, parentElement } = walker.currentNode;
      if (nodeValue.replace(/\u2068[^\u2069]*\u2069/g, (text) => (text.includes(words) ? (++isolated, '') : text)).includes(words)) texts.push(parentElement);
    }
    const fields = [...document.querySelectorAll('input, textarea')].filter(({ value }) => value.includes(words));
    const isApart = (one) => one.closest('bdi, [dir]')?.matches('bdi, [dir=auto]') ?? false;
    return { found: isolated + texts.length + fields.length, loose: [...texts, ...fields].filter((one) => !isApart(one)).map((one) => one.outerHTML.slice(0, 200)) };
  }, mark);
  assert.ok(found, `the page shows no text with ${mark}`);
  assert.deepEqual(loose, []);
}

/** Nothing is wider than the window. */
export async function fits(page) {
  const { content, room, widest } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const ends = [...document.body.querySelectorAll('*')].map((one) => [one.getBoundingClientRect().right, one]).sort(([a], [b]) => b - a);
    return { content: scrollWidth, room: clientWidth, widest: scrollWidth > clientWidth && ends.slice(0, 3).map(([, one]) => one.outerHTML.slice(0, 120)) };
  });
  assert.ok(content <= room, `the page is ${content} px wide in a window of ${room} px: ${widest}`);
}

/** What users press is large enough: 24 px at the mouse, 44 px at the finger. Links in sentences may be smaller. */
export async function targetsAreLarge(page, least) {
  const small = await page.evaluate((pixels) => [...document.querySelectorAll('button, a[href], select, input, [role="slider"]')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('p'))
    .map((one) => {
      // A link whose ::after covers its card is as large as the card.
      const { position, content, inset } = getComputedStyle(one, '::after');
      const covers = content !== 'none' && position === 'absolute' && inset === '0px';
      return [(covers ? one.offsetParent : one.closest('label')) ?? one, one];
    })
    .filter(([area]) => {
      const { width, height } = area.getBoundingClientRect();
      return width > 1 && (width < pixels || height < pixels);
    })
    .map(([area, one]) => `${one.outerHTML.slice(0, 120)} ${JSON.stringify(area.getBoundingClientRect())}`), least);
  assert.deepEqual(small, []);
}

/** Keeps a picture of the page, if LECTERN_WEB_PICTURES names a folder. */
export async function picture(page, name) {
  const folder = process.env.LECTERN_WEB_PICTURES;
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
