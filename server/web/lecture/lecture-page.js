import { url } from '../base/api.js';
import { parseClock } from '../base/clock.js';
import { PageElement } from '../base/element.js';
import { formatDate, formatDuration, t } from '../base/i18n.js';
import { bindKeys } from '../base/keys.js';
import { mayEdit, me } from '../base/me.js';
import { setTitle } from '../base/title.js';
import '../parts/app-bar.js';
import { icon } from '../parts/icon.js';
import '../player/lecture-player.js';
import { spanAround } from '../player/spans.js';
import './topic-list.js';
import '../player/transcript-list.js';
import { html, nothing } from '../vendor/lit.js';
import './copy-card.js';
import { gone } from './gone.js';
import { LectureData } from './lecture-data.js';
import './lecture-tabs.js';
import './lecture-title.js';
import './pipeline-card.js';
import { playbackReason } from './playback-reason.js';
import './search-panel.js';
import './share-button.js';

/** @typedef {import('../player/lecture-player.js').LecturePlayer} LecturePlayer */
/** @typedef {import('../player/transcript-list.js').TranscriptList} TranscriptList */
/** @typedef {'topics'|'transcript'|'search'} View */

/** Where a lecture is watched. */
export class LecturePage extends PageElement {
  static get properties() {
    return {
      params: { attribute: false },
      query: { attribute: false },
      person: { state: true },
      narrow: { state: true },
      view: { state: true },
      words: { state: true },
      topicIndex: { state: true },
      unplayable: { state: true },
    };
  }

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.params = {};
    /** @type {Record<string, string>} */
    this.query = {};
    /** @type {import('../base/api.js').Me|null} */
    this.person = null;
    this.narrow = false;
    /** @type {View} */
    this.view = 'topics';
    this.words = ''; // that the user searches
    this.topicIndex = -1;
    this.unplayable = false;
    this.data = /** @type {LectureData|null} */ (null);
    /** @type {import('./lecture-data.js').Source|null} */
    this.source = null;
    /** @type {import('../player/seek-bar.js').Topic[]} */
    this.groups = [];
    this.grouped = /** @type {readonly unknown[]} */ ([]);
  }

  connectedCallback() {
    super.connectedCallback();
    const small = matchMedia('(max-width: 1099px)');
    const fit = () => (this.narrow = small.matches);
    small.addEventListener('change', fit);
    this.until(() => small.removeEventListener('change', fit));
    fit();
    this.data = new LectureData(Number(this.params.id), () => this.requestUpdate());
    this.until(this.data.start());
    this.until(bindKeys(document, {
      search: () => this.openSearch(),
      nextTopic: () => this.player?.nextTopic(),
      previousTopic: () => this.player?.previousTopic(),
    }));
    me().then((person) => (this.person = person));
  }

  get player() {
    return /** @type {LecturePlayer|null} */ (this.querySelector('lecture-player'));
  }

  get startAt() {
    return parseClock(this.query.t ?? '') ?? 0;
  }

  get mayEdit() {
    return mayEdit(this.person);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const { data } = this;
    if (changed.has('query') && this.query.t && this.hasUpdated) this.player?.seek(this.startAt);
    if (!data?.results) return;
    setTitle(data.results.name);
    const { source } = data; // later results have other signatures for the same recording
    if (source && source.isCopy !== this.source?.isCopy) this.source = source;
    if (this.grouped !== data.topics) {
      this.grouped = data.topics;
      this.groups = data.topics.map(({ start, end, name, position }) => ({ start, end, name, number: position }));
    }
  }

  /** @param {number} time */
  seek(time) {
    this.player?.seek(time);
  }

  /** @param {CustomEvent<number>} event */
  timed({ detail: time }) {
    for (const name of ['topic-list', 'transcript-list', 'share-button']) {
      /** @type {any} */ (this.querySelector(name))?.follow(time);
    }
    this.topicIndex = spanAround(this.groups, time);
  }

  /** @param {View} view */
  async choose(view) {
    this.view = view;
    await this.updateComplete;
    if (view === 'transcript') /** @type {TranscriptList} */ (this.part$('transcript-list')).reveal();
  }

  async openSearch() {
    const name = this.narrow ? 'search-panel' : 'transcript-list';
    if (this.narrow) await this.choose('search');
    await customElements.whenDefined(name);
    /** @type {any} */ (this.querySelector(name))?.focusSearch();
  }

  stage() {
    const { data, source } = this;
    const results = data?.results;
    if (!results || !data || !source) return nothing;
    const { playback } = results;
    return html`<lecture-player .src=${source.src} .mime=${source.mime}
      .poster=${results.poster_url ?? ''} .duration=${results.duration ?? 0} .topics=${this.groups} .cues=${data.cues}
      .startAt=${this.startAt} .fps=${playback?.fps || 25} ?pictures=${Boolean(playback?.width)} .reason=${playbackReason(playback)}
      .renew=${data.renew} .sprites=${data.sprites} @unplayable=${() => (this.unplayable = true)}
      @time=${this.timed}></lecture-player>`;
  }

  facts() {
    const results = /** @type {import('../base/api.js').Results} */ (this.data?.results);
    const topics = this.data?.topics ?? [];
    const cut = topics.filter(({ clip }) => clip && !clip.stale).length;
    const facts = [
      results.module ? html`<bdi>${results.module}</bdi>` : null,
      html`<time datetime=${results.created_at}>${formatDate(results.created_at)}</time>`,
      results.duration ? formatDuration(results.duration) : null,
      this.mayEdit && topics.length ? t('lecture.cutOf', { cut, all: topics.length }) : null,
    ].filter((fact) => fact !== null);
    return facts.map((fact, n) => (n ? html` · ${fact}` : fact));
  }

  clipLink() {
    const topic = this.data?.topics[this.topicIndex];
    if (!topic?.clip) return nothing;
    const label = t('lecture.downloadClipOf', { n: topic.position, name: topic.name });
    return html`<a class="btn clip" href=${url(`/api/v1/snippets/${topic.id}/download?download=1`)} download title=${label}>
      ${icon('download')}${t('lecture.downloadClip')}</a>`;
  }

  actions() {
    const { id } = this.params;
    return html`<div class="actions">
      ${this.source ? html`<share-button .session=${Number(id)}></share-button>` : nothing}
      ${this.clipLink()}
      ${this.source && (this.mayEdit || this.unplayable) ? html`<a class="btn" href=${url(`/api/v1/sessions/${id}/recording?download=1`)} download>
        ${icon('file-video')}${t('lecture.downloadRecording')}</a>` : nothing}
      ${this.mayEdit && this.data?.topics.length ? html`<a class="btn primary" href=${url(`/lectures/${id}/review`)}>
        ${icon('scissors')}${t('lecture.review')}</a>` : nothing}
    </div>`;
  }

  summary() {
    const topic = this.data?.topics[this.topicIndex];
    if (!topic?.summary) return nothing;
    return html`<p class="summary" dir="auto"><b>${topic.position}. ${topic.name}</b>${topic.summary}</p>`;
  }

  about() {
    const results = /** @type {import('../base/api.js').Results} */ (this.data?.results);
    return html`<div class="about">
      <lecture-title .session=${results.id} .name=${results.name} ?editable=${this.mayEdit}
        @renamed=${() => this.data?.load()}></lecture-title>
      <p class="facts">${this.facts()}</p>
      ${this.actions()}
      ${this.summary()}
      ${results.notice ? html`<p class="note muted">${icon('info', { size: 'small' })}<span dir="auto">${results.notice}</span></p>` : nothing}
      <copy-card .session=${results.id} .playback=${results.playback} .copy=${results.proxy ?? null} ?mayOrder=${this.mayEdit}
        @ordered=${() => this.data?.load()}></copy-card>
      <pipeline-card .session=${results.id} .status=${this.data?.status ?? null} ?mayRetry=${this.mayEdit}
        @retried=${() => this.data?.load()}></pipeline-card>
    </div>`;
  }

  /** @param {View} view @param {string} label @param {unknown} content */
  panel(view, label, content) {
    const { narrow } = this;
    return html`<section class="panel ${view}" id="panel-${view}" role=${narrow ? 'tabpanel' : nothing} ?hidden=${narrow && this.view !== view}
      aria-label=${narrow ? nothing : label} aria-labelledby=${narrow ? `tab-${view}` : nothing}>${content}</section>`;
  }

  views() {
    const { data, narrow } = this;
    if (!data || !this.source) return nothing;
    const seek = (/** @type {CustomEvent<number>} */ { detail }) => this.seek(detail);
    const search = (/** @type {CustomEvent<string>} */ { detail }) => (this.words = detail);
    const topics = html`<h2>${t('topics.count', { n: data.topics.length })}<span class="num">${formatDuration(data.results?.duration ?? 0)}</span></h2>
      <topic-list .topics=${data.topics} .sprites=${data.sprites} ?states=${this.mayEdit} @seek=${seek}></topic-list>`;
    return html`
      ${narrow ? html`<lecture-tabs .chosen=${this.view} label=${t('lecture.views')} .tabs=${[
        { id: 'topics', text: t('topics.topics') }, { id: 'transcript', text: t('transcript.transcript') }, { id: 'search', text: t('lecture.search') },
      ]} @choose=${(/** @type {CustomEvent<View>} */ { detail }) => this.choose(detail)}></lecture-tabs>` : nothing}
      ${this.panel('topics', t('topics.topics'), topics)}
      ${this.panel('transcript', t('transcript.transcript'), html`<transcript-list .cues=${data.cues} .groups=${this.groups} .query=${this.words}
        @seek=${seek} @query=${search}></transcript-list>`)}
      ${narrow ? this.panel('search', t('lecture.search'), html`<search-panel .cues=${data.cues} .groups=${this.groups} .query=${this.words}
        @seek=${seek} @query=${search}></search-panel>`) : nothing}`;
  }

  content() {
    const { data } = this;
    if (data?.problem) return gone(data.problem, () => data.load());
    if (!data?.results) return html`<p class="boot waiting">${t('common.loading')}</p>`;
    return html`${this.stage()}${this.about()}${this.views()}`;
  }

  render() {
    const results = this.data?.problem ? null : this.data?.results;
    const crumbs = results && !this.narrow ? [results.module, results.name].filter((name) => name) : [];
    return html`<app-bar .crumbs=${crumbs}></app-bar>
      <main id="main" tabindex="-1" class=${this.source && results ? 'watch' : ''}>${this.content()}</main>`;
  }
}

customElements.define('lecture-page', LecturePage);
