/**
 * The prompt bar: one field. Enter changes this world; Shift+Enter (or the switch) describes the whole world
 * anew. Under it stands what became of the words: sent, applied in a frame, visible after so many ms.
 */

import { found, made, say } from "./elements.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./trace.js").TraceEntry} TraceEntry */
/** @typedef {"directive" | "prompt"} Mode */

/** @type {Record<Mode, { word: string, label: string, examples: string[] }>} */
const MODES = {
  directive: {
    word: "Change",
    label: "Say what should change",
    examples: ["make it rain", "turn to night", "like a black and white film", "let it snow", "a little later", "less fog", "golden hour", "clear the sky", "in neon", "a strong wind"],
  },
  prompt: {
    word: "Describe",
    label: "Describe the whole world anew",
    examples: ["a misty alpine lake at dawn", "a volcanic plain under a red dusk", "autumn forest, light rain, painted", "desert dunes at midnight in neon", "a snowy valley like a woodcut"],
  },
};

const SHOWN_EXAMPLES = 4;
const TURN_EVERY_MS = 7000;
const ACK_SHOWN_MS = 9000;

export class Prompt {
  /** @type {Mode} */
  #mode = "directive";
  #session;
  #field = found("prompt-text", HTMLInputElement);
  #ack = found("ack", HTMLElement);
  #announce = found("announce", HTMLElement);
  /** @type {TraceEntry | null} */
  #entry = null;
  #notice = "";
  #noticeUntilMs = 0;
  #settledAtMs = Infinity;
  #turn = 0;
  /** @type {string[]} what was said before, oldest first */
  #said = [];
  #recalled = 0;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    found("prompt", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(this.#mode);
    });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    found("mode", HTMLButtonElement).addEventListener("click", () => {
      this.#become(this.#mode === "directive" ? "prompt" : "directive");
      this.#field.focus();
    });
    session.traced.on(() => this.#tell());
    session.stated.on(({ notice }) => this.#heed(notice ?? ""));
    setInterval(() => this.#pass(), TURN_EVERY_MS);
    setInterval(() => this.#tell(), 500);
    this.#become("directive");
  }

  /** True while something stands there that somebody should read. */
  get speaking() {
    return performance.now() < this.#noticeUntilMs;
  }

  focus() {
    this.#field.focus();
  }

  /** @param {Mode} mode */
  #become(mode) {
    this.#mode = mode;
    const { word, label } = MODES[mode];
    say(found("mode-words", HTMLElement), word);
    say(found("prompt-label", HTMLElement), label);
    found("mode", HTMLElement).setAttribute("aria-pressed", String(mode === "prompt"));
    this.#pass();
  }

  /** @param {Mode} mode */
  #submit(mode) {
    const text = this.#field.value.trim();
    if (!text) return this.#field.focus();
    this.#said.push(text);
    this.#recalled = this.#said.length;
    this.#field.value = "";
    this.#utter({ kind: mode, text });
    if (mode === this.#mode && mode === "prompt") this.#become("directive");
  }

  /** @param {{ kind: Mode, text: string }} event */
  #utter(event) {
    this.#noticeUntilMs = 0;
    this.#settledAtMs = Infinity;
    this.#entry = this.#session.send(event);
    this.#tell();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Enter" && event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit(this.#mode === "directive" ? "prompt" : "directive");
    }
    if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#recall(event);
  }

  /** @param {KeyboardEvent} event */
  #recall(event) {
    if (this.#said.length === 0) return;
    event.preventDefault();
    const step = event.key === "ArrowUp" ? -1 : 1;
    this.#recalled = Math.min(this.#said.length, Math.max(0, this.#recalled + step));
    this.#field.value = this.#said[this.#recalled] ?? "";
  }

  /** The next examples: one in the field, some above it. */
  #pass() {
    const { examples } = MODES[this.#mode];
    const offset = this.#turn++;
    const at = (/** @type {number} */ i) => examples[(offset + i) % examples.length] ?? "";
    this.#field.placeholder = at(0);
    const list = found("suggestions", HTMLElement);
    if (list.matches(":hover, :focus-within") && list.dataset.mode === this.#mode) return;
    list.dataset.mode = this.#mode;
    const shown = Array.from({ length: Math.min(SHOWN_EXAMPLES, examples.length - 1) }, (_, i) => at(i + 1));
    list.replaceChildren(...shown.map((text) => this.#example(text, this.#mode)));
  }

  /**
   * @param {string} text
   * @param {Mode} mode
   */
  #example(text, mode) {
    const button = made("button", { type: "button" }, text);
    button.addEventListener("click", () => this.#utter({ kind: mode, text }));
    return button;
  }

  /** @param {string} notice what the world could not do with the last words */
  #heed(notice) {
    // A countdown changes twice a second and is still the same piece of news.
    const news = notice.replace(/\d+/g, "#");
    if (news && news !== this.#notice.replace(/\d+/g, "#")) {
      this.#noticeUntilMs = performance.now() + ACK_SHOWN_MS;
      say(this.#announce, notice);
    }
    this.#notice = notice;
    this.#tell();
  }

  #tell() {
    const now_ms = performance.now();
    const entry = this.#entry;
    const settled = entry !== null && ["visible", "rejected", "lost"].includes(entry.status);
    if (settled && this.#settledAtMs === Infinity) {
      this.#settledAtMs = now_ms;
      say(this.#announce, steps(entry, this.#session.status).at(-1)?.text ?? "");
    }
    const parts = entry && now_ms - this.#settledAtMs < ACK_SHOWN_MS ? steps(entry, this.#session.status) : [];
    if (now_ms < this.#noticeUntilMs && this.#notice) parts.splice(0, Infinity, { text: this.#notice, mood: "note" });
    const text = parts.map((part) => part.text).join("|");
    if (this.#ack.dataset.text === text) return;
    this.#ack.dataset.text = text;
    this.#ack.replaceChildren(...parts.map((part) => made("span", { class: part.mood }, part.text)));
  }
}

/**
 * @param {TraceEntry} entry
 * @param {string} status of the session
 * @returns {{ text: string, mood: "" | "now" | "done" | "note" }[]}
 */
function steps(entry, status) {
  if (entry.status === "rejected") return [{ text: `Not done: ${entry.why}`, mood: "note" }];
  if (entry.status === "lost") return [{ text: "The connection broke before an answer came", mood: "note" }];
  if (entry.status === "sent") return [{ text: "sent…", mood: "now" }];
  if (entry.status === "accepted") {
    return [{ text: "sent", mood: "" }, { text: status === "paused" ? "waits until you resume" : "heard…", mood: "now" }];
  }
  if (entry.why) return [{ text: entry.why, mood: "note" }];
  const applied = { text: `applied in frame ${entry.frame_index}`, mood: /** @type {const} */ ("") };
  if (entry.status === "applied") return [{ text: "sent", mood: "" }, { ...applied, mood: "now" }];
  return [{ text: "sent", mood: "" }, applied, { text: `visible after ${Math.round(entry.ms ?? 0)} ms`, mood: "done" }];
}
