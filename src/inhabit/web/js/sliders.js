/**
 * The sliders of the world: they set what they are moved to, and follow the world when words move it instead.
 */

import { found, made, say } from "./elements.js";
import { capital, clock, partOfDay, percent } from "./words.js";

/** @typedef {import("./wire.js").ScalarName} ScalarName */
/** @typedef {import("./wire.js").Attributes} Attributes */
/** @typedef {(name: ScalarName, value: number) => void} OnSet */

/** @type {ScalarName[]} */
const WEATHER = ["cloud", "fog", "rain", "snow", "wind"];
/** @type {ScalarName[]} */
const LAND = ["relief", "water", "trees"];

/** The world eases toward a set value over about a second: until then the thumb stays in the hand. */
const HELD_MS = 2500;
const SEND_EVERY_MS = 33;

/** One range input bound to one attribute. */
class Slider {
  #input;
  #show;
  #touchedAtMs = -Infinity;
  #sentAtMs = -Infinity;
  #timer = 0;

  /**
   * @param {HTMLInputElement} input
   * @param {(value: number) => void} show
   * @param {(value: number) => void} onSet
   */
  constructor(input, show, onSet) {
    this.#input = input;
    this.#show = show;
    input.addEventListener("input", () => {
      this.#touchedAtMs = performance.now();
      this.#paint();
      this.#soon(onSet);
    });
    this.#paint();
  }

  /** @param {number} value what the world is like now */
  follow(value) {
    if (performance.now() - this.#touchedAtMs < HELD_MS || Math.abs(value - this.#input.valueAsNumber) < 1e-4) return;
    this.#input.value = String(value);
    this.#paint();
  }

  /** The hand has let go, or what it asked for was not taken. */
  release() {
    clearTimeout(this.#timer);
    this.#touchedAtMs = -Infinity;
  }

  /** @param {(value: number) => void} onSet */
  #soon(onSet) {
    clearTimeout(this.#timer);
    const wait_ms = Math.max(0, this.#sentAtMs + SEND_EVERY_MS - performance.now());
    this.#timer = window.setTimeout(() => {
      this.#sentAtMs = performance.now();
      onSet(this.#input.valueAsNumber);
    }, wait_ms);
  }

  #paint() {
    const { valueAsNumber: value, min, max } = this.#input;
    this.#input.style.setProperty("--fill", `${(100 * (value - Number(min))) / (Number(max) - Number(min))}%`);
    this.#show(value);
  }
}

export class Sliders {
  /** @type {Map<ScalarName, Slider>} */
  #sliders = new Map();

  /** @param {OnSet} onSet */
  constructor(onSet) {
    this.#sliders.set("hour", hourSlider(onSet));
    for (const name of WEATHER) this.#sliders.set(name, scalarSlider("weather", name, onSet));
    for (const name of LAND) this.#sliders.set(name, scalarSlider("land", name, onSet));
  }

  /** @param {ScalarName} name of a slider whose place was not taken */
  release(name) {
    this.#sliders.get(name)?.release();
  }

  /** @param {Attributes} attributes */
  follow(attributes) {
    for (const [name, slider] of this.#sliders) {
      const value = attributes[name];
      if (typeof value === "number") slider.follow(value);
    }
  }
}

/** @param {OnSet} onSet */
function hourSlider(onSet) {
  const input = found("hour", HTMLInputElement);
  const words = found("hour-words", HTMLElement);
  const show = (/** @type {number} */ hour) => {
    const text = `${clock(hour)}, ${partOfDay(hour)}`;
    say(words, text);
    input.setAttribute("aria-valuetext", text);
    input.toggleAttribute("data-night", hour < 5.7 || hour > 18.6);
  };
  return new Slider(input, show, (value) => onSet("hour", value));
}

/**
 * @param {string} fieldset its id
 * @param {ScalarName} name
 * @param {OnSet} onSet
 */
function scalarSlider(fieldset, name, onSet) {
  const input = made("input", { type: "range", id: `set-${name}`, min: 0, max: 1, step: 0.01, value: 0 });
  const output = made("output", { for: `set-${name}` });
  const label = made("label", { for: `set-${name}` }, capital(name));
  found(fieldset, HTMLElement).append(made("div", { class: "slider" }, label, input, output));
  const show = (/** @type {number} */ value) => {
    say(output, percent(value));
    input.setAttribute("aria-valuetext", percent(value));
  };
  return new Slider(input, show, (value) => onSet(name, value));
}
