import { bindKeys } from '../base/keys.js';
import { settings } from '../base/settings.js';
import { speedStep } from './speed-menu.js';

/** @param {'muted'|'captions'} name */
const flip = (name) => settings.set(name, !settings.get(name));

/**
 * @param {import('./lecture-player.js').LecturePlayer} player
 * @returns {() => void} stops it
 */
export function bindPlayerKeys(player) {
  return bindKeys(document, {
    playPause: () => player.toggle(),
    back10: () => player.skip(-10),
    forward10: () => player.skip(10),
    back5: () => player.skip(-5),
    forward5: () => player.skip(5),
    frameBack: () => player.step(-1),
    frameForward: () => player.step(1),
    slower: () => player.changeSpeed(-speedStep),
    faster: () => player.changeSpeed(speedStep),
    mute: () => flip('muted'),
    captions: () => flip('captions'),
    fullscreen: () => player.toggleFullscreen(),
  });
}
