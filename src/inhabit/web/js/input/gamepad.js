/**
 * A game controller: left stick walks, right stick looks, triggers rise and sink, shoulders roll, the cross
 * zooms, Start pauses. Polled only while one is plugged in.
 */

/** @typedef {import("./axes.js").AxisMixer} AxisMixer */
/** @typedef {import("../wire.js").Axes} Axes */

/** Buttons by their index in the standard mapping. */
const BUTTON = { l1: 4, r1: 5, l2: 6, r2: 7, start: 9, up: 12, down: 13 };
const REST = 0.14;

/**
 * @param {{ axes: readonly number[], buttons: readonly { value: number }[] }} pad in the standard mapping
 * @returns {Axes}
 */
export function padAxes(pad) {
  const [leftX = 0, leftY = 0, rightX = 0, rightY = 0] = pad.axes;
  const value = (/** @type {number} */ index) => pad.buttons[index]?.value ?? 0;
  return {
    truck: eased(leftX),
    dolly: -eased(leftY),
    yaw: eased(rightX),
    pitch: -eased(rightY),
    pedestal: value(BUTTON.r2) - value(BUTTON.l2),
    roll: value(BUTTON.r1) - value(BUTTON.l1),
    zoom: value(BUTTON.up) - value(BUTTON.down),
  };
}

/** @param {number} lean rest zone removed, squared for a fine middle */
function eased(lean) {
  const size = Math.max(0, Math.abs(lean) - REST) / (1 - REST);
  return Math.sign(lean) * size * size;
}

export class Pads {
  #mixer;
  #awake;
  #onStart;
  #polling = false;
  #startHeld = false;

  /**
   * @param {AxisMixer} mixer
   * @param {() => boolean} awake
   * @param {() => void} onStart
   */
  constructor(mixer, awake, onStart) {
    this.#mixer = mixer;
    this.#awake = awake;
    this.#onStart = onStart;
    addEventListener("gamepadconnected", () => this.#begin());
  }

  #begin() {
    if (this.#polling) return;
    this.#polling = true;
    const poll = () => {
      const pad = navigator.getGamepads?.().find((candidate) => candidate !== null);
      this.#polling = pad !== undefined;
      this.#mixer.set("gamepad", pad && this.#awake() ? padAxes(pad) : {});
      if (!pad) return;
      const held = pad.buttons[BUTTON.start]?.pressed ?? false;
      if (held && !this.#startHeld) this.#onStart();
      this.#startHeld = held;
      requestAnimationFrame(poll);
    };
    requestAnimationFrame(poll);
  }
}
