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

/** Nothing is wider than the window. */
export async function fits(page) {
  const [content, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= room, `the page is ${content} px wide in a window of ${room} px`);
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
