/**
 * What is on screen: one picture on every animation frame, older epochs never, and every drawn picture is
 * reported once it has really been shown. Of two pictures that come between two animation frames the second
 * waits for the next one, because a screen has more of them than a world has pictures; a third shows that
 * the screen can't follow, and the oldest is passed over.
 */

import { Channel } from "./channel.js";
import { openDecoder } from "./decoder.js";
import { reaches } from "./wire.js";

/** @typedef {import("./decoder.js").Decoded} Decoded */
/** @typedef {import("./wire.js").Packet} Packet */
/** @typedef {import("./wire.js").Stamp} Stamp */

/** A picture that has been on screen at `at_ms`. @typedef {Stamp & { at_ms: number, decode_ms: number, last_seq: number }} Shown */

const ASK_KEY_EVERY_MS = 500;
const RATE_WINDOW_MS = 2000;
const WAITING_LIMIT = 2;
/** Drawing that takes longer than this, over so many pictures, is done without a graphics card. */
const SLOW_DRAW_MS = 1.5;
const JUDGED_DRAWS = 20;

export class Player {
  /** @type {Channel<Decoded>} each picture just before it is closed, for whoever draws it */
  drawn = new Channel();
  /** @type {Channel<Shown>} */
  shown = new Channel();
  /** @type {Channel<import("./decoder.js").Trouble>} what the decoder ran into */
  trouble = new Channel();

  /** @type {Shown | null} */
  last = null;
  /** Pictures decoded but replaced by a newer one before the screen could take them. */
  passed_over = 0;

  /** @type {import("./decoder.js").Decoder | null} */
  #decoder = null;
  /** @type {Decoded[]} decoded and not yet drawn, oldest first */
  #waiting = [];
  /** @type {Omit<Shown, "at_ms"> | null} drawn in the last animation frame, not yet known to be shown */
  #submitted = null;
  /** @type {Stamp} */
  #front = { epoch: 0, frame_index: 0 };
  /** @type {Packet[]} arrived while the decoder was being opened */
  #early = [];
  /** @type {number[]} */
  #shownAtMs = [];
  #askedAtMs = -Infinity;
  #opening = 0;
  #awake = false;
  /** @type {number[]} how long the first pictures took to draw */
  #drawMs = [];

  /**
   * Begins a stream; whatever came before is forgotten. Rejected if this browser cannot play it.
   * @param {import("./wire.js").Welcome} welcome
   */
  async open(welcome) {
    const turn = ++this.#opening;
    this.#decoder?.close();
    this.#decoder = null;
    this.#early = [];
    this.#drawMs = [];
    this.#front = { epoch: 0, frame_index: 0 };
    const decoder = await openDecoder(
      welcome.codec, welcome.codec_string, (decoded) => this.#take(decoded), (trouble) => this.#pass(trouble),
    );
    if (turn !== this.#opening) return decoder.close();
    this.#decoder = decoder;
    for (const packet of this.#early.splice(0)) decoder.push(packet);
  }

  /** @param {Packet} packet */
  push(packet) {
    if (packet.epoch < this.#front.epoch) return;
    this.#front = packet;
    if (this.#decoder) this.#decoder.push(packet);
    else this.#early.push(packet);
  }

  /** Pictures shown per second over the last two seconds. */
  get shown_fps() {
    const since_ms = performance.now() - RATE_WINDOW_MS;
    this.#shownAtMs = this.#shownAtMs.filter((at_ms) => at_ms > since_ms);
    return (this.#shownAtMs.length * 1000) / RATE_WINDOW_MS;
  }

  /** @param {Decoded} decoded */
  #take(decoded) {
    const newest = this.#waiting.at(-1);
    if (decoded.packet.epoch < this.#front.epoch || (newest && !reaches(decoded.packet, newest.packet))) {
      decoded.image.close();
      return;
    }
    this.#waiting.push(decoded);
    while (this.#waiting.length > WAITING_LIMIT || this.#isOld(this.#waiting[0])) {
      this.#waiting.shift()?.image.close();
      this.passed_over += 1;
    }
    this.#wake();
  }

  /** @param {Decoded | undefined} decoded */
  #isOld(decoded) {
    return decoded !== undefined && decoded.packet.epoch < this.#front.epoch;
  }

  /** Animation frames are asked for only while there is something to draw or to report: a still world costs none. */
  #wake() {
    if (this.#awake) return;
    this.#awake = true;
    requestAnimationFrame((now_ms) => {
      this.#awake = false;
      this.#report(now_ms);
      this.#draw();
      if (this.#submitted || this.#waiting.length > 0) this.#wake();
    });
  }

  #draw() {
    const decoded = this.#waiting.shift();
    if (!decoded) return;
    const began_ms = performance.now();
    this.drawn.emit(decoded);
    this.#judge(performance.now() - began_ms);
    decoded.image.close();
    const { epoch, frame_index, last_seq } = decoded.packet;
    this.#submitted = { epoch, frame_index, last_seq, decode_ms: decoded.decode_ms };
  }

  /** @param {number} draw_ms */
  #judge(draw_ms) {
    if (!this.#decoder || this.#drawMs.length >= JUDGED_DRAWS) return;
    this.#drawMs.push(draw_ms);
    if (this.#drawMs.length < JUDGED_DRAWS) return;
    const middle_ms = this.#drawMs.toSorted((a, b) => a - b)[JUDGED_DRAWS / 2] ?? 0;
    this.#decoder.copies = middle_ms > SLOW_DRAW_MS;
  }

  /**
   * What was drawn in one animation frame is on screen when the next one begins; claiming it any earlier
   * would flatter the measured response.
   * @param {number} now_ms
   */
  #report(now_ms) {
    if (!this.#submitted) return;
    this.last = { ...this.#submitted, at_ms: now_ms };
    this.#submitted = null;
    this.#shownAtMs.push(now_ms);
    this.shown.emit(this.last);
  }

  /**
   * Until the key frame comes every packet is lost: one request is enough.
   * @param {import("./decoder.js").Trouble} trouble
   */
  #pass(trouble) {
    const now_ms = performance.now();
    if (trouble === "lost" && now_ms - this.#askedAtMs < ASK_KEY_EVERY_MS) return;
    this.#askedAtMs = now_ms;
    this.trouble.emit(trouble);
  }
}
