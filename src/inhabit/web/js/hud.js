/**
 * The measures: what holds, where the time of a frame goes, what was late or lost, and how long an input takes
 * to reach the eye. Figures of the server twice a second, those of the browser measured here.
 */

import { found, made, say } from "./elements.js";
import { rungTitle } from "./words.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./wire.js").State} State */
/** @typedef {{ name: string, p50_ms: number, p95_ms: number, shade: number, beside: boolean }} Stage */

/** Sums of other stages, and time spent waiting for the tick. */
const TOTALS = new Set(["make", "show", "wait"]);
/** Done beside the making of the next frame: it costs no time of the budget's own. */
const BESIDE = new Set(["light", "encode", "send"]);
/** One colour, lighter and darker by turns, so that neighbours can be told apart. */
const SHADES = [0.95, 0.5, 0.76, 0.36, 0.62, 0.26];
const COUNTERS = /** @type {const} */ (["late", "dropped", "repeated", "skipped"]);

/**
 * @param {State["stages_ms"]} stages_ms
 * @returns {Stage[]}
 */
export function stages(stages_ms) {
  const parts = Object.entries(stages_ms).filter(([name]) => !TOTALS.has(name));
  return parts.map(([name, { p50, p95 }], i) => ({
    name, p50_ms: p50, p95_ms: p95, shade: SHADES[i % SHADES.length] ?? 1, beside: BESIDE.has(name),
  }));
}

export class Hud {
  #session;
  #sheet = found("hud", HTMLElement);

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.stated.on(() => this.refresh());
    session.welcomed.on((welcome) => {
      say(found("hud-model", HTMLElement), `${welcome.model}, ${welcome.device}`);
    });
  }

  refresh() {
    const { state, trace, player, connection, welcome } = this.#session;
    if (this.#sheet.hidden || !state) return;
    say(found("hud-fps", HTMLElement), state.fps_held.toFixed(1));
    say(found("hud-shown", HTMLElement), player.shown_fps.toFixed(0));
    say(found("hud-glass", HTMLElement), whole(trace.within_ms(0.5)));
    say(found("hud-glass95", HTMLElement), whole(trace.within_ms(0.95)));
    this.#budget(state);
    for (const name of COUNTERS) this.#count(name, state.counters[name]);
    const rung = welcome?.rungs.find((candidate) => candidate.name === state.rung);
    say(found("hud-rung", HTMLElement), rung ? rungTitle(rung) : state.rung);
    say(found("hud-frame", HTMLElement), `${state.frame_index}, epoch ${state.epoch}`);
    const decode_ms = player.last?.decode_ms ?? 0;
    say(
      found("hud-browser", HTMLElement),
      `${welcome?.codec === "avc1" ? "H.264" : "JPEG"}, decoded in ${decode_ms.toFixed(1)} ms; round trip ${connection.round_trip_ms.toFixed(0)} ms; ${player.passed_over} passed over`,
    );
  }

  /** @param {State} state */
  #budget({ stages_ms, budget_ms }) {
    const all = stages(stages_ms);
    const making = all.filter((stage) => !stage.beside);
    const sum_ms = making.reduce((sum, stage) => sum + stage.p50_ms, 0);
    const spent_ms = stages_ms.make?.p50 ?? sum_ms;
    const scale_ms = Math.max(budget_ms * 1.06, sum_ms);
    say(found("hud-spent", HTMLElement), `${spent_ms.toFixed(1)} ms a frame`);
    say(found("hud-budget", HTMLElement), `budget ${budget_ms.toFixed(1)} ms`);
    const bar = found("hud-bar", HTMLElement);
    bar.style.setProperty("--limit", `${(100 * budget_ms) / scale_ms}%`);
    bar.setAttribute("aria-label", all.map(({ name, p50_ms }) => `${name} ${p50_ms.toFixed(1)} ms`).join(", "));
    bar.replaceChildren(...making.map(({ p50_ms, shade }) => made("i", { style: `width:${(100 * p50_ms) / scale_ms}%;--shade:${shade}` })));
    found("hud-stages", HTMLElement).replaceChildren(
      ...all.map(({ name, p50_ms, p95_ms, shade, beside }) =>
        made("li", { title: `p95 ${p95_ms.toFixed(1)} ms${beside ? ", beside the next frame" : ""}` }, made("i", { style: `--shade:${shade}`, "data-beside": beside }), name, made("b", {}, p50_ms.toFixed(1))),
      ),
    );
  }

  /**
   * @param {string} name
   * @param {number} value
   */
  #count(name, value) {
    const element = found(`hud-${name}`, HTMLElement);
    say(element, String(value));
    element.toggleAttribute("data-some", value > 0);
  }
}

/** @param {number | null} ms */
function whole(ms) {
  return ms === null ? "–" : ms.toFixed(0);
}
