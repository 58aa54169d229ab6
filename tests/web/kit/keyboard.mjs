// Works a page as somebody does who has no mouse: nothing is clicked, and no script gives the focus.
import assert from 'node:assert/strict';

const RING = 3; // px

/** What has the focus, and whether people can see where it is: by a ring around it, or around a part of it. */
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  const { x, y, width, height } = one.getBoundingClientRect();
  const rings = [[one], [one, '::after'], ...[...one.children].map((child) => [child])].map(([part, pseudo]) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part, pseudo);
    return outlineStyle === 'none' ? 0 : parseFloat(outlineWidth);
  });
  return {
    html: one.outerHTML.slice(0, 150), isPage: one === document.body, isVideo: one.localName === 'video', ring: Math.max(...rings),
    isShown: width > 0 && height > 0 && x < innerWidth && y < innerHeight && x + width > 0 && y + height > 0,
  };
});

/**
 * Presses Tab until the focus is at an element that the selector matches, and whose words `name` matches if it is given.
 * Each element on the way must show that it has the focus.
 * @param {any} page
 * @param {string} selector
 * @param {{name?: RegExp, back?: boolean, most?: number}} [options] back: with Shift; most: so many presses
 */
export async function tabTo(page, selector, { name, back = false, most = 120 } = {}) {
  const passed = [];
  for (let presses = 0; presses <= most; ++presses) {
    const found = await page.evaluate(([one, words, flags]) => {
      const { activeElement } = document;
      const text = `${activeElement?.getAttribute('aria-label') ?? ''} ${activeElement?.textContent}`.replace(/\s+/g, ' ').trim();
      return !!activeElement?.matches(one) && new RegExp(words, flags).test(text);
    }, [selector, name?.source ?? '', name?.flags ?? '']);
    if (found) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const { html, isPage, isShown, isVideo, ring } = await focused(page);
    passed.push(html);
    if (isPage) continue; // once around
    assert.ok(isShown, `it has the focus and is not seen: ${html}`);
    assert.ok(isVideo || ring >= RING, `nothing shows that it has the focus: ${html}`);
  }
  assert.fail(`${selector} ${name ?? ''} is not reached by Tab, but:\n${passed.join('\n')}`);
}

/** Tab to a button, link or field, and Enter. @param {Parameters<typeof tabTo>} where */
export async function enter(...where) {
  await tabTo(...where);
  await where[0].keyboard.press('Enter');
}
