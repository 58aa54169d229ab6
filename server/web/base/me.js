// Who uses the page.
import { Problem, get } from './api.js';
import { current } from './router.js';

/** @typedef {import('./api.js').Me} Me */

/** @type {Promise<Me|null>|null} */
let asked = null;
/** @type {Me|null} */
let known = null;

/** null: nobody yet, on the login page, or the server cannot tell now. @returns {Promise<Me|null>} */
export async function me() {
  if (current().path === '/login') return null;
  asked ??= get('/api/v1/me').then(
    ({ data }) => (known = data),
    (error) => {
      asked = null;
      if (error instanceof Problem) return null;
      throw error;
    },
  );
  return asked;
}

/**
 * Tells this person from others who use the same browser, for what it keeps of them. Empty: there is nobody to tell apart,
 * or me() has not answered yet.
 */
export const personKey = () => [known?.client_id, known?.name].filter(Boolean).join(' ');

/** May this person change lectures? @param {Me|null} person */
export const mayEdit = (person) => person?.role === 'admin' || person?.role === 'teacher';
