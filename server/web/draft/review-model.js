// What the page knows: the lecture, its draft with all steps of undo, what is saved, and who else is here.

import { Problem, get, send, url } from '../base/api.js';
import { DraftCache } from './draft-cache.js';
import { DraftSaver } from './draft-saver.js';
import { History } from './history.js';
import { begunWith, changesOf, isSamePlan, joined, merge, nearest, newIds, renaming, resolve, stillOpen, withTheirs } from './merge.js';
import { find, keyOf } from './plan.js';
import { idsOf, isOlder, itemsOf, savedAt, topicsOf } from './server-topics.js';

/** @typedef {import('./plan.js').Topic} Topic */
/** @typedef {import('./merge.js').Conflict} Conflict */
/** @typedef {import('./merge.js').Change} Change */
/** @typedef {import('../base/api.js').Results} Results */
/** @typedef {import('../base/api.js').Draft} Draft */
/** @typedef {import('../base/api.js').Snippet} Snippet */

/** Tells `change` after each change; `merged` with what another editor has done; `lost` when the lecture is gone. */
export class ReviewModel extends EventTarget {
  /** @param {string} session */
  constructor(session) {
    super();
    this.path = `/api/v1/sessions/${session}`;
    /** @type {Results | null} */
    this.results = null;
    /** @type {readonly Conflict[]} */
    this.conflicts = [];
    /** @type {readonly Topic[]} what the server has, as far as this page has taken it in */
    this.base = [];
    /** @type {readonly (readonly Topic[])[]} plans that were sent since, without an answer */
    this.sent = [];
    this.history = new History([], null);
    /** @type {Map<number, string>} keys of topics whose ids are no longer in the plan */
    this.lostIds = new Map();
    /** @type {DraftCache | null} known when the lecture is */
    this.cache = null;
    this.saver = new DraftSaver({
      put: (topics, version) => this.#put(topics, version),
      topics: () => withTheirs(this.topics, this.conflicts),
      saved: (topics) => {
        this.base = topics;
        this.sent = [];
        if (!this.saver.dirty && !this.conflicts.length) this.cache?.forget();
        else this.#keep();
      },
      outdated: (body) => ({ version: body.version, goesOn: this.#takeIn(body) }),
      told: () => this.#tell('change'),
    });
  }

  get topics() { return this.history.topics; }
  get selected() { return find(this.topics, this.history.selected); }
  get duration() { return this.results?.duration ?? 0; }
  get isRunning() { return !['Finished', 'Failed'].includes(this.results?.job_status ?? ''); }
  get unsaved() { return this.saver.unsaved || this.conflicts.length > 0; }

  /** @param {Topic} topic @returns {Snippet | undefined} what the plan has in its place */
  snippetOf(topic) { return topic.id ? this.results?.snippets.find((one) => one.id === topic.id) : undefined; }

  /** @param {string | Promise<string>} [person] whose drafts this browser keeps */
  async load(person = '') {
    const [{ data: results }, { data: draft }, whose] = await Promise.all(
      [get(this.path + '/results'), get(this.path + '/draft'), person]);
    this.cache = new DraftCache(`${url(this.path)} ${results.created_at} ${whose}`);
    const kept = await this.cache.kept();
    this.results = results;
    this.base = topicsOf(draft);
    this.history = new History(this.base, this.base[0] ? keyOf(this.base[0]) : null);
    this.saver.begin(draft.version, savedAt(draft));
    if (kept) this.#bringBack(kept);
    this.#fitToPlan();
    this.#tell('change');
  }

  /** @param {import('./draft-cache.js').KeptDraft} kept */
  #bringBack(kept) {
    const sent = kept.sent ?? [], versions = [kept.base, ...sent, kept.topics].flat();
    // Another editor may have published meanwhile what was kept.
    const names = renaming(newIds(versions, this.base), idsOf(versions), this.lostIds);
    const before = begunWith(names.topics(kept.base), sent.map(names.topics), this.base);
    const { topics, conflicts } = merge(before, names.topics(kept.topics), this.base);
    this.conflicts = joined(conflicts, names.conflicts(kept.conflicts ?? []), topics, this.base);
    if (isSamePlan(topics, this.base) && !this.conflicts.length) this.cache?.forget();
    else this.edit(topics, this.history.selected, 'review.did.kept');
  }

  /**
   * A step of one's own. `tag`: steps in a row with the same one are one.
   * @param {readonly Topic[]} topics @param {string | null} selected @param {string} label @param {string} [tag]
   */
  edit(topics, selected, label, tag) {
    if (isSamePlan(topics, this.topics)) return;
    this.history.add(topics, selected, label, tag);
    this.#changed();
  }

  /** Returns what was undone. @param {'undo' | 'redo'} way */
  step(way) {
    const label = this.history[way]();
    if (label) this.#changed();
    return label;
  }

  /** @param {string | null} key */
  select(key) {
    this.history.select(key);
    this.#tell('change');
  }

  /** @param {Conflict} conflict @param {'mine' | 'theirs'} side */
  resolve(conflict, side) {
    const { topics, conflicts } = resolve(this.topics, this.conflicts, conflict, side);
    this.conflicts = conflicts;
    if (isSamePlan(topics, this.topics)) this.#changed();
    else this.edit(topics, this.history.selected, 'review.did.choose');
  }

  #changed() {
    this.conflicts = stillOpen(this.conflicts, this.topics);
    this.#keep();
    this.saver.touch();
    this.#tell('change');
  }

  #keep() {
    const { base, topics, conflicts, sent } = this;
    this.cache?.keep({ base, topics, conflicts, sent });
  }

  /** @param {readonly Topic[]} topics @param {string} version */
  async #put(topics, version) {
    if (!this.sent.includes(topics)) this.sent = [...this.sent, topics];
    this.#keep();
    const body = { base_revision: this.results?.revision ?? 1, snippets: itemsOf(topics) };
    const { data } = await send('PUT', this.path + '/draft', body, { ifMatch: `"${version}"` });
    return { version: data.version, at: savedAt(data) };
  }

  /** Reads again what the server has. */
  async refresh() {
    const [{ data: results }, { data: draft }] = await Promise.all([get(this.path + '/results'), get(this.path + '/draft')]);
    this.results = results;
    if (this.saver.running) await this.saver.running;
    if (draft.version !== this.saver.version && !isOlder(draft, this.saver.state.at)) {
      const goesOn = this.#takeIn(draft);
      this.saver.begin(draft.version, savedAt(draft));
      if (goesOn) this.saver.touch();
    }
    this.#fitToPlan();
    this.#tell('change');
  }

  /** Another editor's draft becomes part of every step. Returns whether something of one's own is left to save. @param {Draft} draft */
  #takeIn(draft) {
    const theirs = topicsOf(draft);
    this.#rename(newIds(this.#versions(), theirs));
    const before = begunWith(this.base, this.sent, theirs), present = this.topics;
    const { topics, conflicts } = merge(before, present, theirs);
    this.history.map((step) => step === present ? topics : merge(before, step, theirs).topics);
    this.conflicts = joined(conflicts, this.conflicts, topics, theirs);
    this.base = theirs;
    this.sent = [];
    if (!this.selected) this.history.select(nearest(this.topics, present, this.history.selected));
    const news = changesOf(before, theirs).filter(({ key }) => {
      const now = find(theirs, key), own = find(present, key);
      return !(now && own && isSamePlan([now], [own])) && (now || own);
    });
    this.dispatchEvent(new CustomEvent('merged', { detail: { changes: news, conflicts } }));
    return !isSamePlan(withTheirs(topics, this.conflicts), theirs);
  }

  /** All topics in all their versions, those that the server may have first. */
  #versions() { return [this.base, ...this.sent, this.topics, ...this.history.steps.map((step) => step.topics)].flat(); }

  /** @param {Map<string, Topic>} given new ids by key @param {Set<number>} [ids] all that the plan has */
  #rename(given, ids = idsOf(this.#versions())) {
    const names = renaming(given, ids, this.lostIds), present = this.topics;
    this.base = names.topics(this.base);
    this.sent = this.sent.map(names.topics);
    this.history.map(names.topics, names.key);
    this.conflicts = names.conflicts(this.conflicts);
    return !isSamePlan(present, this.topics);
  }

  /** Topics whose snippets are gone from the plan become new ones, so that they can be published. */
  #fitToPlan() {
    const renamed = this.#rename(new Map(), idsOf(this.results?.snippets ?? []));
    if (renamed) this.saver.touch();
  }

  async #saveAll() {
    if (await this.saver.save()) return;
    const { detail } = this.saver.state;
    throw new Problem(detail ? 409 : 0, { detail });
  }

  /**
   * Makes the draft the plan and starts the cuts. @param {{cut: 'changed' | 'none' | 'all', mode?: string}} wanted
   */
  async publish(wanted) {
    const seen = this.topics;
    await this.#saveAll();
    if (this.saver.version.startsWith('plan-')) {
      this.saver.touch();
      await this.#saveAll();
    }
    // What another editor has done meanwhile was not shown.
    if (this.conflicts.length || !isSamePlan(this.topics, seen)) throw new Problem(412, {});
    const body = { revision: this.results?.revision ?? 1, version: this.saver.version, ...wanted };
    const { data } = await send('POST', this.path + '/draft/publish', body);
    this.#published(data);
    return data;
  }

  /** @param {Results} results */
  #published(results) {
    const given = new Map(this.base.flatMap((topic, at) =>
      topic.id ? [] : [[keyOf(topic), /** @type {Topic} */ (results.snippets[at])]]));
    this.results = results;
    this.#rename(given, idsOf(results.snippets));
    this.saver.begin(`plan-${results.revision}`, this.saver.state.at);
    this.#tell('change');
  }

  /**
   * A cut goes on.
   * @param {import('../base/api.js').Cut & {snippet_id: number, clip?: import('../base/api.js').Clip | null}} news
   */
  async cutChanged({ snippet_id: id, task_id, status, progress, error, clip = null }) {
    const snippet = this.results?.snippets.find((one) => one.id === id);
    if (!snippet) return;
    const isNew = clip && clip.made_at !== snippet.clip?.made_at;
    const media = isNew ? (await get(`/api/v1/snippets/${id}`)).data.media_url : snippet.media_url;
    if (!this.results) return;
    this.results = { ...this.results, snippets: this.results.snippets.map((one) => one.id !== id ? one
      : { ...one, cut: { task_id, status, progress, error }, clip: clip ?? one.clip, media_url: media }) };
    this.#tell('change');
  }

  close() {
    this.saver.stop();
  }

  /** @param {string} name */
  #tell(name) { this.dispatchEvent(new Event(name)); }
}
