// Who uses the page.
import { Problem, get } from './api.js';
import { current } from './router.js';

/** @typedef {import('./api.js').Me} Me */

/** @type {Promise<Me|null>|null} */
let asked = null;

/** null: nobody yet, on the login page, or the server cannot tell now. @returns {Promise<Me|null>} */
export async function me() {
  if (current().path === '/login') return null;
  asked ??= get('/api/v1/me').then(
    ({ data }) => data,
    (error) => {
      asked = null;
      if (error instanceof Problem) return null;
      throw error;
    },
  );
  return asked;
}

/** May this person change lectures? @param {Me|null} person */
export const mayEdit = (person) => person?.role === 'admin' || person?.role === 'teacher';
