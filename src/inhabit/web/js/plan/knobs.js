/** The sliders of a question: a place on a slider to a value, and the value as somebody reads it. */

import { made, say } from "../elements.js";

/** @typedef {import("./wire.js").Knob} Knob */
/** @typedef {import("./wire.js").NumberKnob} NumberKnob */
/** @typedef {import("./wire.js").ChoiceKnob} ChoiceKnob */
/** @typedef {import("./wire.js").Values} Values */

/** Places on a slider without a step of its own: fine enough that no arrow key skips anything. */
const PLACES = 200;
const DIGITS = 3;
/** Of whole numbers: what stands beside a slider is what is sent. */
const WHOLE_DIGITS = 4;

/**
 * @param {NumberKnob} knob
 * @param {number} place from 0 to PLACES
 */
export function valueAt(knob, place) {
  const share = place / PLACES;
  const raw = knob.scale === "log" ? knob.least * (knob.most / knob.least) ** share : knob.least + (knob.most - knob.least) * share;
  if (knob.step) return Math.min(knob.most, Math.max(knob.least, Number((Math.round(raw / knob.step) * knob.step).toPrecision(WHOLE_DIGITS))));
  return Number(raw.toPrecision(DIGITS));
}

/**
 * @param {NumberKnob} knob
 * @param {number} value
 */
export function placeOf(knob, value) {
  const share = knob.scale === "log" ? Math.log(value / knob.least) / Math.log(knob.most / knob.least) : (value - knob.least) / (knob.most - knob.least);
  return PLACES * Math.min(1, Math.max(0, share));
}

/**
 * A value as it stands beside its slider.
 * @param {NumberKnob} knob
 * @param {number} value
 * @returns {[string, string]} number and unit
 */
export function spelled(knob, value) {
  if (knob.unit === "share") return [String(Number((100 * value).toPrecision(DIGITS))), "%"];
  const digits = value.toLocaleString("en", { maximumSignificantDigits: value >= 1000 ? 4 : DIGITS });
  return [digits, knob.unit];
}

/** The form of one question. */
export class Knobs {
  #form;
  #onSet;
  /** @type {Map<string, () => string>} */
  #values = new Map();

  /**
   * @param {HTMLFormElement} form
   * @param {() => void} onSet
   */
  constructor(form, onSet) {
    this.#form = form;
    this.#onSet = onSet;
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @returns {Values} what every knob is set to */
  get values() {
    return Object.fromEntries([...this.#values].map(([key, read]) => [key, read()]));
  }

  /**
   * @param {Knob[]} knobs
   * @param {Values} set where a value is known already
   * @param {() => void} again what "as it was" does
   */
  draw(knobs, set, again) {
    this.#values.clear();
    const rows = knobs.map((knob) => (knob.kind === "number" ? this.#slider(knob, set[knob.key]) : this.#choice(knob, set[knob.key])));
    const back = made("button", { type: "button", class: "again" }, "As it was");
    back.addEventListener("click", again);
    this.#form.replaceChildren(...rows, back);
  }

  /**
   * @param {NumberKnob} knob
   * @param {string | undefined} set
   */
  #slider(knob, set) {
    const id = `knob-${knob.key}`;
    const start = set !== undefined && Number.isFinite(Number(set)) ? Number(set) : knob.start;
    // A slider that stands where it began says exactly what it began with.
    let value = start;
    const steps = knob.scale === "linear" && knob.step ? Math.round((knob.most - knob.least) / knob.step) : PLACES;
    const input = made("input", { type: "range", id, min: 0, max: PLACES, step: PLACES / steps, value: placeOf(knob, start) });
    const number = made("span");
    const unit = made("small");
    const output = made("output", { for: id }, number, " ", unit);
    const show = () => {
      const [digits, what] = spelled(knob, value);
      say(number, digits);
      say(unit, what);
      input.setAttribute("aria-valuetext", `${digits} ${what}`.trim());
      input.style.setProperty("--fill", `${(100 * placeOf(knob, value)) / PLACES}%`);
    };
    input.addEventListener("input", () => {
      value = valueAt(knob, input.valueAsNumber);
      show();
      this.#onSet();
    });
    show();
    this.#values.set(knob.key, () => String(value));
    return made("div", { class: "knob" }, made("label", { for: id }, knob.label), output, input);
  }

  /**
   * @param {ChoiceKnob} knob
   * @param {string | undefined} set
   */
  #choice(knob, set) {
    const id = `knob-${knob.key}`;
    const options = knob.options.map((option) => made("option", { value: option, selected: option === set }, option));
    const select = made("select", { id }, ...options);
    select.addEventListener("change", () => this.#onSet());
    this.#values.set(knob.key, () => select.value);
    return made("div", { class: "knob" }, made("label", { for: id }, knob.label), select);
  }
}
