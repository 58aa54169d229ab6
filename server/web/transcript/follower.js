/**
 * Keeps the present cue in view, until the reader scrolls or walks through the transcript by keyboard.
 */
export class Follower {
  #list;
  #tell;

  /**
   * @param {HTMLElement} list what scrolls, or is in what scrolls
   * @param {() => void} tell `following` has changed
   */
  constructor(list, tell) {
    this.#list = list;
    this.#tell = tell;
    this.following = true;
    const leave = () => this.set(false);
    list.addEventListener('wheel', leave, { passive: true });
    list.addEventListener('touchmove', leave, { passive: true });
    list.addEventListener('pointerdown', ({ target }) => {
      if (target === list) leave(); // its scroll bar
    });
    list.addEventListener('focusin', (event) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) leave();
    });
  }

  /** @param {boolean} following */
  set(following) {
    if (this.following === following) return;
    this.following = following;
    this.#tell();
  }

  /** @param {HTMLElement|null} cue */
  show(cue) {
    if (!this.following || !cue || !this.#list.checkVisibility()) return;
    const way = Math.abs(cue.getBoundingClientRect().top - innerHeight / 2);
    // What lies far away is not laid out yet, so a slow scroll would miss it.
    const calm = way > innerHeight || matchMedia('(prefers-reduced-motion: reduce)').matches;
    cue.scrollIntoView({ block: 'center', behavior: calm ? 'instant' : 'smooth' });
  }
}
