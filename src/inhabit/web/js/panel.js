/**
 * The world sheet: everything about a world that can be chosen, kept in step with what the server says it is.
 */

import { found, made } from "./elements.js";
import { Sliders } from "./sliders.js";
import { placeCard } from "./thumbnail.js";
import { chosenName } from "./wire.js";
import { capital, rungTitle } from "./words.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./wire.js").Welcome} Welcome */
/** @typedef {import("./wire.js").Rung} Rung */
/** @typedef {import("./wire.js").ChoiceName} ChoiceName */

/** A chip stays where it was pressed until the world has had time to follow. */
const HELD_MS = 2500;

/**
 * What a rung trades, in plain words; rungs come finest first.
 * @param {number} index
 * @param {number} count
 */
export function tradeOff(index, count) {
  return index === 0
    ? "The finest picture; asks the most of this machine."
    : index === count - 1
      ? "The lightest; keeps time on a busy machine."
      : "In between: a little plainer, easier to hold.";
}

export class Panel {
  #session;
  #sliders;
  /** @type {Record<ChoiceName, string[]>} */
  #names = { style: [], biome: [] };
  /** @type {Map<string, number>} when a group was last pressed, in ms */
  #pressedAtMs = new Map();

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    this.#sliders = new Sliders((name, value) => session.send({ kind: "set", name, value }));
    session.welcomed.on((welcome) => this.#fill(welcome));
    session.stated.on(({ attributes, rung }) => this.#follow(attributes, rung));
    session.declined.on(({ event }) => this.#return(event));
    session.reshaped.on(({ rungs }) => this.#rungs(rungs));
  }

  /** @param {Welcome} welcome */
  #fill({ styles, biomes, presets, rungs, attributes }) {
    this.#names = { style: styles, biome: biomes };
    this.#chips("styles", "style", styles);
    this.#chips("biomes", "biome", biomes);
    const cards = presets.map((preset) =>
      placeCard(preset, () => this.#session.send({ kind: "preset", name: preset.name })),
    );
    found("places", HTMLElement).replaceChildren(...cards);
    this.#rungs(rungs);
    this.#follow(attributes, "");
  }

  /**
   * @param {string} id of the group
   * @param {ChoiceName} name
   * @param {string[]} values
   */
  #chips(id, name, values) {
    const chips = values.map((value) => {
      const input = made("input", { type: "radio", name, value });
      input.addEventListener("change", () => {
        this.#pressedAtMs.set(name, performance.now());
        this.#session.send({ kind: "choose", name, value });
      });
      return made("label", {}, input, made("span", {}, capital(value)));
    });
    found(id, HTMLElement).replaceChildren(...chips);
  }

  /**
   * What was moved by hand and not taken goes back to where the world is.
   * @param {import("./wire.js").WorldEvent} event
   */
  #return(event) {
    if (event.kind === "set") this.#sliders.release(event.name);
    else if (event.kind === "choose") this.#pressedAtMs.delete(event.name);
    else return;
    const { state, welcome } = this.#session;
    const attributes = state?.attributes ?? welcome?.attributes;
    if (attributes) this.#follow(attributes, state?.rung ?? "");
  }

  /** @param {Rung[]} rungs */
  #rungs(rungs) {
    const auto = this.#rung("auto", "Auto", "Takes the finest this machine can hold, and gives way before it stutters.");
    auto.querySelector("input")?.setAttribute("checked", "");
    const pinned = rungs.map((rung, i) => this.#rung(rung.name, rungTitle(rung), tradeOff(i, rungs.length)));
    found("rungs", HTMLElement).replaceChildren(auto, ...pinned);
  }

  /**
   * @param {string} value
   * @param {string} title
   * @param {string} words
   */
  #rung(value, title, words) {
    const input = made("input", { type: "radio", name: "rung", value });
    input.addEventListener("change", () => this.#session.send({ kind: "quality", rung: value }));
    const now = made("em", { "data-rung": value }, "");
    return made("label", {}, input, made("span", {}, title, now), made("small", {}, words));
  }

  /**
   * @param {import("./wire.js").Attributes} attributes
   * @param {string} rung in use
   */
  #follow(attributes, rung) {
    this.#sliders.follow(attributes);
    for (const name of /** @type {ChoiceName[]} */ (["style", "biome"])) {
      if (performance.now() - (this.#pressedAtMs.get(name) ?? -Infinity) < HELD_MS) continue;
      const chosen = chosenName(attributes[name], this.#names[name]);
      const input = document.querySelector(`input[name="${name}"][value="${CSS.escape(chosen)}"]`);
      if (input instanceof HTMLInputElement) input.checked = true;
    }
    for (const now of found("rungs", HTMLElement).querySelectorAll("em")) {
      now.textContent = now.dataset.rung === rung ? "in use" : "";
    }
  }
}
