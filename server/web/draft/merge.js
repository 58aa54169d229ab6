// Brings together what two editors did to the same draft, field by field. Nothing is decided for them: where both
// changed the same field, the result is a conflict.

import { changed, find, isSameTime, keyOf, newKey, sorted, topicAt } from './plan.js';

/** @typedef {import('./plan.js').Topic} Topic */
/** @typedef {'name' | 'summary' | 'start' | 'end'} Field */
/**
 * `field` 'topic': one of the two has removed it. The value null stands for the removal.
 * @typedef {{key: string, field: Field | 'topic', mine: any, theirs: any}} Conflict
 */
/** @typedef {{key: string, kind: 'added' | 'removed' | 'renamed' | 'moved' | 'changed', name: string}} Change */

/** @type {Field[]} */
const fields = ['name', 'summary', 'start', 'end'];

/** @param {any} a @param {any} b */
const isSame = (a, b) => typeof a === 'number' && typeof b === 'number' ? isSameTime(a, b) : a === b;

/** @param {Topic} a @param {Topic} b */
const isSameTopic = (a, b) => fields.every((field) => isSame(a[field], b[field]));

/** @param {readonly Topic[]} a @param {readonly Topic[]} b */
export const isSamePlan = (a, b) => a.length === b.length && a.every((topic) => {
  const other = find(b, keyOf(topic));
  return other && isSameTopic(topic, other);
});

/** @param {Topic} before @param {Topic} after @returns {Change} */
function changeOf(before, after) {
  const moved = !isSame(before.start, after.start) || !isSame(before.end, after.end);
  const renamed = before.name !== after.name;
  const kind = moved && !renamed ? 'moved' : renamed && !moved ? 'renamed' : 'changed';
  return { key: keyOf(after), kind, name: after.name };
}

/** What is new in `after`. @param {readonly Topic[]} before @param {readonly Topic[]} after @returns {Change[]} */
export function changesOf(before, after) {
  /** @type {Change[]} */
  const changes = [];
  for (const topic of after) {
    const old = find(before, keyOf(topic));
    if (!old) changes.push({ key: keyOf(topic), kind: 'added', name: topic.name });
    else if (!isSameTopic(old, topic)) changes.push(changeOf(old, topic));
  }
  for (const topic of before)
    if (!find(after, keyOf(topic))) changes.push({ key: keyOf(topic), kind: 'removed', name: topic.name });
  return changes;
}

/** @param {Topic} base @param {Topic} mine @param {Topic} theirs @param {Conflict[]} conflicts */
function mergeTopic(base, mine, theirs, conflicts) {
  /** @type {any} */
  const merged = { ...mine };
  for (const field of fields) {
    if (isSame(theirs[field], base[field]) || isSame(theirs[field], mine[field])) continue;
    if (isSame(mine[field], base[field])) merged[field] = theirs[field];
    else conflicts.push({ key: keyOf(mine), field, mine: mine[field], theirs: theirs[field] });
  }
  return /** @type {Topic} */ (merged);
}

/**
 * `base` is what both began with. In the result a conflict has my value, and a topic that only one removed is there.
 * @param {readonly Topic[]} base @param {readonly Topic[]} mine @param {readonly Topic[]} theirs
 * @returns {{topics: Topic[], conflicts: Conflict[]}}
 */
export function merge(base, mine, theirs) {
  /** @type {Conflict[]} */
  const conflicts = [];
  /** @type {Topic[]} */
  const topics = [];
  for (const own of mine) {
    const key = keyOf(own), old = find(base, key), other = find(theirs, key);
    if (other) topics.push(mergeTopic(old ?? other, own, other, conflicts));
    else if (!old) topics.push(own);
    else if (!isSameTopic(old, own)) {
      topics.push(own);
      conflicts.push({ key, field: 'topic', mine: own, theirs: null });
    }
  }
  for (const other of theirs) {
    const key = keyOf(other), old = find(base, key);
    if (find(mine, key)) continue;
    if (!old) topics.push(other);
    else if (!isSameTopic(old, other)) {
      topics.push(other);
      conflicts.push({ key, field: 'topic', mine: null, theirs: other });
    }
  }
  return { topics: sorted(topics), conflicts };
}

/**
 * What both began with. The server may have stored what this page sent although the answer was lost.
 * @param {readonly Topic[]} base @param {readonly (readonly Topic[])[]} sent plans without an answer
 * @param {readonly Topic[]} theirs
 */
export function begunWith(base, sent, theirs) {
  const stored = sent.find((plan) => isSamePlan(plan, theirs));
  if (stored) return stored;
  const added = theirs.filter((one) => !find(base, keyOf(one))).flatMap((one) => {
    const own = sent.flat().filter((other) => keyOf(other) === keyOf(one));
    return own.find((other) => isSameTopic(other, one)) ?? own[0] ?? [];
  });
  return [...base, ...added];
}

/**
 * What may be saved while conflicts are open: their values stay until the person has chosen.
 * @param {readonly Topic[]} topics @param {readonly Conflict[]} conflicts
 */
export function withTheirs(topics, conflicts) {
  return conflicts.reduce((/** @type {readonly Topic[]} */ made, { key, field, theirs }) =>
    field === 'topic' ? made : changed(made, key, { [field]: theirs }), topics);
}

/**
 * The conflicts that are still there after a change of one's own, with the values of now.
 * @param {readonly Conflict[]} conflicts @param {readonly Topic[]} topics
 */
export function stillOpen(conflicts, topics) {
  return conflicts.flatMap((conflict) => {
    const topic = find(topics, conflict.key);
    if (!topic) return [];
    if (conflict.field === 'topic') return [conflict];
    const mine = topic[conflict.field];
    return isSame(mine, conflict.theirs) ? [] : [{ ...conflict, mine }];
  });
}

/**
 * New conflicts and those that were open.
 * @param {readonly Conflict[]} fresh @param {readonly Conflict[]} open @param {readonly Topic[]} topics
 * @param {readonly Topic[]} theirs what the other editor has now
 */
export function joined(fresh, open, topics, theirs) {
  const known = new Set(fresh.map(({ key, field }) => key + field));
  const old = open.filter(({ key, field }) => !known.has(key + field)).map((one) => {
    const other = find(theirs, one.key);
    return other && one.field !== 'topic' ? { ...one, theirs: other[one.field] } : one;
  });
  return stillOpen([...fresh, ...old], topics);
}

/**
 * Takes a side. The bound of a neighbour that touches is the same question, so it has the same answer.
 * @param {readonly Topic[]} topics @param {readonly Conflict[]} conflicts @param {Conflict} chosen
 * @param {'mine' | 'theirs'} side
 */
export function resolve(topics, conflicts, chosen, side) {
  const twins = conflicts.filter((one) => one === chosen || (typeof chosen.mine === 'number' &&
    isSame(one.mine, chosen.mine) && isSame(one.theirs, chosen.theirs)));
  const made = twins.reduce((/** @type {readonly Topic[]} */ all, { key, field, [side]: value }) => {
    if (field === 'topic') return value === null ? all.filter((topic) => keyOf(topic) !== key) : all;
    return side === 'theirs' ? changed(all, key, { [field]: value }) : all;
  }, topics);
  return { topics: sorted(made), conflicts: conflicts.filter((one) => !twins.includes(one)) };
}

/**
 * New ids for topics that had only a key, once a plan with them was published: by key, the topic with its id.
 * @param {readonly Topic[]} versions of topics, as the plan may have been published with any of them; the likely ones first
 * @param {readonly Topic[]} published
 * @returns {Map<string, Topic>}
 */
export function newIds(versions, published) {
  const given = new Map();
  const free = published.filter((one) => one.id && !find(versions, keyOf(one)));
  for (const topic of versions) {
    if (topic.id || given.has(keyOf(topic))) continue;
    const at = free.findIndex((one) => isSameTopic(one, topic));
    if (at >= 0) given.set(keyOf(topic), free.splice(at, 1)[0]);
  }
  return given;
}

/**
 * Gives topics the names with which they can be published over a plan: the ids that were given, and none that the plan
 * does not have. All that speaks of a topic by its key is renamed with it.
 * @param {Map<string, Topic>} given @param {Set<number>} ids of the plan
 * @param {Map<number, string>} keys for topics that lose their id; the same one each time
 */
export function renaming(given, ids, keys) {
  const keyFor = (/** @type {number} */ id) => {
    if (!keys.has(id)) keys.set(id, newKey());
    return keys.get(id);
  };
  const topic = (/** @type {Topic} */ one) => {
    const known = given.get(keyOf(one));
    if (known) return { ...one, id: known.id, key: null };
    return one.id && !ids.has(one.id) ? { ...one, id: null, key: keyFor(one.id) } : one;
  };
  const key = (/** @type {string} */ one) => {
    const known = given.get(one), id = one.startsWith('i') ? Number(one.slice(1)) : 0;
    if (known) return keyOf(known);
    return id && !ids.has(id) ? `k${keyFor(id)}` : one;
  };
  return {
    key,
    topics: (/** @type {readonly Topic[]} */ all) => all.map(topic),
    conflicts: (/** @type {readonly Conflict[]} */ all) =>
      all.map((one) => key(one.key) === one.key ? one : { ...one, key: key(one.key) }),
  };
}

/**
 * The topic to choose where the chosen one may be gone.
 * @param {readonly Topic[]} topics @param {readonly Topic[]} before the plan in which it was @param {string | null} chosen
 */
export function nearest(topics, before, chosen) {
  const gone = find(before, chosen);
  const near = (gone && topicAt(topics, gone.start)) ?? topics[0];
  return near ? keyOf(near) : null;
}
