import { bindKeys } from '../base/keys.js';
import { settings } from '../base/settings.js';

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
    slower: () => player.changeSpeed(-1),
    faster: () => player.changeSpeed(1),
    mute: () => flip('muted'),
    captions: () => flip('captions'),
    fullscreen: () => player.toggleFullscreen(),
  });
}
