/**
 * Padlocks beside what they lock. A press asks; what is shown is what the server says is locked, so a padlock
 * never claims what the world does not keep.
 */

import { icon, made, say, show } from "./elements.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./wire.js").LockName} LockName */

/** What a lock holds, as one says it. @type {Record<LockName, string>} */
const HELD_WORDS = {
  camera: "the camera: keys and looks do nothing",
  style: "the style",
  set: "the set: biome and lie of the land",
  weather: "the weather",
  time: "the time of day",
};

export class Locks {
  #session;
  /** @type {Map<LockName, HTMLButtonElement[]>} */
  #buttons = new Map();

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    for (const button of document.querySelectorAll("button[data-lock]")) this.#fit(/** @type {HTMLButtonElement} */ (button));
    session.welcomed.on(({ lockable }) => {
      for (const [name, buttons] of this.#buttons) for (const button of buttons) button.hidden = !lockable.includes(name);
      this.#follow();
    });
    session.stated.on(() => this.#follow());
    session.traced.on(() => this.#follow());
  }

  /** @param {LockName} name */
  turn(name) {
    this.#session.send({ kind: "lock", name, on: !this.#session.locks.has(name) });
  }

  /** @param {HTMLButtonElement} button */
  #fit(button) {
    const name = /** @type {LockName} */ (button.dataset.lock);
    button.append(icon("unlocked"), made("span", { class: "said" }));
    button.addEventListener("click", () => this.turn(name));
    this.#buttons.set(name, [...(this.#buttons.get(name) ?? []), button]);
  }

  #follow() {
    for (const [name, buttons] of this.#buttons) {
      const on = this.#session.locks.has(name);
      const words = on ? `Unlock ${HELD_WORDS[name].split(":")[0]}` : `Lock ${HELD_WORDS[name]}`;
      for (const button of buttons) {
        if (button.getAttribute("aria-pressed") === String(on) && button.title.startsWith(words)) continue;
        button.setAttribute("aria-pressed", String(on));
        button.title = name === "camera" ? `${words} (K)` : words;
        show(/** @type {Element} */ (button.firstElementChild), on ? "locked" : "unlocked");
        say(/** @type {Element} */ (button.lastElementChild), words);
      }
      for (const group of document.querySelectorAll(`[data-held-by="${name}"]`)) group.toggleAttribute("data-locked", on);
    }
  }
}
