// Where the work is done: topics, player, fields, transcript and timeline beside each other.

import { PageElement } from '../base/element.js';
import { t } from '../base/i18n.js';
import { bindKeys } from '../base/keys.js';
import { settings } from '../base/settings.js';
import { say } from '../parts/toast.js';
import { snapPoints } from '../timeline/snap.js';
import { html } from '../vendor/lit.js';
import { sourceOf } from '../lecture/lecture-data.js';
import { playbackReason } from '../lecture/playback-reason.js';
import { openKeys } from '../parts/keys-dialog.js';
import { needsCut } from '../draft/clip-state.js';
import { playClip } from './clip-dialog.js';
import { Edits } from './edits.js';
import { beside, find, keyOf, validate } from '../draft/plan.js';
import { remembered } from './remembered.js';
import '../player/lecture-player.js';
import '../player/transcript-list.js';
import '../timeline/timeline.js';
import './topic-fields.js';
import './topic-menu.js';
import './topic-rail.js';

/** @typedef {import('../draft/plan.js').Topic} Topic */
/** @typedef {import('../draft/plan.js').Edge} Edge */
/** @typedef {import('../draft/review-model.js').ReviewModel} ReviewModel */
/** @typedef {{topics: readonly Topic[], key: string, edge: Edge, tag?: string}} Move */

/** @type {readonly any[]} */
const none = [];
const oneColumn = matchMedia('(max-width: 700px)'); // as in review.css

/**
 * `turn` changes with the model, `drawn` when there is something new to draw. Sends `time` (seconds) and `settled`, as the
 * player does.
 */
export class ReviewDesk extends PageElement {
  static get properties() {
    return {
      model: { attribute: false }, turn: { type: Number }, transcript: { attribute: false }, peaks: { attribute: false },
      sprites: { attribute: false }, drawn: { type: Number }, hint: { state: true },
      shownGroups: { state: true },
    };
  }

  /** @param {ReviewModel} [model] */
  constructor(model) {
    super();
    this.model = /** @type {ReviewModel} */ (model);
    this.turn = 0;
    /** @type {import('../base/api.js').Transcript | null} */
    this.transcript = null;
    /** @type {import('../preview/peaks.js').Peaks | null} */
    this.peaks = null;
    /** @type {import('../preview/sprites.js').Sprites | null} */
    this.sprites = null;
    this.drawn = 0;
    this.hint = settings.get('timelineHint');
    // The first address: a fresh one would interrupt the player.
    this.source = /** @type {import('../lecture/lecture-data.js').Source | null} */ (null);
    this.groups = remembered((/** @type {readonly Topic[]} */ topics) =>
      topics.map(({ start, end, name }, at) => ({ start, end, name: name || t('review.unnamed'), number: at + 1 })));
    /** @type {readonly import('../transcript/transcript-section.js').Group[]} */
    this.shownGroups = none;
    this.points = remembered((/** @type {any} */ transcript, /** @type {any} */ snippets) => snapPoints(
      transcript?.segments ?? none, transcript?.silences ?? none,
      (snippets ?? none).flatMap((/** @type {Topic} */ one) => [one.start, one.end])));
    this.unsettled = remembered((/** @type {readonly Topic[]} */ topics, /** @type {any} */ _snippets) => new Set(
      topics.filter((topic) => needsCut(topic, this.model.snippetOf(topic))).map(keyOf)));
    this.conflictKeys = remembered((/** @type {ReviewModel['conflicts']} */ conflicts) => new Set(conflicts.map((one) => one.key)));
  }

  get edits() { return new Edits(this.model); }
  get player() { return /** @type {import('../player/lecture-player.js').LecturePlayer} */ (this.part$('lecture-player')); }
  get timeline() { return /** @type {import('../timeline/timeline.js').LectureTimeline} */ (this.part$('lecture-timeline')); }
  get fields() { return /** @type {import('./topic-fields.js').TopicFields} */ (this.part$('topic-fields')); }
  get list() { return /** @type {import('../player/transcript-list.js').TranscriptList} */ (this.part$('transcript-list')); }
  get rail() { return /** @type {import('./topic-rail.js').TopicRail} */ (this.part$('topic-rail')); }

  connectedCallback() {
    super.connectedCallback();
    for (const name of ['pointerdown', 'focusin']) this.addEventListener(name, (event) => this.#leaveTranscript(event));
    const here = (/** @type {Edge} */ edge) => () => {
      const key = this.model.history.selected;
      if (key) this.edits.move(key, edge, this.player.currentTime);
    };
    this.until(bindKeys(document, {
      startHere: here('start'), endHere: here('end'), split: () => this.act('split'), merge: () => this.act('merge'),
      preview: () => this.act('preview'), nextTopic: () => this.act('next'), previousTopic: () => this.act('previous'),
      zoomIn: () => this.timeline.zoomIn(), zoomOut: () => this.timeline.zoomOut(), search: () => this.list.focusSearch(),
    }));
  }

  async firstUpdated() {
    if (!this.source) this.#settled();
    await this.list.updateComplete;
    this.#leaveTranscript();
  }

  /**
   * In one column the transcript scrolls with the page. It follows the player only while somebody reads it, or it would
   * take away what he works with.
   * @param {Event} [event]
   */
  #leaveTranscript(event) {
    const reads = event?.target instanceof Node && this.list.contains(event.target);
    if (!reads && oneColumn.matches) this.list.follower?.set(false);
  }

  willUpdate() {
    this.source ??= sourceOf(this.model.results);
    const groups = this.groups(this.model.topics);
    if (!this.shownGroups.length) this.shownGroups = groups;
    // To divide the transcript anew takes as long as all the rest together: it comes a moment later.
    else if (groups !== this.shownGroups) setTimeout(() => { this.shownGroups = this.groups(this.model.topics); });
  }

  render() {
    const { model } = this, { topics, selected, results, history, conflicts, duration } = model;
    const key = history.selected, n = selected ? topics.indexOf(selected) + 1 : 0;
    const snippets = results?.snippets ?? none, groups = this.groups(topics), cells = this.sprites?.cells ?? none;
    const cues = this.transcript?.segments ?? none, playback = results?.playback;
    return html`
      <topic-rail .topics=${topics} .snippets=${snippets} .selected=${key} .duration=${duration} .cells=${cells}
        .conflicts=${this.conflictKeys(conflicts)} @choose=${this.#chosen} @clip=${this.#clip}></topic-rail>
      <section class="stage" aria-label=${t('review.player')}>
        <lecture-player .src=${this.source?.src ?? ''} .mime=${this.source?.mime ?? ''} .duration=${duration} .topics=${groups} .cues=${cues}
          .fps=${playback?.fps ?? 25} .pictures=${(playback?.width ?? 0) > 0} .reason=${this.source?.isCopy ? '' : playbackReason(playback ?? null)}
          .sprites=${cells.length ? cells : null} .renew=${this.#renew} @time=${this.#follow}
          @settled=${this.#settled}></lecture-player>
        <topic-fields .topic=${selected} .number=${n} .count=${topics.length} .snippet=${selected && model.snippetOf(selected)}
          .flaws=${validate(topics, duration).filter((flaw) => flaw.key === key)}
          .conflicts=${conflicts.filter((conflict) => conflict.key === key)}
          @rename=${(/** @type {CustomEvent<string>} */ event) => this.edits.rename(event.detail)}
          @named=${() => history.seal()}
          @bound=${(/** @type {CustomEvent} */ { detail: { edge, time } }) => this.edits.type(edge, time)}
          @resolve=${(/** @type {CustomEvent} */ { detail: { conflict, side } }) => model.resolve(conflict, side)}
          @act=${(/** @type {CustomEvent<string>} */ event) => this.act(event.detail)}></topic-fields>
      </section>
      <lecture-timeline .topics=${topics} .selected=${key} .duration=${duration} .points=${this.points(this.transcript, snippets)}
        .peaks=${this.peaks} .sprites=${this.sprites} .drawn=${this.drawn} .hint=${this.hint}
        .unsettled=${this.unsettled(topics, snippets)} @seek=${this.#seek} @choose=${this.#chosen} @keys=${openKeys}
        @moving=${this.#moving} @moved=${this.#moved}></lecture-timeline>
      <transcript-list .cues=${cues} .groups=${this.shownGroups} .editable=${true} @seek=${this.#seek} @split=${this.#splitAt}></transcript-list>`;
  }

  #renew = async () => {
    await this.model.refresh();
    return sourceOf(this.model.results)?.src ?? '';
  };

  /** @param {CustomEvent<number>} event */
  #follow({ detail: time }) {
    this.timeline.follow(time, !this.player.paused);
    this.list.follow(time);
    this.dispatchEvent(new CustomEvent('time', { detail: time }));
  }

  #settled() { this.dispatchEvent(new CustomEvent('settled')); }

  /** @param {CustomEvent<number>} event */
  #seek({ detail }) { this.player.seek(detail); }

  /** @param {CustomEvent<number>} event */
  #splitAt({ detail }) { this.#split(detail); }

  /** @param {CustomEvent<string>} event */
  #chosen({ detail }) { this.choose(detail); }

  /** @param {CustomEvent<string>} event */
  #clip({ detail }) {
    const topic = find(this.model.topics, detail), snippet = topic && this.model.snippetOf(topic);
    if (snippet?.media_url) playClip(snippet);
  }

  /** Chooses a topic and goes to its start. @param {string} key */
  choose(key) {
    const topic = find(this.model.topics, key);
    if (!topic) return;
    this.model.select(key);
    this.timeline.reveal(topic.start, topic.end);
    const { currentTime } = this.player;
    if (currentTime < topic.start || currentTime >= topic.end) this.player.seek(topic.start);
  }

  /** @param {CustomEvent<Move>} event */
  #moving({ detail: { topics } }) {
    const topic = find(topics, this.model.history.selected);
    if (topic) this.fields.showTimes(topic);
    this.rail.showTimes(topics);
  }

  /** @param {CustomEvent<Move>} event */
  #moved({ detail: { topics, key, edge, tag } }) {
    const topic = find(topics, key);
    if (topic) this.edits.move(key, edge, topic[edge], tag);
    this.hint = false;
    settings.set('timelineHint', false);
  }

  /** @param {string} action */
  act(action) {
    const { edits, model, player } = this, key = model.history.selected, topic = model.selected;
    const step = { next: 1, previous: -1 }[action];
    const other = step && beside(model.topics, key, step);
    if (other) return this.choose(keyOf(other));
    if (action === 'preview') return topic && (player.paused ? player.playRange(topic.start, topic.end) : player.pause());
    if (action === 'clip') return key ? this.#clip(new CustomEvent('clip', { detail: key })) : undefined;
    if (action === 'split') return this.#split(player.currentTime);
    if (action === 'merge') return edits.merge();
    if (action === 'remove') return edits.remove();
    if (action === 'add' && !edits.add(player.currentTime)) say(t('review.noRoom'));
  }

  /** @param {number} time */
  #split(time) {
    if (!this.edits.split(time)) say(t('review.cannotSplit'));
  }

  /** The element in which a flaw is put right. @param {string} key @param {'name' | Edge} field */
  async show(key, field) {
    this.choose(key);
    await this.updateComplete;
    await this.fields.updateComplete;
    this.fields.focusField(field);
  }
}

customElements.define('review-desk', ReviewDesk);
