const idleAfter = 3000; // milliseconds

/**
 * The player on the full screen. While it plays and nobody moves the pointer or presses a key, it has the attribute
 * `idle`: the bar and the pointer go.
 */
export class Screen {
  #player;
  #listening = new AbortController();
  #timer = 0;

  /**
   * @param {HTMLElement & {playing: boolean}} player
   * @param {(wide: boolean) => void} tell
   */
  constructor(player, tell) {
    this.#player = player;
    const { signal } = this.#listening;
    document.addEventListener('fullscreenchange', () => {
      tell(this.wide);
      this.#stir();
    }, { signal });
    for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      player.addEventListener(name, () => this.#stir(), { signal, passive: true });
    }
  }

  get wide() {
    return document.fullscreenElement === this.#player;
  }

  toggle() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.#player.requestFullscreen) this.#player.requestFullscreen().catch(() => {});
    else /** @type {any} */ (this.#player.querySelector('video'))?.webkitEnterFullscreen?.(); // iPhones show only videos
  }

  #stir() {
    clearTimeout(this.#timer);
    this.#player.removeAttribute('idle');
    if (this.wide) this.#timer = setTimeout(() => this.#rest(), idleAfter);
  }

  #rest() {
    const busy = this.#player.querySelector(':popover-open, :focus-visible');
    if (this.#player.playing && !busy) this.#player.setAttribute('idle', '');
  }

  end() {
    clearTimeout(this.#timer);
    this.#listening.abort();
  }
}
