/**
 * One thing that happens, and whoever wants to know: the only way rooms of the page talk to each other.
 */

/** @template T */
export class Channel {
  /** @type {Set<(value: T) => void>} */
  #listeners = new Set();

  /**
   * Calls `listener` with every value from now on.
   * @param {(value: T) => void} listener
   * @returns {() => void} stops it
   */
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {T} value */
  emit(value) {
    for (const listener of this.#listeners) listener(value);
  }
}
