import { formatPercent, t } from '../base/i18n.js';

/** @typedef {import('../base/api.js').Snippet} Snippet */
/** @typedef {{kind: 'cut'|'stale'|'none'|'waiting'|'running'|'failed', icon: string, text: string}} ClipState */

/**
 * How it stands with the clip of a topic, in words.
 * @param {Pick<Snippet, 'clip'|'cut'>} topic
 * @returns {ClipState}
 */
export function clipState({ clip, cut }) {
  if (cut?.status === 'PENDING') return { kind: 'waiting', icon: 'clock', text: t('topics.waiting') };
  if (cut?.status === 'STARTED' || cut?.status === 'RETRY') {
    return { kind: 'running', icon: 'loader', text: t('topics.cutting', { percent: formatPercent(cut.progress) }) };
  }
  if (cut?.status === 'FAILURE') return { kind: 'failed', icon: 'circle-alert', text: t('topics.failed', { reason: cut.error ?? '' }) };
  if (clip?.stale) return { kind: 'stale', icon: 'triangle-alert', text: t('topics.stale') };
  if (clip) return { kind: 'cut', icon: 'circle-check', text: t('topics.cut') };
  return { kind: 'none', icon: 'scissors', text: t('topics.uncut') };
}
