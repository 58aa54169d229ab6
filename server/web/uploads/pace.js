/**
 * How fast an amount grows, measured. Nothing is guessed: without two measurements that differ there is no speed.
 */
export class Pace {
  /** @param {number} windowMs older measurements are forgotten; Infinity: none is */
  constructor(windowMs = Infinity) {
    this.windowMs = windowMs;
    /** @type {{amount: number, at: number}[]} */
    this.measured = [];
  }

  /** After a pause the time without growth says nothing about the speed. */
  forget() {
    this.measured = [];
  }

  /**
   * @param {number} amount
   * @param {number} at milliseconds of a clock that only goes forward
   */
  add(amount, at) {
    const last = this.measured.at(-1);
    if (last && amount < last.amount) this.forget();
    // Forty measurements are kept for a window. Without a window these are the first and the last one.
    const before = this.measured.at(-2);
    if (before && at - before.at < this.windowMs / 40) this.measured.pop();
    this.measured.push({ amount, at });
    while (this.measured.length > 2 && at - this.measured[1].at >= this.windowMs) this.measured.shift();
  }

  /** @returns {number|null} growth in a second; null as long as it is not known */
  perSecond() {
    const first = this.measured[0];
    const last = this.measured.at(-1);
    if (!first || !last || last.at - first.at < 1000 || last.amount <= first.amount) return null;
    return (last.amount - first.amount) / (last.at - first.at) * 1000;
  }

  /**
   * @param {number} total
   * @returns {number|null} seconds until `total` is reached at this speed
   */
  left(total) {
    const speed = this.perSecond();
    const last = this.measured.at(-1);
    return speed && last ? Math.max(0, total - last.amount) / speed : null;
  }
}
