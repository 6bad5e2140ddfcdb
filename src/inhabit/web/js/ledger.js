/**
 * The trace on the page: the last two inputs always, and on demand a list of what became of each.
 */

import { found, icon, made, say } from "./elements.js";

/** @typedef {import("./trace.js").TraceEntry} TraceEntry */
/** @typedef {import("./session.js").Session} Session */

const LISTED = 60;
const RECENT = 2;

/** @type {Partial<Record<TraceEntry["kind"], string>>} */
const ICONS = {
  look: "look", move: "walk", prompt: "words", directive: "words", set: "sliders", choose: "sliders",
  preset: "mark", reset: "reset", pause: "pause", resume: "play", quality: "gauge",
};

export class Ledger {
  #session;
  #recent = found("recent", HTMLElement);
  #list = found("trace-list", HTMLElement);
  #sheet = found("trace", HTMLElement);
  #stale = true;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.traced.on(() => this.#touch());
    this.refresh();
  }

  /** Draws what is open; called also when the sheet opens. */
  refresh() {
    this.#stale = false;
    const entries = this.#session.trace.entries;
    // Letting go of a key is an input too, but hardly news.
    const news = entries.filter((entry) => entry.what !== "let go").slice(-RECENT);
    this.#recent.replaceChildren(...news.map(toast));
    if (this.#sheet.hidden) return;
    const rows = entries.slice(-LISTED).reverse().map(row);
    const none = made("li", { class: "none" }, "Nothing yet. Whatever you do appears here, with the frame that first shows it.");
    this.#list.replaceChildren(...(rows.length > 0 ? rows : [none]));
    say(found("trace-summary", HTMLElement), summary(this.#session));
  }

  /** At most once per animation frame: a drag brings sixty events a second. */
  #touch() {
    if (this.#stale) return;
    this.#stale = true;
    requestAnimationFrame(() => this.refresh());
  }
}

/** @param {Session} session */
function summary({ trace }) {
  const median_ms = trace.within_ms(0.5);
  if (median_ms === null) return "";
  return `p50 ${Math.round(median_ms)} ms, p95 ${Math.round(trace.within_ms(0.95) ?? 0)} ms`;
}

/** @param {TraceEntry} entry */
function toast(entry) {
  return made(
    "li", { "data-status": entry.status, "data-id": entry.id },
    icon(ICONS[entry.kind] ?? "walk"), made("b", {}, entry.what), made("span", {}, short(entry)),
  );
}

/** @param {TraceEntry} entry */
function short({ status, ms, frame_index, why }) {
  if (status === "visible") return `${Math.round(ms ?? 0)} ms`;
  if (status === "applied") return `frame ${frame_index}`;
  return { sent: "sent", accepted: "heard", rejected: `not done: ${why}`, lost: "lost" }[status];
}

/** @param {TraceEntry} entry */
function row(entry) {
  const repeats = entry.count > 1 ? ` ×${entry.count}` : "";
  const ms = entry.ms === null ? "" : `${Math.round(entry.ms)} ms`;
  return made(
    "li", { "data-status": entry.status, "data-id": entry.id },
    icon(ICONS[entry.kind] ?? "walk"), made("b", {}, entry.what + repeats), made("span", { class: "ms" }, ms),
    made("small", {}, long(entry)),
  );
}

/** @param {TraceEntry} entry */
function long({ status, frame_index, server_ms, why }) {
  const frame = `frame ${frame_index}`;
  switch (status) {
    case "visible": return `visible from ${frame}, ready after ${Math.round(server_ms ?? 0)} ms`;
    case "applied": return `applied in ${frame}, not on screen yet`;
    case "accepted": return "heard by the server";
    case "sent": return "on its way";
    case "lost": return why;
    default: return `not done: ${why}`;
  }
}
