/**
 * Says truly how the world is: the light that pulses with arriving pictures, the veil over a world that has
 * stopped arriving, the title of the window.
 */

import { found, say } from "./elements.js";
import { advice } from "./life.js";

/** @typedef {import("./session.js").Session} Session */

const LOOK_EVERY_MS = 200;
/** Four times a second at 30 frames: each change lays out and paints beside a picture that needs the time more. */
const BEAT_EVERY_FRAMES = 8;
/** A break shorter than this is over before anybody could have read about it. */
const VEIL_AFTER_MS = 700;

export class Vitals {
  #session;
  #light = found("life", HTMLElement);
  #veil = found("veil", HTMLElement);
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #brokenSinceMs = Infinity;
  #count = 0;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.player.shown.on(() => this.#beat());
    session.connection.changes.on(() => this.#look());
    found("veil-button", HTMLButtonElement).addEventListener("click", () => this.#again());
    setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Driven by pictures, not by a clock: when they stop, it stops. */
  #beat() {
    if (this.#count === 0) document.body.dataset.seen = "";
    this.#count += 1;
    if (this.#still.matches || this.#count % BEAT_EVERY_FRAMES) return;
    const pulse = 0.65 + 0.35 * Math.cos((this.#count / 48) * Math.PI * 2);
    this.#light.style.setProperty("--pulse", pulse.toFixed(2));
  }

  #look() {
    const now_ms = performance.now();
    const { kind, words } = this.#session.life(now_ms);
    if (document.body.dataset.life !== kind) document.body.dataset.life = kind;
    say(found("life-words", HTMLElement), words);
    const title = kind === "live" || kind === "connecting" ? "inhabit" : `${words} · inhabit`;
    if (document.title !== title) document.title = title;
    this.#cover(now_ms);
  }

  /** @param {number} now_ms */
  #cover(now_ms) {
    const { connection, welcome } = this.#session;
    const words = advice(connection.state, welcome !== null, now_ms);
    if (words === null) this.#brokenSinceMs = Infinity;
    else this.#brokenSinceMs = Math.min(this.#brokenSinceMs, now_ms);
    const ended = connection.state.kind === "ended";
    const covered = words !== null && (ended || now_ms - this.#brokenSinceMs > VEIL_AFTER_MS);
    const appears = covered && this.#veil.hidden;
    this.#veil.hidden = !covered;
    if (!covered) return;
    if (appears && ended) found("veil-button", HTMLElement).focus();
    say(found("veil-title", HTMLElement), words.title);
    say(found("veil-text", HTMLElement), words.text);
    say(found("veil-button", HTMLElement), words.button);
  }

  #again() {
    if (found("veil-button", HTMLElement).textContent === "Reload") return location.reload();
    if (this.#session.connection.state.kind === "ended") this.#session.reopen();
    else this.#session.connection.retryNow();
  }
}
