// What people do to the plan: each call is one step of undo.

import { t } from '../base/i18n.js';
import * as plan from '../draft/plan.js';

/** @typedef {import('../draft/plan.js').Edge} Edge */

// A time that is typed with tenths means the bound that is shown so.
const shownAlike = 0.05;

export class Edits {
  /** @param {import('../draft/review-model.js').ReviewModel} model */
  constructor(model) { this.model = model; }

  /** @param {string} name */
  rename(name) {
    const { model } = this, key = model.history.selected;
    if (key) model.edit(plan.rename(model.topics, key, name), key, 'review.did.rename', `name ${key}`);
  }

  /** @param {Edge} edge @param {number} time */
  type(edge, time) {
    const { model } = this, key = model.history.selected, topic = model.selected;
    if (!key || !topic) return;
    const snippet = model.snippetOf(topic);
    const known = [...snippet ? [snippet[edge]] : [], ...model.topics.flatMap((one) => [one.start, one.end])];
    const at = known.find((one) => Math.abs(one - time) <= shownAlike) ?? time;
    model.edit(plan.setBound(model.topics, key, edge, at, model.duration), key, 'review.did.bound');
  }

  /** @param {string} key @param {Edge} edge @param {number} time @param {string} [tag] */
  move(key, edge, time, tag) {
    const { model } = this;
    model.edit(plan.moveBound(model.topics, key, edge, time, model.duration), key, 'review.did.bound', tag);
  }

  /** Returns whether there was a topic to split. @param {number} time */
  split(time) {
    const { model } = this;
    const topic = model.selected && plan.canSplit(model.topics, plan.keyOf(model.selected), time) ? model.selected
      : plan.topicAt(model.topics, time);
    if (!topic || !plan.canSplit(model.topics, plan.keyOf(topic), time)) return false;
    const added = plan.newKey();
    const name = t('review.secondPart', { name: topic.name }).slice(0, plan.longestName);
    model.edit(plan.split(model.topics, plan.keyOf(topic), time, added, name), `k${added}`, 'review.did.split');
    return true;
  }

  get canMerge() { return !!plan.beside(this.model.topics, this.model.history.selected, 1); }

  merge() {
    const { model } = this, key = model.history.selected;
    if (key && this.canMerge) model.edit(plan.mergeWithNext(model.topics, key), key, 'review.did.merge');
  }

  remove() {
    const { model } = this, key = model.history.selected;
    if (!key) return;
    const next = plan.beside(model.topics, key, 1) ?? plan.beside(model.topics, key, -1);
    model.edit(plan.remove(model.topics, key), next && plan.keyOf(next), 'review.did.remove');
  }

  /** Returns whether there was room. @param {number} time */
  add(time) {
    const { model } = this;
    const free = plan.freeTime(model.topics, time, model.duration) ?? plan.freeTime(model.topics, 0, model.duration);
    if (!free) return false;
    const added = plan.newKey();
    model.edit(plan.add(model.topics, free, added, t('review.newName')), `k${added}`, 'review.did.add');
    return true;
  }
}
