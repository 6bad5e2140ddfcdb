/**
 * Whether the world is alive, told truly: "live" is only said while new pictures arrive. Pure.
 */

/** @typedef {import("./connection.js").ConnectionState} ConnectionState */

/** @typedef {"connecting" | "preparing" | "live" | "paused" | "stalled" | "reconnecting" | "ended"} LifeKind */
/** @typedef {{ kind: LifeKind, words: string }} Life */

/** Without a new picture for longer than this, a running world is not live. */
export const STALL_MS = 900;

/**
 * @param {{
 *   connection: ConnectionState, status: string, began_ms: number, last_picture_ms: number, now_ms: number,
 *   ever_open: boolean,
 * }} seen `began_ms` is when the stream began or went on, `last_picture_ms` when a new picture was last shown
 * @returns {Life}
 */
export function life({ connection, status, began_ms, last_picture_ms, now_ms, ever_open }) {
  if (connection.kind === "ended") return { kind: "ended", words: "ended" };
  if (connection.kind !== "open") {
    return ever_open ? { kind: "reconnecting", words: "reconnecting…" } : { kind: "connecting", words: "connecting…" };
  }
  if (status === "preparing") return { kind: "preparing", words: "preparing…" };
  if (status === "paused") return { kind: "paused", words: "paused" };
  const silent_ms = now_ms - Math.max(began_ms, last_picture_ms);
  if (silent_ms > STALL_MS) return { kind: "stalled", words: `stalled ${Math.floor(silent_ms / 1000)} s` };
  return last_picture_ms < began_ms ? { kind: "connecting", words: "waking…" } : { kind: "live", words: "live" };
}

/** @typedef {{ title: string, text: string, button: string }} Advice */

/** What to do about an end or a refusal, by its code; the server's own sentence says why. @type {Record<string, Advice>} */
const ADVICE = {
  capacity: { title: "Every place is taken", text: "You are in line: this page tries again by itself.", button: "Try now" },
  idle: { title: "The world fell asleep", text: "Its place was given back; its recordings are kept.", button: "Wake a new one" },
  made_room: { title: "Your place was given away", text: "A new world can begin as soon as there is room.", button: "Begin a new one" },
  taken_over: { title: "This world is open somewhere else", text: "Another tab took it over and goes on with it there.", button: "Begin a new one here" },
  closing: { title: "The server is stopping", text: "This page comes back by itself when the server does.", button: "Try now" },
  engine_failed: { title: "The world broke", text: "The engine failed while making a picture; a new world can begin.", button: "Begin a new one" },
  bad_protocol_version: { title: "This page and the server differ", text: "Reload the page to get the one that belongs to this server.", button: "Reload" },
};

/**
 * What to say over a world that has stopped arriving.
 * @param {ConnectionState} connection
 * @param {boolean} ever_open
 * @param {number} now_ms
 * @returns {Advice | null} null while all is well
 */
export function advice(connection, ever_open, now_ms) {
  if (connection.kind === "open") return null;
  const known = ADVICE[connection.code];
  if (connection.kind === "ended") {
    const { title, text, button } = known ?? { title: "The session has ended", text: "", button: "Begin a new one" };
    return { title, text: [sentence(connection.reason), text].filter(Boolean).join(" "), button };
  }
  if (!ever_open && connection.kind === "connecting" && connection.attempt === 0) return null;
  const wait_s = Math.ceil((connection.retry_at_ms - now_ms) / 1000);
  const next = connection.kind === "connecting" ? "Trying now…" : `Trying again in ${Math.max(1, wait_s)} s.`;
  if (known) return { ...known, text: [sentence(connection.reason), next].filter(Boolean).join(" ") };
  return ever_open
    ? { title: "The connection dropped", text: `Your world is paused and kept. ${next}`, button: "Try now" }
    : { title: "The server does not answer", text: `Is it running? ${next}`, button: "Try now" };
}

/** @param {string} text */
export function sentence(text) {
  const trimmed = text.trim();
  if (!trimmed) return "";
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
