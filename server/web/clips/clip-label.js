// The state of a clip, as an icon and words.

import { formatPercent, t } from '../base/i18n.js';
import { icon } from '../parts/icon.js';
import { html, nothing } from '../vendor/lit.js';

const icons = {
  cut: 'circle-check', stale: 'triangle-alert', waiting: 'clock', cutting: 'loader', failed: 'circle-x', edited: 'pencil',
  none: 'scissors', choose: 'triangle-alert',
};

/**
 * @param {keyof typeof icons} state
 * @param {Pick<import('../base/api.js').Snippet, 'cut'> | undefined} snippet
 */
export function clipLabel(state, snippet) {
  const percent = formatPercent(snippet?.cut?.progress ?? 0);
  return html`<span class="clip-state ${state}">${icon(icons[state], { size: 'small' })}
    <span>${t(`clip.${state}`, { percent })}</span></span>
    ${state === 'failed' ? html`<small class="reason" dir="auto">${snippet?.cut?.error ?? ''}</small>` : nothing}`;
}
