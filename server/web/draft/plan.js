// The plan as pure functions: each takes topics and returns new ones. Times are seconds of the recording.

/** @typedef {{id?: number | null, key?: string | null, name: string, summary: string, start: number, end: number}} Topic */
/** @typedef {'start' | 'end'} Edge */
/** @typedef {{key: string, field: 'name' | Edge, problem: string, blocks: boolean}} Flaw */

// A drag leaves each topic at least this long.
export const shortest = 1;
// Bounds nearer than this are the same place, and move together.
const touching = 0.05;
// The server keeps microseconds.
const tellable = 1e-6;
export const longestName = 200;

/** @param {number} time */
const rounded = (time) => Math.round(time * 1e6) / 1e6;

/** @param {number} a @param {number} b */
export const isSameTime = (a, b) => Math.abs(a - b) < tellable * 1.5;

/** What names a topic among others: its id, or until it has one its key. @param {Topic} topic */
export const keyOf = (topic) => topic.id ? `i${topic.id}` : `k${topic.key}`;

/** A key for a topic that the server does not know yet. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {readonly Topic[]} topics */
export const sorted = (topics) => [...topics].sort((a, b) => a.start - b.start || a.end - b.end);

/** @param {readonly Topic[]} topics @param {string | null} key */
export const find = (topics, key) => topics.find((topic) => keyOf(topic) === key) ?? null;

/** @param {readonly Topic[]} topics @param {string | null} key @param {Partial<Topic>} change */
export const changed = (topics, key, change) =>
  topics.map((topic) => keyOf(topic) === key ? { ...topic, ...change } : topic);

/** @param {readonly Topic[]} topics @param {string} key @param {string} name */
export const rename = (topics, key, name) => changed(topics, key, { name });

/** @param {readonly Topic[]} topics @param {string} key */
export const remove = (topics, key) => topics.filter((topic) => keyOf(topic) !== key);

/** The topic that is heard at a time. @param {readonly Topic[]} topics @param {number} time */
export const topicAt = (topics, time) => topics.find((topic) => topic.start <= time && time < topic.end) ?? null;

/** The neighbour that shares this bound. @param {readonly Topic[]} topics @param {Topic} topic @param {Edge} edge */
function partner(topics, topic, edge) {
  return topics.find((other) => other !== topic && (edge === 'start'
    ? Math.abs(other.end - topic.start) < touching && other.start < topic.start
    : Math.abs(other.start - topic.end) < touching && other.end > topic.end)) ?? null;
}

/**
 * How far a bound may be dragged: it stops at the topic beside it, and leaves the topics that it moves long enough.
 * @param {readonly Topic[]} topics @param {string} key @param {Edge} edge @param {number} duration
 */
export function limits(topics, key, edge, duration) {
  const topic = find(topics, key);
  if (!topic) return { low: 0, high: duration };
  const beside = partner(topics, topic, edge);
  const others = topics.filter((other) => other !== topic && other !== beside);
  const reach = Math.min(shortest, Math.max(0, topic.end - topic.start));
  if (edge === 'start') {
    const before = Math.max(0, ...others.filter((other) => other.end <= topic.start + touching).map((one) => one.end));
    const low = beside ? Math.max(before, beside.start + Math.min(shortest, beside.end - beside.start)) : before;
    return { low: Math.min(low, topic.start), high: topic.end - reach };
  }
  const after = Math.min(duration, ...others.filter((other) => other.start >= topic.end - touching).map((one) => one.start));
  const high = beside ? Math.min(after, beside.end - Math.min(shortest, beside.end - beside.start)) : after;
  return { low: topic.start + reach, high: Math.max(high, topic.end) };
}

/**
 * A bound that was dragged, kept in its limits. A neighbour that touches it moves too.
 * @param {readonly Topic[]} topics @param {string} key @param {Edge} edge @param {number} time @param {number} duration
 */
export function moveBound(topics, key, edge, time, duration) {
  const { low, high } = limits(topics, key, edge, duration);
  return setBound(topics, key, edge, Math.min(high, Math.max(low, time)), duration);
}

/**
 * A bound that was typed: it goes where the person says, even if the plan is wrong then. A neighbour that touches it
 * moves too unless nothing would be left of one of them.
 * @param {readonly Topic[]} topics @param {string} key @param {Edge} edge @param {number} time @param {number} duration
 */
export function setBound(topics, key, edge, time, duration) {
  const topic = find(topics, key);
  if (!topic) return [...topics];
  const at = rounded(Math.min(duration, Math.max(0, time)));
  const beside = partner(topics, topic, edge);
  const follows = beside && (edge === 'start' ? at > beside.start && at < topic.end : at < beside.end && at > topic.start);
  const other = edge === 'start' ? 'end' : 'start';
  return sorted(topics.map((one) => {
    if (one === topic) return { ...one, [edge]: at };
    return one === beside && follows ? { ...one, [other]: at } : one;
  }));
}

/** @param {readonly Topic[]} topics @param {string} key @param {number} time */
export function canSplit(topics, key, time) {
  const topic = find(topics, key);
  return !!topic && time > topic.start + tellable && time < topic.end - tellable;
}

/**
 * Two topics in place of one. The first keeps the id, and so the clip if its bounds come back.
 * @param {readonly Topic[]} topics @param {string} key @param {number} time @param {string} added key of the second
 * @param {string} name of the second
 */
export function split(topics, key, time, added, name) {
  if (!canSplit(topics, key, time)) return [...topics];
  const at = rounded(time);
  return topics.flatMap((topic) => keyOf(topic) !== key ? [topic]
    : [{ ...topic, end: at }, { key: added, name, summary: '', start: at, end: topic.end }]);
}

/** The topic after this one. @param {readonly Topic[]} topics @param {string | null} key @param {number} step */
export function beside(topics, key, step) {
  const at = topics.findIndex((topic) => keyOf(topic) === key);
  return at < 0 ? null : topics[at + step] ?? null;
}

/** One topic in place of this and the next one. @param {readonly Topic[]} topics @param {string} key */
export function mergeWithNext(topics, key) {
  const topic = find(topics, key), next = beside(topics, key, 1);
  if (!topic || !next) return [...topics];
  const summary = [topic.summary, next.summary].filter(Boolean).join('\n').slice(0, 5000);
  return topics.filter((one) => one !== next)
    .map((one) => one === topic ? { ...one, end: Math.max(one.end, next.end), summary } : one);
}

/**
 * The free time at or after a moment, where a topic can be added. Null: there is none.
 * @param {readonly Topic[]} topics @param {number} time @param {number} duration
 */
export function freeTime(topics, time, duration) {
  let start = time;
  for (const topic of sorted(topics)) {
    if (topic.end <= start) continue;
    if (topic.start - start >= shortest) return { start, end: topic.start };
    start = topic.end;
  }
  return duration - start >= shortest ? { start, end: duration } : null;
}

/**
 * @param {readonly Topic[]} topics @param {{start: number, end: number}} free @param {string} added @param {string} name
 */
export const add = (topics, free, added, name) =>
  sorted([...topics, { key: added, name, summary: '', start: rounded(free.start), end: rounded(free.end) }]);

/**
 * What is wrong with a plan. The server refuses a plan with a flaw that `blocks`; the others are worth a look.
 * @param {readonly Topic[]} topics @param {number} duration
 * @returns {Flaw[]}
 */
export function validate(topics, duration) {
  /** @type {Flaw[]} */
  const flaws = [];
  topics.forEach((topic, index) => {
    const key = keyOf(topic), before = topics[index - 1];
    if (!topic.name.trim()) flaws.push({ key, field: 'name', problem: 'noName', blocks: true });
    else if ([...topic.name].length > longestName) flaws.push({ key, field: 'name', problem: 'longName', blocks: true });
    if (topic.end <= topic.start) flaws.push({ key, field: 'end', problem: 'endFirst', blocks: true });
    else if (topic.end > duration + tellable) flaws.push({ key, field: 'end', problem: 'tooFar', blocks: true });
    else if (topic.end - topic.start < shortest) flaws.push({ key, field: 'end', problem: 'tooShort', blocks: false });
    if (before && before.end > topic.start + touching && before.end > before.start)
      flaws.push({ key, field: 'start', problem: 'overlap', blocks: false });
  });
  return flaws;
}
