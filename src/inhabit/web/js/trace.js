/**
 * What became of everything somebody did: sent, accepted, applied in frame N, visible after M ms, or rejected
 * with a reason. Times are the client's own, so nothing has to be synchronised. Pure: time is passed in.
 */

import { describe, gesture } from "./words.js";
import { reaches } from "./wire.js";

/** @typedef {import("./wire.js").WorldEvent} WorldEvent */
/** @typedef {import("./player.js").Shown} Shown */
/** @typedef {"sent" | "accepted" | "applied" | "visible" | "rejected" | "lost"} TraceStatus */

/**
 * `ms` is from the input to the first shown picture that knew of it; `server_ms` from its arrival at the
 * server to that picture being ready. `count` events of one gesture share an entry and the first one's figures:
 * that is the response somebody felt. `why` says why it was not done, or what of it; `held` are the locks that
 * held some of it back.
 * @typedef {{
 *   id: string, kind: WorldEvent["kind"], what: string, gesture: string | null, count: number,
 *   sent_ms: number, status: TraceStatus, seq: number | null, epoch: number | null,
 *   frame_index: number | null, server_ms: number | null, ms: number | null, why: string, held: string[],
 * }} TraceEntry
 */

/** @typedef {{ id: string, sent_ms: number, entry: TraceEntry }} Waiting */

const KEPT_ENTRIES = 200;
const KEPT_SHOWN = 240;
const KEPT_TIMES = 200;
/** Events of one gesture further apart than this are two gestures. */
const GESTURE_GAP_MS = 1200;

export class Trace {
  /** @type {TraceEntry[]} oldest first */
  entries = [];
  /** Every input-to-visible time in ms, newest last: single events, not gestures. @type {number[]} */
  times_ms = [];

  /** @type {Map<string, Waiting>} by event id: not yet visible or rejected */
  #waiting = new Map();
  /** @type {(Waiting & { epoch: number, frame_index: number })[]} applied, not yet seen on screen */
  #applied = [];
  /** @type {Shown[]} the last pictures, for events whose `applied` comes after their picture */
  #shown = [];
  /** @type {Map<string, number>} last event of each gesture, in ms */
  #lastSentMs = new Map();

  /**
   * @param {string} id
   * @param {WorldEvent} event
   * @param {number} now_ms
   * @returns {TraceEntry}
   */
  sent(id, event, now_ms) {
    const entry = this.#continued(event, now_ms) ?? this.#begun(id, event, now_ms);
    this.#waiting.set(id, { id, sent_ms: now_ms, entry });
    return entry;
  }

  /** @param {import("./wire.js").Accepted} accepted */
  accepted({ id, seq }) {
    const entry = this.#waiting.get(id)?.entry;
    if (!entry) return;
    entry.seq = seq;
    if (entry.status === "sent") entry.status = "accepted";
  }

  /** @param {import("./wire.js").Rejected} rejected */
  rejected({ id, ids, message }) {
    for (const refused of ids ?? [id]) {
      const entry = this.#waiting.get(refused)?.entry;
      this.#waiting.delete(refused);
      if (entry) Object.assign(entry, { status: "rejected", why: message });
    }
  }

  /**
   * @param {import("./wire.js").Applied} applied
   * @param {number} now_ms
   * @returns {boolean} true if a picture that is already on screen shows it
   */
  applied({ id, seq, epoch, frame_index, ms, notice = "", held = [] }, now_ms) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    this.#waiting.delete(id);
    const { entry } = waiting;
    if (notice) Object.assign(entry, { why: notice, held });
    if (entry.frame_index === null) Object.assign(entry, { status: "applied", seq, epoch, frame_index, server_ms: ms });
    const applied = { ...waiting, epoch, frame_index };
    const seen = this.#shown.find((shown) => reaches(shown, applied));
    // A pause shows in a picture that was there before it was asked for: then hearing of it is seeing it.
    if (seen) this.#seen(applied, seen.at_ms < waiting.sent_ms ? now_ms : seen.at_ms);
    else this.#applied.push(applied);
    return seen !== undefined;
  }

  /**
   * @param {Shown} shown
   * @returns {boolean} true if this picture is the first to show something that was asked for
   */
  shown(shown) {
    this.#shown.push(shown);
    if (this.#shown.length > KEPT_SHOWN) this.#shown.shift();
    const seen = this.#applied.filter((applied) => reaches(shown, applied));
    if (seen.length === 0) return false;
    this.#applied = this.#applied.filter((applied) => !reaches(shown, applied));
    for (const applied of seen) this.#seen(applied, shown.at_ms);
    return true;
  }

  /** The connection broke: what was on its way will get no answer. */
  lost() {
    for (const { entry } of [...this.#waiting.values(), ...this.#applied]) {
      if (entry.status !== "visible") Object.assign(entry, { status: "lost", why: "the connection broke first" });
    }
    this.#waiting.clear();
    this.#applied = [];
    this.#shown = [];
  }

  /**
   * The share of inputs `share` in [0, 1] was visible within this many ms; null before the first.
   * @param {number} share
   */
  within_ms(share) {
    return quantile(this.times_ms, share);
  }

  /**
   * @param {Waiting} applied
   * @param {number} at_ms
   */
  #seen({ entry, sent_ms }, at_ms) {
    const ms = Math.max(0, at_ms - sent_ms);
    if (entry.ms === null) Object.assign(entry, { status: "visible", ms });
    this.times_ms.push(ms);
    if (this.times_ms.length > KEPT_TIMES) this.times_ms.shift();
  }

  /**
   * @param {string} id
   * @param {WorldEvent} event
   * @param {number} now_ms
   * @returns {TraceEntry}
   */
  #begun(id, event, now_ms) {
    /** @type {TraceEntry} */
    const entry = {
      id, kind: event.kind, what: describe(event), gesture: gesture(event), count: 1, sent_ms: now_ms,
      status: "sent", seq: null, epoch: null, frame_index: null, server_ms: null, ms: null, why: "", held: [],
    };
    this.entries.push(entry);
    if (this.entries.length > KEPT_ENTRIES) this.entries.shift();
    return entry;
  }

  /**
   * The last entry, if this event carries its gesture on.
   * @param {WorldEvent} event
   * @param {number} now_ms
   */
  #continued(event, now_ms) {
    const name = gesture(event);
    if (name === null) return null;
    const recent = now_ms - (this.#lastSentMs.get(name) ?? -Infinity) < GESTURE_GAP_MS;
    this.#lastSentMs.set(name, now_ms);
    const last = this.entries.at(-1);
    if (!recent || last?.gesture !== name || last.status === "lost") return null;
    last.count += 1;
    last.what = describe(event);
    return last;
  }
}

/**
 * @param {number[]} values in any order
 * @param {number} share in [0, 1]
 * @returns {number | null} nearest rank; null for no values
 */
export function quantile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}
