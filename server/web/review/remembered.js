/**
 * A function that computes again only when it gets other arguments, so that the same value is the same object.
 * @template {any[]} Arguments @template Value
 * @param {(...given: Arguments) => Value} compute
 * @returns {(...given: Arguments) => Value}
 */
export function remembered(compute) {
  /** @type {Arguments | null} */
  let last = null;
  /** @type {Value} */
  let value;
  return (...given) => {
    if (!last || given.some((one, at) => one !== /** @type {Arguments} */ (last)[at])) value = compute(...given);
    last = given;
    return value;
  };
}
