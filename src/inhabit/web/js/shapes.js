/**
 * The shape of the picture: what a window asks for by itself, and the chips that choose another. Another shape is
 * another canvas, so the world begins again in it, from the same seed and words.
 */

import { found, made } from "./elements.js";
import { notify } from "./notices.js";
import { parseSize } from "./wire.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./wire.js").Shape} Shape */

/** A window narrower than this, for its height, is a phone held upright. */
const UPRIGHT = 0.75;
/** @type {Record<string, string>} */
const WORDS = { "16:9": "wide", "9:16": "upright", "1:1": "square", "4:3": "classic" };

/**
 * The size a window asks for where nobody named one: upright windows get upright pictures.
 * @param {number} width_px
 * @param {number} height_px
 * @returns {string | undefined}
 */
export function fittingSize(width_px, height_px) {
  return width_px / height_px < UPRIGHT ? "9:16" : undefined;
}

/**
 * The shape that a size belongs to.
 * @param {string} size such as `640x360`
 * @param {Shape[]} shapes
 */
export function shapeOf(size, shapes) {
  return shapes.find(({ sizes }) => sizes.includes(size))?.shape ?? "";
}

export class Shapes {
  #session;
  #chips = found("shapes", HTMLElement);
  /** Closes the notice that a shape is being prepared. @type {(() => void) | null} */
  #close = null;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.welcomed.on(({ shapes }) => this.#fill(shapes));
    session.reshaped.on(() => this.#follow());
    session.declined.on(({ event }) => {
      if (event.kind === "reset") this.#follow();
    });
    session.stated.on(({ status }) => this.#say(status === "preparing"));
  }

  /** @param {Shape[]} shapes */
  #fill(shapes) {
    const chips = shapes.map(({ shape }) => {
      const input = made("input", { type: "radio", name: "shape", value: shape });
      input.addEventListener("change", () => this.#session.send({ kind: "reset", size: shape }));
      const [across = 1, down = 1] = shape.split(":").map(Number);
      const scale = 15 / Math.max(across, down);
      const frame = made("i", { style: `width:${across * scale}px;height:${down * scale}px`, "aria-hidden": "true" });
      return made("label", { title: `${WORDS[shape] ?? shape}: the world begins again in it` }, input, made("span", {}, frame, shape));
    });
    this.#chips.replaceChildren(...chips);
    found("shape-choice", HTMLElement).hidden = shapes.length < 2;
    this.#follow();
  }

  #follow() {
    const { welcome } = this.#session;
    if (!welcome) return;
    const shape = shapeOf(welcome.size, welcome.shapes);
    for (const input of this.#chips.querySelectorAll("input")) input.checked = input.value === shape;
    const { width_px, height_px } = parseSize(welcome.size);
    document.body.dataset.shape = width_px < height_px ? "upright" : "wide";
  }

  /** @param {boolean} preparing */
  #say(preparing) {
    if (preparing && !this.#close) {
      const words = "Preparing this shape of picture. The first time takes some seconds; your world begins when it is ready.";
      this.#close = notify(words, { stays: true });
    } else if (!preparing && this.#close) {
      this.#close();
      this.#close = null;
    }
  }
}
