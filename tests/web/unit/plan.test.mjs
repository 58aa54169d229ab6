// The plan, its history, and how the work of two editors is brought together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipState } from '../../../server/web/clips/clip-state.js';
import { needsCut, publication, stateOf } from '../../../server/web/draft/clip-state.js';
import { DraftSaver } from '../../../server/web/draft/draft-saver.js';
import { History } from '../../../server/web/draft/history.js';
import { changesOf, merge, newIds, renaming, resolve, stillOpen, withTheirs } from '../../../server/web/draft/merge.js';
import * as plan from '../../../server/web/draft/plan.js';

const topic = (id, start, end, name = `Topic ${id}`) => ({ id, name, summary: '', start, end });
const three = () => [topic(1, 0, 10), topic(2, 10, 20), topic(3, 25, 40)];
const bounds = (topics) => topics.map(({ start, end }) => [start, end]);

test('a bound moves the neighbour that touches it', () => {
  assert.deepEqual(bounds(plan.moveBound(three(), 'i1', 'end', 12, 40)), [[0, 12], [12, 20], [25, 40]]);
  assert.deepEqual(bounds(plan.moveBound(three(), 'i2', 'start', 7, 40)), [[0, 7], [7, 20], [25, 40]]);
  assert.deepEqual(bounds(plan.moveBound(three(), 'i2', 'end', 22, 40)), [[0, 10], [10, 22], [25, 40]]);
});

test('a bound that is dragged stops at its neighbours and leaves a second of each topic', () => {
  assert.deepEqual(bounds(plan.moveBound(three(), 'i2', 'end', 30, 40)), [[0, 10], [10, 25], [25, 40]]);
  assert.deepEqual(bounds(plan.moveBound(three(), 'i1', 'end', 39, 40)), [[0, 19], [19, 20], [25, 40]]);
  assert.deepEqual(bounds(plan.moveBound(three(), 'i1', 'end', -5, 40)), [[0, 1], [1, 20], [25, 40]]);
  assert.deepEqual(bounds(plan.moveBound(three(), 'i3', 'end', 99, 40)), [[0, 10], [10, 20], [25, 40]]);
  assert.deepEqual(bounds(plan.moveBound(three(), 'i3', 'start', 3, 40)), [[0, 10], [10, 20], [20, 40]]);
});

test('a topic shorter than a second can still be made longer', () => {
  const topics = [topic(1, 0, 0.4), topic(2, 0.4, 20)];
  assert.deepEqual(bounds(plan.moveBound(topics, 'i1', 'end', 5, 20)), [[0, 5], [5, 20]]);
  assert.deepEqual(bounds(plan.moveBound(topics, 'i1', 'end', 0, 20)), [[0, 0.4], [0.4, 20]]);
});

test('a bound that is typed goes where it is typed', () => {
  const overlap = plan.setBound(three(), 'i2', 'end', 30, 40);
  assert.deepEqual(bounds(overlap), [[0, 10], [10, 30], [25, 40]]);
  assert.deepEqual(plan.validate(overlap, 40).map(({ key, problem, blocks }) => [key, problem, blocks]), [['i3', 'overlap', false]]);
  const turned = plan.setBound(three(), 'i1', 'end', 0, 40);
  assert.deepEqual(bounds(turned), [[0, 0], [10, 20], [25, 40]]);
  assert.deepEqual(plan.validate(turned, 40).map(({ key, problem, blocks }) => [key, problem, blocks]), [['i1', 'endFirst', true]]);
});

test('split, merge, remove and add', () => {
  const parts = plan.split(three(), 'i1', 4, 'new', 'Second');
  assert.deepEqual(parts.map((one) => [plan.keyOf(one), one.start, one.end]), [['i1', 0, 4], ['knew', 4, 10], ['i2', 10, 20], ['i3', 25, 40]]);
  assert.deepEqual(bounds(plan.split(three(), 'i1', 10, 'new', 'Second')), bounds(three()));
  const one = plan.mergeWithNext(three(), 'i2');
  assert.deepEqual([bounds(one), one[1].id], [[[0, 10], [10, 40]], 2]);
  assert.deepEqual(bounds(plan.mergeWithNext(three(), 'i3')), bounds(three()));
  assert.deepEqual(bounds(plan.remove(three(), 'i2')), [[0, 10], [25, 40]]);
  assert.deepEqual(plan.freeTime(three(), 12, 45), { start: 20, end: 25 });
  assert.deepEqual(plan.freeTime(three(), 22, 45), { start: 22, end: 25 });
  assert.deepEqual(plan.freeTime(three(), 30, 45), { start: 40, end: 45 });
  assert.equal(plan.freeTime(three(), 30, 40), null);
  assert.deepEqual(bounds(plan.add(three(), { start: 20, end: 25 }, 'new', 'x')), [[0, 10], [10, 20], [20, 25], [25, 40]]);
});

test('what is wrong with a plan', () => {
  const topics = [topic(1, 0, 10, ' '), topic(2, 10, 10.5), topic(3, 11, 50), topic(4, 60, 70, 'n'.repeat(201))];
  assert.deepEqual(plan.validate(topics, 70).map(({ key, field, problem, blocks }) => `${key} ${field} ${problem} ${blocks}`),
    ['i1 name noName true', 'i2 end tooShort false', 'i4 name longName true']);
  assert.deepEqual(plan.validate([topic(1, 0, 71)], 70).map(({ problem }) => problem), ['tooFar']);
  assert.deepEqual(plan.validate(three(), 40), []);
});

test('steps of undo', () => {
  const history = new History(three(), 'i1');
  assert.equal(history.undo(), '');
  history.add(plan.rename(history.topics, 'i1', 'A'), 'i1', 'rename', 'name i1');
  history.add(plan.rename(history.topics, 'i1', 'AB'), 'i1', 'rename', 'name i1');
  history.seal();
  history.add(plan.rename(history.topics, 'i1', 'ABC'), 'i1', 'rename', 'name i1');
  history.add(plan.remove(history.topics, 'i2'), 'i3', 'remove');
  assert.equal(history.undo(), 'remove');
  assert.deepEqual([history.topics.length, history.selected], [3, 'i1']);
  assert.equal(history.redo(), 'remove');
  assert.deepEqual([history.topics.length, history.selected], [2, 'i3']);
  history.undo();
  history.undo();
  assert.equal(history.topics[0].name, 'AB');
  assert.equal(history.undo(), 'rename');
  assert.equal(history.topics[0].name, 'Topic 1');
  assert.equal(history.undo(), '');
  history.add(plan.remove(history.topics, 'i1'), 'i2', 'remove');
  assert.equal(history.redoes, '', 'a new step takes the place of those that were undone');
});

test('a history is bounded', () => {
  const history = new History(three(), 'i1', 3);
  for (const name of 'abcdef') history.add(plan.rename(history.topics, 'i1', name), 'i1', name);
  assert.deepEqual([history.undo(), history.undo(), history.undo(), history.undo()], ['f', 'e', 'd', '']);
  assert.equal(history.topics[0].name, 'c');
});

test('changes of two editors to different fields are merged', () => {
  const base = three();
  const mine = plan.rename(base, 'i1', 'Mine'), theirs = plan.moveBound(base, 'i1', 'end', 12, 40);
  const { topics, conflicts } = merge(base, mine, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual([topics[0].name, ...bounds(topics)], ['Mine', [0, 12], [12, 20], [25, 40]]);
  assert.deepEqual(changesOf(base, theirs).map(({ key, kind }) => [key, kind]), [['i1', 'moved'], ['i2', 'moved']]);
});

test('the same change of both is none', () => {
  const both = plan.rename(three(), 'i2', 'Same');
  assert.deepEqual(merge(three(), both, both), { topics: both, conflicts: [] });
});

test('a field that both changed is a conflict, and nothing is decided', () => {
  const base = three();
  const { topics, conflicts } = merge(base, plan.rename(base, 'i2', 'Mine'), plan.rename(base, 'i2', 'Theirs'));
  assert.deepEqual(conflicts, [{ key: 'i2', field: 'name', mine: 'Mine', theirs: 'Theirs' }]);
  assert.equal(topics[1].name, 'Mine');
  assert.equal(withTheirs(topics, conflicts)[1].name, 'Theirs');
  assert.equal(resolve(topics, conflicts, conflicts[0], 'mine').topics[1].name, 'Mine');
  assert.equal(resolve(topics, conflicts, conflicts[0], 'theirs').topics[1].name, 'Theirs');
  assert.deepEqual(stillOpen(conflicts, plan.rename(topics, 'i2', 'Other'))[0].mine, 'Other');
  assert.deepEqual(stillOpen(conflicts, plan.rename(topics, 'i2', 'Theirs')), []);
});

test('a bound of two topics is one question', () => {
  const base = three();
  const mine = plan.moveBound(base, 'i1', 'end', 11, 40), theirs = plan.moveBound(base, 'i1', 'end', 12, 40);
  const { topics, conflicts } = merge(base, mine, theirs);
  assert.deepEqual(conflicts.map(({ key, field }) => [key, field]), [['i1', 'end'], ['i2', 'start']]);
  const chosen = resolve(topics, conflicts, conflicts[1], 'theirs');
  assert.deepEqual([bounds(chosen.topics).slice(0, 2), chosen.conflicts], [[[0, 12], [12, 20]], []]);
});

test('removing and changing the same topic is a conflict', () => {
  const base = three(), removed = plan.remove(base, 'i2'), renamed = plan.rename(base, 'i2', 'Renamed');
  for (const [mine, theirs, remover] of [[removed, renamed, 'mine'], [renamed, removed, 'theirs']]) {
    const { topics, conflicts } = merge(base, mine, theirs);
    assert.deepEqual(conflicts.map(({ key, field }) => [key, field]), [['i2', 'topic']]);
    assert.equal(topics.find(({ id }) => id === 2).name, 'Renamed', 'nothing is lost before somebody has chosen');
    const keeper = remover === 'mine' ? 'theirs' : 'mine';
    assert.equal(resolve(topics, conflicts, conflicts[0], remover).topics.length, 2);
    assert.equal(resolve(topics, conflicts, conflicts[0], keeper).topics.length, 3);
  }
  assert.deepEqual(merge(base, removed, base).topics.length, 2);
  assert.deepEqual(merge(base, base, removed).topics.length, 2);
});

test('topics that were added stay', () => {
  const base = three();
  const mine = plan.split(base, 'i1', 5, 'mine', 'Mine'), theirs = plan.split(base, 'i3', 30, 'theirs', 'Theirs');
  const { topics, conflicts } = merge(base, mine, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(topics.map(plan.keyOf), ['i1', 'kmine', 'i2', 'i3', 'ktheirs']);
});

test('undo takes back only the own work', () => {
  const base = three(), history = new History(base, 'i1');
  history.add(plan.rename(base, 'i1', 'Mine'), 'i1', 'rename');
  const theirs = plan.rename(base, 'i3', 'Theirs');
  history.map((step) => merge(base, step, theirs).topics);
  history.undo();
  assert.deepEqual(history.topics.map(({ name }) => name), ['Topic 1', 'Topic 2', 'Theirs']);
});

test('ids after publishing', () => {
  const topics = plan.split(three(), 'i1', 5, 'k1', 'Second');
  const published = topics.map((one) => (one.id ? one : { ...one, id: 9, key: null }));
  const given = newIds(topics, published);
  assert.deepEqual([...given].map(([key, { id }]) => [key, id]), [['kk1', 9]]);
  const keys = new Map(), ids = new Set([1, 2, 9]);
  const names = renaming(given, ids, keys), renamed = names.topics(topics);
  assert.deepEqual(renamed.map(plan.keyOf), ['i1', 'i9', 'i2', `k${keys.get(3)}`]);
  assert.deepEqual(names.topics(topics).map(plan.keyOf), renamed.map(plan.keyOf), 'a lost id always gets the same key');
  const open = ['kk1', 'i3', 'i2'].map((key) => ({ key, field: 'name', mine: 'Mine', theirs: 'Theirs' }));
  assert.deepEqual(names.conflicts(open).map(({ key }) => key), ['i9', `k${keys.get(3)}`, 'i2'], 'questions go with their topics');
});

const clip = { bytes: 1, duration: 1, start: 0, made_at: '', mode: 'styled', stale: false };
const snippet = (id, start, end, more = {}) => ({ ...topic(id, start, end), clip: null, cut: null, ...more });

test('what publishing cuts', () => {
  const snippets = [snippet(1, 0, 10, { clip }), snippet(2, 10, 20, { clip: { ...clip, mode: 'fast' } }),
    snippet(3, 25, 40, { clip: { ...clip, stale: true } }), snippet(4, 40, 50)];
  const topics = snippets.map(({ id, name, summary, start, end }) => ({ id, name, summary, start, end }));
  assert.deepEqual(publication(topics, snippets).cut.map(({ id }) => id), [3, 4]);
  assert.equal(publication(topics, snippets).edited, false);
  assert.deepEqual(topics.map((one, at) => stateOf(one, snippets[at])), ['cut', 'cut', 'stale', 'none']);
  assert.ok(needsCut({ ...topics[0], name: 'Drawn into it' }, snippets[0]), 'a styled clip shows its name');
  assert.ok(!needsCut({ ...topics[1], name: 'Only the name' }, snippets[1]));
  assert.ok(needsCut({ ...topics[1], end: 19 }, snippets[1]));
  assert.equal(stateOf({ ...topics[1], end: 19 }, snippets[1]), 'edited');
  const moved = publication(topics.slice(1), snippets);
  assert.deepEqual([moved.dropped.map(({ id }) => id), moved.edited], [[1], true]);
});

test('a cut that runs is not ordered again', () => {
  const running = snippet(1, 0, 10, { cut: { status: 'STARTED', progress: 0.4, error: null, task_id: 'x' } });
  assert.ok(!needsCut(topic(1, 0, 10), running));
  assert.ok(needsCut(topic(1, 0, 9), running));
  assert.equal(stateOf(topic(1, 0, 10), running), 'cutting');
  // It has failed, and is tried again: until then it waits, whoever looks at it.
  const again = snippet(1, 0, 10, { clip, cut: { status: 'RETRY', progress: 0.4, error: 'why', task_id: 'x' } });
  assert.deepEqual([clipState(again), stateOf(topic(1, 0, 10), again), needsCut(topic(1, 0, 10), again)], ['waiting', 'waiting', false]);
  const failed = snippet(1, 0, 10, { cut: { status: 'FAILURE', progress: 0, error: 'why', task_id: 'x' } });
  assert.equal(stateOf(topic(1, 0, 10), failed), 'failed');
  assert.ok(needsCut(topic(1, 0, 10), failed));
});

/** A saver whose server is `answers`: a version, or a problem to throw. */
function saverOf(answers) {
  const sent = [], states = [];
  let topics = three();
  const saver = new DraftSaver({
    put: async (body, version) => {
      sent.push([version, body.length]);
      const answer = answers.shift();
      if (typeof answer !== 'string') throw answer;
      return { version: answer, at: new Date(0) };
    },
    topics: () => topics,
    saved: () => {},
    outdated: (body) => ({ version: body.version, goesOn: body.goesOn }),
    told: ({ kind }) => states.push(kind),
  }, 1e6);
  return { saver, sent, states, set: (more) => { topics = more; } };
}

test('a draft is saved over the version that was seen', async () => {
  const { saver, sent, states, set } = saverOf(['v2', 'v3']);
  saver.begin('v1', null);
  saver.touch();
  assert.ok(saver.unsaved);
  assert.equal(await saver.save(), true);
  set(three().slice(1));
  saver.touch();
  await saver.save();
  assert.deepEqual(sent, [['v1', 3], ['v2', 2]]);
  assert.deepEqual(states, ['saved', 'saving', 'saving', 'saved', 'saving', 'saving', 'saved']);
  assert.equal(await saver.save(), true);
  assert.equal(sent.length, 2, 'nothing is sent when nothing has changed');
  saver.stop();
});

test('an outdated draft is merged and sent again', async () => {
  const { saver, sent } = saverOf([{ status: 412, body: { version: 'theirs', goesOn: true } }, 'v3',
    { status: 412, body: { version: 'last', goesOn: false } }]);
  saver.begin('v1', null);
  saver.touch();
  assert.equal(await saver.save(), true);
  assert.deepEqual(sent.map(([version]) => version), ['v1', 'theirs']);
  saver.touch();
  assert.equal(await saver.save(), true);
  assert.deepEqual([sent.length, saver.version, saver.unsaved], [3, 'last', false]);
  saver.stop();
});

test('what could not be saved stays unsaved', async () => {
  const { saver, states } = saverOf([{ status: 0 }, { status: 409, detail: 'The pipeline runs.' }, 'v2']);
  saver.begin('v1', null);
  saver.touch();
  assert.equal(await saver.save(), false);
  assert.ok(saver.unsaved);
  assert.equal(await saver.save(), false);
  assert.equal(saver.state.detail, 'The pipeline runs.');
  assert.equal(await saver.save(), true);
  assert.equal(states.at(-1), 'saved');
  saver.stop();
});
