import { t } from '../base/i18n.js';

/** @type {readonly [RegExp, (found: RegExpExecArray) => string][]} */
const known = [
  [/\(([^()]+)\)\.$/, (found) => t('lecture.reason.codec', { codec: found[1] })],
  [/bits a sample|colour resolution/, () => t('lecture.reason.colour')],
  [/index is at the end/, () => t('lecture.reason.index')],
];

/**
 * Why browsers may not play a recording, in the language of the page. What the server says in other words is given as
 * it is.
 * @param {import('../base/api.js').Playback|null} playback
 */
export function playbackReason(playback) {
  if (!playback || playback.direct || !playback.reason) return '';
  for (const [pattern, text] of known) {
    const found = pattern.exec(playback.reason);
    if (found) return text(found);
  }
  return playback.reason;
}
