/**
 * Hello: where would you like to be? A place to choose or words to type, over a world that is already running;
 * the screen leaves when the first picture of the new place has arrived.
 */

import { found, made, say } from "./elements.js";
import { placeCard } from "./thumbnail.js";
import { randomSeed } from "./place.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./wire.js").WorldEvent} WorldEvent */

/** Longest that an answer may take before the screen leaves anyway: what happens next is then said elsewhere. */
const PATIENCE_MS = 3000;
const LEAVING_MS = 700;
const EXAMPLES = [
  "a misty alpine lake at dawn", "a neon desert at midnight", "autumn woods in a light rain",
  "a snowy valley like a woodcut", "a volcanic plain under a red dusk",
];

export class Start {
  /** @type {() => void} called when somebody has entered */
  onEntered = () => undefined;

  #session;
  #screen = found("start", HTMLElement);
  /** What lies behind, and is out of reach meanwhile. */
  #behind = [found("chrome", HTMLElement), found("stage", HTMLElement)];
  #text = found("start-text", HTMLInputElement);
  #leaving = 0;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    found("start-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      const prompt = this.#text.value.trim() || this.#text.placeholder;
      this.#go({ kind: "reset", seed: randomSeed(), prompt });
    });
    found("start-skip", HTMLButtonElement).addEventListener("click", () => this.leave());
    session.welcomed.on((welcome) => this.#fill(welcome));
    session.connection.changes.on(({ kind }) => this.#allow(kind === "open"));
    this.#text.placeholder = EXAMPLES[Math.floor(Math.random() * EXAMPLES.length)] ?? "";
    this.#allow(false);
  }

  get open() {
    return !this.#screen.hidden && !("leaving" in this.#screen.dataset);
  }

  show() {
    clearTimeout(this.#leaving);
    delete this.#screen.dataset.leaving;
    this.#screen.hidden = false;
    for (const element of this.#behind) element.inert = true;
    if (matchMedia("(pointer: fine)").matches) this.#text.focus({ preventScroll: true });
  }

  leave() {
    if (!this.open) return;
    for (const element of this.#behind) element.inert = false;
    this.#screen.dataset.leaving = "";
    this.#leaving = window.setTimeout(() => {
      this.#screen.hidden = true;
      delete this.#screen.dataset.leaving;
    }, LEAVING_MS);
    found("stage", HTMLElement).focus({ preventScroll: true });
    this.onEntered();
  }

  /**
   * Goes where somebody wants to begin, if the screen is open.
   * @param {WorldEvent} event
   */
  go(event) {
    if (this.open) this.#go(event);
    else this.#session.send(event);
  }

  /** @param {import("./wire.js").Welcome} welcome */
  #fill({ presets, device, model }) {
    const cards = presets.map((preset) => made("li", {}, placeCard(preset, () => this.#go({ kind: "preset", name: preset.name }))));
    found("cards", HTMLElement).replaceChildren(...cards);
    say(found("start-fact", HTMLElement), `Made live, frame by frame, by a neural network: ${model} on ${device}.`);
  }

  /**
   * Asks for a place and leaves once it is on screen.
   * @param {WorldEvent} event
   */
  #go(event) {
    const entry = this.#session.send(event);
    const since_ms = performance.now();
    const stop = this.#session.traced.on(() => {
      const { status } = entry;
      if (status === "rejected") {
        stop();
        return say(found("start-fact", HTMLElement), `Not done: ${entry.why}`);
      }
      if (status !== "visible") return;
      stop();
      this.leave();
    });
    setTimeout(() => {
      stop();
      if (entry.status !== "rejected" && performance.now() - since_ms >= PATIENCE_MS - 50) this.leave();
    }, PATIENCE_MS);
  }

  /** @param {boolean} able without a connection nothing can be chosen yet */
  #allow(able) {
    for (const button of this.#screen.querySelectorAll("button")) button.disabled = !able;
  }
}
