import { t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html, nothing } from '../vendor/lit.js';

/**
 * What is wrong with the playback; null: nothing.
 * @param {{feedState: import('./media-feed.js').FeedState, soundOnly: boolean, pictures: boolean}} player
 */
export function troubleOf({ feedState, soundOnly, pictures }) {
  if (feedState === 'offline') return t('player.offline');
  if (feedState === 'unplayable') return t('player.unplayable');
  return feedState === 'ready' && soundOnly && pictures ? t('player.soundOnly') : null;
}

/**
 * @param {string} sentence
 * @param {string} reason the server's words, '' if it has none
 * @param {(() => void)|null} tryNow
 */
function troubleCard(sentence, reason, tryNow) {
  /** @param {Event} event */
  const pressed = (event) => {
    event.stopPropagation(); // a click on the frame plays
    tryNow?.();
  };
  return html`<div class="trouble" role="status">
    ${icon('triangle-alert')}
    <p>${sentence}</p>
    ${reason ? html`<p class="reason" dir="auto">${reason}</p>` : nothing}
    ${tryNow ? html`<button class="btn" type="button" @click=${pressed}>${t('player.tryNow')}</button>` : nothing}
  </div>`;
}

/**
 * What covers the video: what is wrong, or for sound alone the topic on paper.
 * @param {import('./lecture-player.js').LecturePlayer} player
 * @param {string} topic the name of the present one
 */
export function overlay(player, topic) {
  const sentence = troubleOf(player);
  if (sentence && player.feedState === 'offline') return troubleCard(sentence, '', () => player.playback?.feed.retryNow());
  if (sentence) return troubleCard(sentence, player.reason, null);
  return player.soundOnly ? html`<div class="paper"><b dir="auto">${topic || t('player.onlySound')}</b></div>` : nothing;
}
