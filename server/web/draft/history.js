// Undo and redo: a list of plans, of which one is the present.

/** @typedef {import('./plan.js').Topic} Topic */
/** @typedef {{topics: readonly Topic[], selected: string | null, label: string}} Step */

export class History {
  /** @param {readonly Topic[]} topics @param {string | null} selected @param {number} [limit] steps that are kept */
  constructor(topics, selected, limit = 200) {
    /** @type {Step[]} */
    this.steps = [{ topics, selected, label: '' }];
    this.at = 0;
    this.limit = limit;
    this.tag = '';
  }

  get topics() { return this.steps[this.at].topics; }
  get selected() { return this.steps[this.at].selected; }
  /** What undo would take back; empty: nothing. */
  get undoes() { return this.at > 0 ? this.steps[this.at].label : ''; }
  get redoes() { return this.steps[this.at + 1]?.label ?? ''; }

  /**
   * A new step. Steps in a row with the same tag are one: a name that is typed, a key that is held down.
   * @param {readonly Topic[]} topics @param {string | null} selected @param {string} label @param {string} [tag]
   */
  add(topics, selected, label, tag = '') {
    const goesOn = tag && tag === this.tag && this.at > 0;
    this.steps.splice(goesOn ? this.at : this.at + 1);
    this.steps.push({ topics, selected, label });
    if (this.steps.length > this.limit + 1) this.steps.shift();
    this.at = this.steps.length - 1;
    this.tag = tag;
  }

  /** The next step stands for itself. */
  seal() { this.tag = ''; }

  /** Choosing another topic is no step. @param {string | null} selected */
  select(selected) {
    this.steps[this.at] = { ...this.steps[this.at], selected };
    this.seal();
  }

  /** Returns what was undone; empty: nothing. */
  undo() {
    const label = this.undoes;
    if (label) --this.at;
    this.seal();
    return label;
  }

  redo() {
    const label = this.redoes;
    if (label) ++this.at;
    this.seal();
    return label;
  }

  /**
   * Changes all steps: what another editor has done is in each of them, so that undo takes back only one's own work.
   * @param {(topics: readonly Topic[]) => readonly Topic[]} change @param {(key: string) => string} [renamed] of keys
   */
  map(change, renamed = (key) => key) {
    this.steps = this.steps.map((step) => ({
      ...step, topics: change(step.topics), selected: step.selected && renamed(step.selected) }));
    this.seal();
  }
}
