/**
 * One WebSocket that stays: it says hello, comes back by itself after a break (with the resume token, so the
 * same world is waiting), and knows in words how it is.
 */

import { Channel } from "./channel.js";
import { parseMessage } from "./wire.js";

/** @typedef {import("./wire.js").ClientMessage} ClientMessage */
/** @typedef {import("./wire.js").Hello} Hello */
/** @typedef {import("./wire.js").ServerMessage} ServerMessage */

/**
 * `waiting`: broken, next try at `retry_at_ms`. `ended`: will not come back by itself; `reason` says why.
 * @typedef {{
 *   kind: "connecting" | "open" | "waiting" | "ended",
 *   attempt: number, retry_at_ms: number, code: string, reason: string,
 * }} ConnectionState
 */

const TOKEN_KEY = "inhabit.resume_token";
const PING_EVERY_MS = 4000;
const SILENCE_LIMIT_MS = 12000;
const WELCOME_LIMIT_MS = 20000;
const BACKOFF_MS = [400, 800, 1600, 2000];
/** How much longer than told a page may wait, so that a thousand of them do not knock at once. */
const JITTER = 0.25;

/** Ends that pass: the same request may succeed when the server is back. */
const PASSING_ENDS = new Set(["closing", "slow"]);

/**
 * How long to wait before try `attempt` (from 1): never much more than two seconds, so that a world is there
 * again soon after its server is, unless the server itself has said how long (`told_ms`).
 * @param {number} attempt
 * @param {number} random in [0, 1)
 * @param {number} [told_ms]
 */
export function backoffMs(attempt, random, told_ms) {
  const base = told_ms ?? BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length) - 1] ?? 0;
  return base * (1 + JITTER * random);
}

/** @returns {string | undefined} the way back to this tab's world */
export function storedToken() {
  return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
}

/** Gives up the way back: the next hello starts a new world. */
export function forgetToken() {
  sessionStorage.removeItem(TOKEN_KEY);
}

export class Connection {
  /** @type {Channel<ServerMessage>} */
  messages = new Channel();
  /** @type {Channel<ArrayBuffer>} */
  packets = new Channel();
  /** @type {Channel<ConnectionState>} */
  changes = new Channel();
  /** @type {ConnectionState} */
  state = { kind: "connecting", attempt: 0, retry_at_ms: 0, code: "", reason: "" };

  /** Round trip of the last ping, in ms. */
  round_trip_ms = 0;

  #url;
  #hello;
  /** @type {WebSocket | null} */
  #socket = null;
  #heardAtMs = 0;
  #retryTimer = 0;
  #attempt = 0;
  /** @type {{ code: string, message: string, retryable: boolean, retry_after_ms?: number } | null} */
  #refusal = null;

  /**
   * @param {string} url
   * @param {() => Promise<Omit<Hello, "type" | "resume_token">>} hello asked anew for every try
   */
  constructor(url, hello) {
    this.#url = url;
    this.#hello = hello;
    setInterval(() => this.#beat(), PING_EVERY_MS);
    addEventListener("online", () => this.retryNow());
  }

  open() {
    this.#refusal = null;
    this.#become({ kind: "connecting" });
    this.#heardAtMs = performance.now();
    const socket = new WebSocket(this.#url);
    socket.binaryType = "arraybuffer";
    socket.onopen = async () => {
      const hello = await this.#hello();
      if (socket === this.#socket) this.send({ type: "hello", ...hello, resume_token: storedToken() });
    };
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#broke(event);
    };
    this.#socket = socket;
  }

  /** Tries at once instead of waiting out the pause; after an end, starts again. */
  retryNow() {
    if (this.state.kind !== "waiting" && this.state.kind !== "ended") return;
    clearTimeout(this.#retryTimer);
    this.open();
  }

  /**
   * @param {ClientMessage} message
   * @returns {boolean} false if there is no open socket; nothing is queued, so nothing old arrives late
   */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Closes the socket as a bad network would; the connection then comes back by itself. */
  drop() {
    this.#socket?.close();
  }

  /** @param {string | ArrayBuffer} data */
  #hear(data) {
    this.#heardAtMs = performance.now();
    if (typeof data !== "string") return this.packets.emit(data);
    const message = parseMessage(data);
    if (message === null) return;
    if (message.type === "welcome") this.#welcomed(message.resume_token);
    if (message.type === "pong") this.round_trip_ms = performance.now() - message.sent_ms;
    if (message.type === "bye") this.#refusal = { ...message, retryable: PASSING_ENDS.has(message.code) };
    if (message.type === "error" && this.state.kind !== "open") this.#refuse(message);
    this.messages.emit(message);
  }

  /**
   * Instead of a welcome. The server may keep the line open for another hello; ours would be the same.
   * @param {import("./wire.js").Refusal} refusal
   */
  #refuse(refusal) {
    this.#refusal = refusal;
    this.#socket?.close();
  }

  /** @param {string} token */
  #welcomed(token) {
    sessionStorage.setItem(TOKEN_KEY, token);
    this.#attempt = 0;
    this.#become({ kind: "open" });
  }

  /** @param {CloseEvent} event */
  #broke(event) {
    this.#socket = null;
    const refusal = this.#refusal;
    const reason = refusal?.message ?? (event.reason || "");
    const code = refusal?.code ?? "";
    if (refusal && !refusal.retryable) {
      // The world behind this token is over; carrying it along would only be refused again.
      forgetToken();
      return this.#become({ kind: "ended", reason, code });
    }
    this.#attempt += 1;
    const wait_ms = backoffMs(this.#attempt, Math.random(), refusal?.retry_after_ms);
    this.#retryTimer = window.setTimeout(() => this.open(), wait_ms);
    this.#become({ kind: "waiting", retry_at_ms: performance.now() + wait_ms, reason, code });
  }

  /** A half-open socket never closes by itself: silence beyond the limit counts as a break. */
  #beat() {
    if (this.#socket === null) return;
    const limit_ms = this.state.kind === "open" ? SILENCE_LIMIT_MS : WELCOME_LIMIT_MS;
    if (performance.now() - this.#heardAtMs > limit_ms) this.#abandon();
    else if (this.state.kind === "open") this.send({ type: "ping", sent_ms: performance.now() });
  }

  #abandon() {
    const socket = this.#socket;
    this.#broke(new CloseEvent("close", { reason: "the server fell silent" }));
    socket?.close();
  }

  /** @param {Partial<ConnectionState> & Pick<ConnectionState, "kind">} state */
  #become(state) {
    this.state = { retry_at_ms: 0, code: "", reason: "", ...state, attempt: this.#attempt };
    this.changes.emit(this.state);
  }
}
