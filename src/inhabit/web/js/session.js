/**
 * The live session as the page knows it: one connection, one player, one trace, and what the server last said.
 * Rooms of the page read it and listen to its channels; everything anybody does goes through `send`.
 */

import { Channel } from "./channel.js";
import { Connection, forgetToken, storedToken } from "./connection.js";
import { playableCodecs } from "./decoder.js";
import { life } from "./life.js";
import { Player } from "./player.js";
import { fittingSize } from "./shapes.js";
import { Trace } from "./trace.js";
import { PROTOCOL_VERSION, reaches, unpack } from "./wire.js";

/** @typedef {import("./wire.js").WorldEvent} WorldEvent */
/** @typedef {import("./wire.js").ServerMessage} ServerMessage */
/** @typedef {import("./trace.js").TraceEntry} TraceEntry */
/** @typedef {import("./place.js").Place} Place */

const REPORT_EVERY_MS = 1000;

export class Session {
  /** @type {Channel<import("./wire.js").Welcome>} */
  welcomed = new Channel();
  /** @type {Channel<import("./wire.js").State>} */
  stated = new Channel();
  /** @type {Channel<import("./wire.js").Reshaped>} pictures have another shape from now on; `welcome` says so too */
  reshaped = new Channel();
  /** @type {Channel<TraceEntry | null>} the trace changed (in this entry, or somewhere) */
  traced = new Channel();
  /** @type {Channel<import("./wire.js").Recorded>} */
  recorded = new Channel();
  /** @type {Channel<import("./wire.js").Refusal>} refusals of an open session */
  refused = new Channel();
  /** @type {Channel<{ event: WorldEvent, refusal: import("./wire.js").Rejected }>} events that were not taken */
  declined = new Channel();

  /** @type {import("./wire.js").Welcome | null} */
  welcome = null;
  /** @type {import("./wire.js").State | null} */
  state = null;
  /** "running" or "paused", as soon as it is known. */
  status = "connecting";
  /** What is locked, by the server's word. @type {Set<import("./wire.js").LockName>} */
  locks = new Set();
  trace = new Trace();
  player = new Player();
  connection;
  /** @type {Place} where this world began: what a link to it carries */
  place;

  #wanted;
  #ids = 0;
  /** Fresh for each load of the page: a resumed session remembers the ids of the one before. */
  #prefix = Math.random().toString(36).slice(2, 8);
  /** @type {Map<string, WorldEvent>} sent, not yet answered */
  #open = new Map();
  /** This browser said it plays H.264, and then did not. */
  #jpegOnly = false;
  /** The size that was asked for may have been refused: then the server's own will do. */
  #anySize = false;
  /** The prompt the world now stands by. */
  #standing = "";
  #reportedAtMs = 0;
  /** From this frame on a `state` knows of every lock that has been applied. */
  #locksKnown = { epoch: 0, frame_index: 0 };
  #streamBeganMs = 0;

  /**
   * @param {string} url of the WebSocket
   * @param {Place} wanted where to begin, from the address of the page
   */
  constructor(url, wanted) {
    this.#wanted = wanted;
    this.place = wanted;
    this.connection = new Connection(url, () => this.#hello());
    this.connection.messages.on((message) => this.#hear(message));
    this.connection.packets.on((buffer) => this.player.push(unpack(buffer)));
    this.connection.changes.on(({ kind }) => {
      if (kind === "waiting" || kind === "ended") this.#broke();
    });
    this.player.trouble.on((trouble) => {
      if (trouble === "lost") this.connection.send({ type: "keyframe" });
      else this.#fallBack();
    });
    this.player.shown.on((shown) => this.#saw(shown));
  }

  open() {
    this.connection.open();
  }

  /** A new session instead of the one that ended, without the size or rate that may have been refused. */
  reopen() {
    forgetToken();
    this.#wanted = { ...this.#wanted, size: undefined, fps: undefined };
    this.#anySize = true;
    this.connection.retryNow();
  }

  /**
   * Does something in the world.
   * @param {WorldEvent} event
   * @returns {TraceEntry}
   */
  send(event) {
    const id = `${this.#prefix}-${++this.#ids}`;
    const entry = this.trace.sent(id, event, performance.now());
    this.#open.set(id, event);
    if (!this.connection.send({ type: "event", id, event })) {
      this.#open.delete(id);
      this.trace.rejected({ type: "rejected", id, code: "offline", message: "not connected right now", retryable: true });
    }
    this.traced.emit(entry);
    return entry;
  }

  /** @param {number} now_ms */
  life(now_ms) {
    return life({
      connection: this.connection.state, status: this.status, ever_open: this.welcome !== null,
      began_ms: this.#streamBeganMs, last_picture_ms: this.player.last?.at_ms ?? -1, now_ms,
    });
  }

  async #hello() {
    const { seed, prompt, fps } = this.#wanted;
    const { clientWidth, clientHeight } = document.documentElement;
    const size = this.#wanted.size ?? (this.#anySize ? undefined : fittingSize(clientWidth, clientHeight));
    /** @type {import("./wire.js").Codec[]} */
    const codecs = this.#jpegOnly ? ["mjpeg"] : await playableCodecs();
    // A world that is being resumed keeps its own seed and prompt.
    const fresh = storedToken() ? {} : { seed, prompt };
    return { protocol_version: PROTOCOL_VERSION, codecs, size, fps, ...fresh };
  }

  /** @param {ServerMessage} message */
  #hear(message) {
    switch (message.type) {
      case "welcome": return this.#begin(message);
      case "state": return this.#update(message);
      case "accepted": this.trace.accepted(message); break;
      case "rejected":
        this.trace.rejected(message);
        for (const id of message.ids ?? [message.id]) this.#decline(id, message);
        break;
      case "applied": return this.#apply(message);
      case "reshaped": return this.#reshape(message);
      case "recorded": return this.recorded.emit(message);
      case "error": if (this.welcome) this.refused.emit(message); return;
      default: return;
    }
    this.traced.emit(null);
  }

  /** @param {import("./wire.js").Welcome} welcome */
  #begin(welcome) {
    const first = this.welcome === null;
    this.welcome = welcome;
    this.status = "running";
    this.#streamBeganMs = performance.now();
    this.#standing = welcome.prompt;
    this.locks = new Set(welcome.locks);
    this.#locksKnown = { epoch: 0, frame_index: 0 };
    if (!welcome.resumed || first) this.place = { ...this.#wanted, preset: undefined, seed: welcome.seed, prompt: welcome.prompt };
    this.player.open(welcome).catch(() => this.#fallBack());
    this.welcomed.emit(welcome);
    if (first && !welcome.resumed && this.#wanted.preset) this.send({ kind: "preset", name: this.#wanted.preset });
  }

  /** @param {import("./wire.js").Reshaped} reshaped */
  #reshape(reshaped) {
    if (!this.welcome) return;
    const { size, rungs, codec_string } = reshaped;
    this.welcome = { ...this.welcome, size, rungs, codec_string };
    this.#wanted = { ...this.#wanted, size };
    this.place = { ...this.place, size };
    this.player.open(this.welcome).catch(() => this.#fallBack());
    this.reshaped.emit(reshaped);
  }

  /** @param {import("./wire.js").State} state */
  #update(state) {
    this.state = state;
    if (this.status !== "running" && state.status === "running") this.#streamBeganMs = performance.now();
    this.status = state.status;
    if (reaches(state, this.#locksKnown)) this.locks = new Set(state.locks);
    this.stated.emit(state);
  }

  /** @param {import("./wire.js").Applied} applied */
  #apply(applied) {
    const event = this.#open.get(applied.id);
    this.#open.delete(applied.id);
    const seen = this.trace.applied(applied, performance.now());
    if (event?.kind === "pause") this.status = "paused";
    if (event?.kind === "resume") {
      this.status = "running";
      this.#streamBeganMs = performance.now();
    }
    if (event?.kind === "lock") {
      this.locks = new Set(this.locks);
      this.locks[event.on ? "add" : "delete"](event.name);
      this.#locksKnown = { epoch: applied.epoch, frame_index: applied.frame_index + 1 };
    }
    if (event) this.#settle(event);
    if (seen && this.player.last) this.#report(this.player.last);
    this.traced.emit(null);
  }

  /**
   * @param {string} id
   * @param {import("./wire.js").Rejected} refusal
   */
  #decline(id, refusal) {
    const event = this.#open.get(id);
    this.#open.delete(id);
    if (event) this.declined.emit({ event, refusal });
  }

  /**
   * Where the world is now, as a place: what a reset does not name stays as it was.
   * @param {WorldEvent} event
   */
  #settle(event) {
    const { size, fps } = this.#wanted;
    if (event.kind === "prompt") this.#standing = event.text;
    if (event.kind === "preset") {
      this.#standing = this.#promptOf(event.name);
      this.place = { preset: event.name, size, fps };
    }
    if (event.kind === "reset") {
      if (event.picture !== undefined) {
        this.#standing = event.prompt ?? "";
        this.place = { picture: event.picture, seed: event.seed ?? this.place.seed, prompt: this.#standing, size, fps };
        return;
      }
      const began = this.place.prompt ?? this.#promptOf(this.place.preset);
      this.#standing = event.prompt ?? this.#standing;
      if (event.seed === undefined && this.#standing === began) return;
      this.place = { seed: event.seed ?? this.place.seed, prompt: this.#standing, size, fps };
    }
  }

  /** @param {string | undefined} preset */
  #promptOf(preset) {
    return this.welcome?.presets.find(({ name }) => name === preset)?.prompt ?? "";
  }

  /** Comes back into the same world with pictures that every browser can show. */
  #fallBack() {
    this.#jpegOnly = true;
    this.connection.drop();
  }

  #broke() {
    this.#open.clear();
    this.trace.lost();
    this.traced.emit(null);
  }

  /** @param {import("./player.js").Shown} shown */
  #saw(shown) {
    const first = this.trace.shown(shown);
    if (first || shown.at_ms - this.#reportedAtMs > REPORT_EVERY_MS) this.#report(shown);
    if (first) this.traced.emit(null);
  }

  /** @param {import("./player.js").Shown} shown */
  #report({ epoch, frame_index, decode_ms, at_ms }) {
    this.#reportedAtMs = at_ms;
    this.connection.send({ type: "visible", epoch, frame_index, decode_ms: Math.round(decode_ms * 100) / 100 });
  }
}
