/**
 * The keyboard: held keys steer, single presses command. Keys go by their place on the keyboard, so that WASD is
 * where the hand expects it on every layout; `/` and `?` go by what they say.
 */

/** @typedef {import("../wire.js").AxisName} AxisName */
/** @typedef {import("./axes.js").AxisMixer} AxisMixer */

/** @type {Record<string, [AxisName, number]>} */
export const HELD_KEYS = {
  KeyW: ["dolly", 1], KeyS: ["dolly", -1],
  KeyD: ["truck", 1], KeyA: ["truck", -1],
  KeyR: ["pedestal", 1], KeyF: ["pedestal", -1],
  ArrowRight: ["yaw", 1], ArrowLeft: ["yaw", -1],
  ArrowUp: ["pitch", 1], ArrowDown: ["pitch", -1],
  KeyE: ["roll", 1], KeyQ: ["roll", -1],
  KeyX: ["zoom", 1], KeyZ: ["zoom", -1],
};

/** Half pace while Shift is held: for framing a picture. */
const CAREFUL = 0.35;

/** @typedef {Record<string, () => void>} Commands by `event.code`, or by `event.key` where one fits */

export class Keys {
  #mixer;
  #commands;
  #awake;
  /** @type {Set<string>} codes */
  #held = new Set();
  #careful = false;

  /**
   * @param {AxisMixer} mixer
   * @param {Commands} commands
   * @param {() => boolean} awake false while the world should not hear the keys (start screen, dialogs)
   */
  constructor(mixer, commands, awake) {
    this.#mixer = mixer;
    this.#commands = commands;
    this.#awake = awake;
    addEventListener("keydown", (event) => this.#down(event));
    addEventListener("keyup", (event) => this.#up(event));
    addEventListener("blur", () => this.release());
    document.addEventListener("visibilitychange", () => this.release());
  }

  release() {
    this.#held.clear();
    this.#mixer.release();
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key !== "Escape" && (!this.#awake() || isTyping(event.target, event.code))) return;
    const command = this.#commands[event.key] ?? this.#commands[event.code];
    if (command) {
      // Enter and Space on a button press the button; that is what the keyboard means there.
      if (event.repeat || (event.code === "Space" && isPressable(event.target))) return;
      event.preventDefault();
      return command();
    }
    if (!(event.code in HELD_KEYS) && event.key !== "Shift") return;
    if (event.code.startsWith("Arrow")) event.preventDefault();
    this.#careful = event.shiftKey;
    if (event.code in HELD_KEYS) this.#held.add(event.code);
    this.#tell();
  }

  /** @param {KeyboardEvent} event */
  #up(event) {
    this.#careful = event.shiftKey;
    if (this.#held.delete(event.code) || event.key === "Shift") this.#tell();
  }

  #tell() {
    /** @type {import("../wire.js").Axes} */
    const axes = {};
    for (const code of this.#held) {
      const [axis, sign] = /** @type {[AxisName, number]} */ (HELD_KEYS[code]);
      axes[axis] = (axes[axis] ?? 0) + sign * (this.#careful ? CAREFUL : 1);
    }
    this.#mixer.set("keys", axes);
  }
}

/**
 * Whether a key belongs to the control that has the focus: letters to text fields, arrows to sliders and chips.
 * @param {EventTarget | null} target
 * @param {string} code
 */
function isTyping(target, code) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && (target.type === "range" || target.type === "radio")) {
    return code.startsWith("Arrow") || code === "Space";
  }
  return target.matches("input, textarea, select, [contenteditable]");
}

/** @param {EventTarget | null} target */
function isPressable(target) {
  return target instanceof HTMLElement && target.matches("button, a, summary, [role=button]");
}
