// What this browser keeps for its user. Where storage is refused, settings last as long as the page.

/** @typedef {'language'|'theme'|'captions'|'captionSize'|'captionGround'|'speed'|'singleKeys'|'volume'|'muted'|'timelineHint'|'loggedIn'} SettingName */

/** The speeds that a recording can be played with. */
export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3];

const PLACE = 'lectern.settings'; // boot.js reads it too

/** @type {Record<SettingName, string|number|boolean>} */
const usual = {
  language: '',
  theme: '',
  captions: true,
  captionSize: 2,
  captionGround: 2,
  speed: 1,
  singleKeys: true,
  volume: 1,
  muted: false,
  timelineHint: true,
  loggedIn: false, // as far as this browser knows
};

/** @type {Map<SettingName, Set<(value: any) => void>>} */
const listeners = new Map();
let kept = read();

/** @returns {Record<string, any>} */
function read() {
  try {
    const value = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
    return value && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

/** @param {SettingName} name */
function tell(name) {
  for (const listener of listeners.get(name) ?? []) listener(settings.get(name));
}

export const settings = {
  /** @param {SettingName} name @returns {any} */
  get(name) {
    const value = kept[name];
    return typeof value === typeof usual[name] ? value : usual[name];
  },

  /** @param {SettingName} name @param {string|number|boolean} value */
  set(name, value) {
    if (settings.get(name) === value) return;
    kept = { ...kept, [name]: value };
    try {
      localStorage.setItem(PLACE, JSON.stringify(kept));
    } catch {
      // The browser refuses: the value holds until the page is left.
    }
    tell(name);
  },
};

/**
 * Calls `listener` with the new value, also when another tab has changed it.
 * @param {SettingName} name
 * @param {(value: any) => void} listener
 * @returns {() => void} stops it
 */
export function onSetting(name, listener) {
  const those = listeners.get(name) ?? new Set();
  listeners.set(name, those.add(listener));
  return () => those.delete(listener);
}

addEventListener('storage', (event) => {
  if (event.key !== PLACE && event.key !== null) return;
  const before = kept;
  kept = read();
  for (const name of /** @type {SettingName[]} */ (Object.keys(usual))) {
    if (before[name] !== kept[name]) tell(name);
  }
});
