/** @typedef {{start: number, end: number}} Span seconds of the recording */

/**
 * The last of the sorted spans that has begun at this time.
 * @param {readonly {start: number}[]} spans by start
 * @param {number} time seconds
 * @returns {number} its index; -1 if none has begun
 */
export function lastBegun(spans, time) {
  let from = 0;
  let to = spans.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (spans[middle].start <= time) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/**
 * The span that holds this time.
 * @param {readonly Span[]} spans by start
 * @param {number} time seconds
 * @returns {number} its index; -1 if none does
 */
export function spanAt(spans, time) {
  const index = lastBegun(spans, time);
  return index >= 0 && time < spans[index].end ? index : -1;
}

// A player that was told to go to the start of a topic may be a moment before it.
const moment = 0.02;

/**
 * The span that holds this time, or begins within a moment.
 * @param {readonly Span[]} spans by start
 * @param {number} time seconds
 */
export function spanAround(spans, time) {
  return spanAt(spans, time + moment);
}

/**
 * Where the next topic begins; null: there is none.
 * @param {readonly Span[]} topics by start
 * @param {number} time seconds
 */
export function nextStart(topics, time) {
  return topics[lastBegun(topics, time + moment) + 1]?.start ?? null;
}

const closeToStart = 3; // seconds

/**
 * Where the present topic begins, or the one before it for who has just come to this one.
 * @param {readonly Span[]} topics by start
 * @param {number} time seconds
 */
export function previousStart(topics, time) {
  return topics[lastBegun(topics, time - closeToStart)]?.start ?? 0;
}
