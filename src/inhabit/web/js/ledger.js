/**
 * The trace on the page: the last two inputs always, and on demand a list of what became of each.
 */

import { found, icon, made, say } from "./elements.js";
import { Lines } from "./lines.js";

/** @typedef {import("./trace.js").TraceEntry} TraceEntry */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./lines.js").Line} Line */

const LISTED = 60;
const RECENT = 2;
/** A drag brings sixty events a second; nobody reads faster than this. */
const REFRESH_EVERY_MS = 250;

/** @type {Partial<Record<TraceEntry["kind"], string>>} */
const ICONS = {
  look: "look", move: "walk", prompt: "words", directive: "words", set: "sliders", choose: "sliders",
  lock: "locked", preset: "mark", reset: "reset", pause: "pause", resume: "play", quality: "gauge",
};

export class Ledger {
  #session;
  #recent = new Lines(found("recent", HTMLElement), toast, fillToast);
  #list = new Lines(found("trace-list", HTMLElement), row, fillRow);
  #none = found("trace-none", HTMLElement);
  #sheet = found("trace", HTMLElement);
  #timer = 0;
  #refreshedAtMs = -Infinity;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.traced.on(() => this.#touch());
    this.refresh();
  }

  /** Draws what is open; called also when the sheet opens. */
  refresh() {
    this.#timer = 0;
    this.#refreshedAtMs = performance.now();
    const entries = this.#session.trace.entries;
    // Letting go of a key is an input too, but hardly news.
    this.#recent.show(entries.filter((entry) => entry.what !== "let go").slice(-RECENT));
    if (this.#sheet.hidden) return;
    this.#list.show(entries.slice(-LISTED).reverse());
    this.#none.hidden = entries.length > 0;
    say(found("trace-summary", HTMLElement), summary(this.#session));
  }

  #touch() {
    if (this.#timer !== 0) return;
    const wait_ms = this.#refreshedAtMs + REFRESH_EVERY_MS - performance.now();
    this.#timer = window.setTimeout(() => this.refresh(), Math.max(0, wait_ms));
  }
}

/** @param {Session} session */
function summary({ trace }) {
  const median_ms = trace.within_ms(0.5);
  if (median_ms === null) return "";
  return `p50 ${Math.round(median_ms)} ms, p95 ${Math.round(trace.within_ms(0.95) ?? 0)} ms`;
}

function toast() {
  return made("li", {}, icon("walk"), made("b"), made("span"));
}

/**
 * @param {Line} line
 * @param {TraceEntry} entry
 */
function fillToast(line, entry) {
  line.mark(entry.status, ICONS[entry.kind] ?? "walk");
  line.say("b", entry.what);
  line.say("span", short(entry));
}

/** @param {TraceEntry} entry */
function short({ status, ms, frame_index, why, held }) {
  if (held.length > 0 && status !== "lost") return `held: ${held.join(", ")}`;
  if (status === "visible") return `${Math.round(ms ?? 0)} ms`;
  if (status === "applied") return `frame ${frame_index}`;
  return { sent: "sent", accepted: "heard", rejected: `not done: ${why}`, lost: "lost" }[status];
}

function row() {
  return made("li", {}, icon("walk"), made("b"), made("span", { class: "ms" }), made("small"));
}

/**
 * @param {Line} line
 * @param {TraceEntry} entry
 */
function fillRow(line, entry) {
  line.mark(entry.status, ICONS[entry.kind] ?? "walk");
  line.say("b", entry.what + (entry.count > 1 ? ` ×${entry.count}` : ""));
  line.say("span", entry.ms === null ? "" : `${Math.round(entry.ms)} ms`);
  line.say("small", long(entry));
}

/** @param {TraceEntry} entry */
function long({ status, frame_index, server_ms, why, held }) {
  const frame = `frame ${frame_index}`;
  const but = why && `${held.length > 0 ? "Held. " : ""}${why} `;
  switch (status) {
    case "visible": return `${but}${but ? "V" : "v"}isible from ${frame}, ready after ${Math.round(server_ms ?? 0)} ms`;
    case "applied": return `${but}${but ? "A" : "a"}pplied in ${frame}, not on screen yet`;
    case "accepted": return "heard by the server";
    case "sent": return "on its way";
    case "lost": return why;
    default: return `not done: ${why}`;
  }
}
