// The part of the lecture that the timeline shows. Pure: each function returns a new view.

/** @typedef {{start: number, span: number}} View seconds */

export const shortestSpan = 10;
const leastLabel = 70; // pixels between two times of the ruler
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];

/** @param {View} view @param {number} duration @returns {View} */
export function kept({ start, span }, duration) {
  const length = Math.min(Math.max(span, Math.min(shortestSpan, duration)), duration || 1);
  return { start: Math.min(Math.max(0, start), Math.max(0, duration - length)), span: length };
}

/** @param {number} duration @returns {View} */
export const whole = (duration) => ({ start: 0, span: duration || 1 });

/** Keeps the time `about` where it is. @param {View} view @param {number} factor @param {number} about @param {number} duration */
export function zoomed(view, factor, about, duration) {
  const span = kept({ start: 0, span: view.span * factor }, duration).span;
  const share = (about - view.start) / view.span;
  return kept({ start: about - share * span, span }, duration);
}

/** @param {View} view @param {number} seconds @param {number} duration */
export const panned = (view, seconds, duration) => kept({ ...view, start: view.start + seconds }, duration);

/** Moves as little as it takes to show a range with some room. @param {View} view @param {number} from @param {number} to @param {number} duration */
export function revealing(view, from, to, duration) {
  const room = (to - from) * 0.15;
  if (from >= view.start && to <= view.start + view.span) return view;
  if (to - from + 2 * room > view.span) return kept({ start: from - room, span: to - from + 2 * room }, duration);
  return from < view.start ? kept({ ...view, start: from - room }, duration)
    : kept({ ...view, start: to + room - view.span }, duration);
}

/** Seconds between two labels. @param {number} perSecond pixels a second */
export const rulerStep = (perSecond) => steps.find((step) => step * perSecond >= leastLabel) ?? steps[steps.length - 1];

/** The times of the ruler in a view. @param {View} view @param {number} perSecond */
export function ticks(view, perSecond) {
  const step = rulerStep(perSecond);
  const times = [];
  for (let at = Math.ceil(view.start / step) * step; at < view.start + view.span; at += step) times.push(at);
  return times;
}
