/**
 * Whatever is held, leaned on or pushed (keys, stick, gamepad, wheel) becomes one move: the latest state of
 * seven axes, sent the moment it changes and never more often than a tick could use.
 */

import { Channel } from "../channel.js";

/** @typedef {import("../wire.js").Axes} Axes */
/** @typedef {import("../wire.js").AxisName} AxisName */
/** @typedef {"keys" | "stick" | "gamepad" | "wheel" | "pad"} Source */

/** @type {AxisName[]} */
const AXES = ["dolly", "truck", "pedestal", "yaw", "pitch", "roll", "zoom"];
/** A finer lean than this cannot be seen, and would only be chatter. */
const GRAIN = 0.02;
const SEND_EVERY_MS = 24;

/**
 * The sum of what every source asks for, each axis in [-1, 1]; axes at rest are left out.
 * @param {Iterable<Axes>} sources
 * @returns {Axes}
 */
export function mix(sources) {
  /** @type {Axes} */
  const mixed = {};
  for (const axes of sources) {
    for (const axis of AXES) mixed[axis] = (mixed[axis] ?? 0) + (axes[axis] ?? 0);
  }
  for (const axis of AXES) {
    const value = Math.round(Math.min(1, Math.max(-1, mixed[axis] ?? 0)) / GRAIN) * GRAIN;
    if (value === 0) delete mixed[axis];
    else mixed[axis] = Number(value.toFixed(2));
  }
  return mixed;
}

export class AxisMixer {
  /** @type {Channel<Axes>} */
  moved = new Channel();

  /** @type {Map<Source, Axes>} */
  #sources = new Map();
  #sent = "{}";
  #sentAtMs = -Infinity;
  #timer = 0;

  /**
   * What one source asks for from now on.
   * @param {Source} source
   * @param {Axes} axes
   */
  set(source, axes) {
    this.#sources.set(source, axes);
    // A key pressed and let go within the pause would otherwise cancel itself out unheard.
    if (source === "keys") return this.#send();
    const wait_ms = this.#sentAtMs + SEND_EVERY_MS - performance.now();
    if (wait_ms <= 0) this.#send();
    else if (this.#timer === 0) this.#timer = window.setTimeout(() => this.#send(), wait_ms);
  }

  /** Lets everything go, as when the window loses the keyboard and key-ups are never heard. */
  release() {
    this.#sources.clear();
    this.#send();
  }

  /** Says again what is held: a world that comes back has let everything go. */
  repeat() {
    this.#sent = "{}";
    this.#send();
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const axes = mix(this.#sources.values());
    const text = JSON.stringify(axes);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#sentAtMs = performance.now();
    this.moved.emit(axes);
  }
}

/** Small turns, gathered and sent as often as a tick could use. */
export class LookGatherer {
  /** @type {Channel<{ dx: number, dy: number }>} radians: right, up */
  looked = new Channel();

  #dx = 0;
  #dy = 0;
  #sentAtMs = -Infinity;
  #timer = 0;

  /**
   * @param {number} dx_rad
   * @param {number} dy_rad
   */
  add(dx_rad, dy_rad) {
    this.#dx += dx_rad;
    this.#dy += dy_rad;
    const wait_ms = this.#sentAtMs + SEND_EVERY_MS - performance.now();
    if (wait_ms <= 0) this.#send();
    else if (this.#timer === 0) this.#timer = window.setTimeout(() => this.#send(), wait_ms);
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#sentAtMs = performance.now();
    const look = { dx: Number(this.#dx.toFixed(5)), dy: Number(this.#dy.toFixed(5)) };
    this.#dx = this.#dy = 0;
    if (look.dx !== 0 || look.dy !== 0) this.looked.emit(look);
  }
}

/**
 * Wheel and pinch ask for an amount of zoom; the wire knows a rate. The amount is paid out at full rate.
 */
export class ZoomPurse {
  #mixer;
  /** Seconds of full zoom still owed; negative zooms out. */
  #owed_s = 0;
  #timer = 0;

  /** @param {AxisMixer} mixer */
  constructor(mixer) {
    this.#mixer = mixer;
  }

  /** @param {number} seconds of full zoom, in [-0.8, 0.8] in all */
  add(seconds) {
    // Turning back takes effect at once instead of first paying out the old direction.
    const base = Math.sign(seconds) === Math.sign(this.#owed_s) ? this.#owed_s : 0;
    this.#owed_s = Math.min(0.8, Math.max(-0.8, base + seconds));
    this.#mixer.set("wheel", { zoom: Math.sign(this.#owed_s) });
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#empty(), Math.abs(this.#owed_s) * 1000);
  }

  #empty() {
    this.#owed_s = 0;
    this.#mixer.set("wheel", {});
  }
}
