import { send, url } from '../base/api.js';
import { forgetMe } from '../base/me.js';
import { settings } from '../base/settings.js';

/** Ends the login of this browser. The whole page is loaded again, so that nothing of the person stays in it. */
export async function logOut() {
  await send('POST', '/api/v1/logout').catch(() => {});
  settings.set('loggedIn', false);
  forgetMe();
  location.assign(url('/login'));
}
