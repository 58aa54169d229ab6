// Another person who works at the same draft.
import { call } from './api.mjs';

/**
 * Saves a draft as another editor does.
 * @param {number} lecture
 * @param {(snippets: any[]) => void} change
 */
export async function editAsOther(lecture, change) {
  const path = `/api/v1/sessions/${lecture}/draft`;
  const seen = await call('GET', path);
  const snippets = structuredClone(seen.snippets);
  change(snippets);
  return call('PUT', path, { base_revision: seen.base_revision, snippets }, { headers: { 'If-Match': `"${seen.version}"` } });
}

/**
 * Another editor's draft arrives before that of the review page, which is outdated then.
 * @param {any} page
 * @param {number} lecture
 * @param {() => Promise<unknown>} edit what is changed in the page
 * @param {(snippets: any[]) => void} change what the other editor changes
 */
export async function overtake(page, lecture, edit, change) {
  let holds = true;
  const held = [];
  await page.route('**/draft', (route) => (holds && route.request().method() === 'PUT' ? held.push(route) : route.continue()));
  await edit();
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => !!document.querySelector('review-page').model.saver.running);
  await editAsOther(lecture, change);
  holds = false;
  for (const route of held) await route.continue();
}
