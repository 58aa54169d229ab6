// Where a bound that is dragged comes to rest.

export const snapWithin = 7; // pixels

/**
 * @param {readonly {start: number, end: number}[]} cues @param {readonly {start: number, end: number}[]} silences
 * @param {readonly number[]} known bounds of the plan, to which a clip was cut
 * @returns {number[]} sorted
 */
export function snapPoints(cues, silences, known) {
  const points = new Set(known);
  for (const { start, end } of cues) points.add(start).add(end);
  for (const { start, end } of silences) points.add(start).add(end);
  return [...points].sort((a, b) => a - b);
}

/** The first point at or after a time. @param {readonly number[]} points @param {number} time */
function firstFrom(points, time) {
  let low = 0, high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {readonly number[]} points sorted @param {number} time @param {number} perSecond pixels a second */
export function snapped(points, time, perSecond) {
  const at = firstFrom(points, time);
  const near = [points[at - 1], points[at]].filter((point) => point !== undefined)
    .sort((a, b) => Math.abs(a - time) - Math.abs(b - time))[0];
  if (near !== undefined && Math.abs(near - time) * perSecond <= snapWithin) return near;
  return Math.round(time * 100) / 100;
}
