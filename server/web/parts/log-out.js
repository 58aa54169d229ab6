import { send, url } from '../base/api.js';
import { mayLeave } from '../base/router.js';
import { settings } from '../base/settings.js';

/** Ends the login of this browser. The whole page is loaded again, so that nothing of the person stays in it. */
export async function logOut() {
  if (!(await mayLeave())) return;
  await send('POST', '/api/v1/logout').catch((problem) => {
    if (problem.status !== 401) throw problem; // main.js tells; the login goes on
  });
  settings.set('loggedIn', false);
  location.assign(url('/login'));
}
