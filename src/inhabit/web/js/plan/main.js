/**
 * The planner's page: a question, its sliders, and the answer that the server computes as they move. The
 * address keeps question and sliders, so that a plan can be sent to somebody.
 */

import { found, made, say } from "../elements.js";
import { show } from "./answer.js";
import { Knobs } from "./knobs.js";
import { ask, questions, Refused } from "./wire.js";

/** @typedef {import("./wire.js").Question} Question */
/** @typedef {import("./wire.js").Values} Values */

/** A slider in motion asks no more often than this. */
const PAUSE_MS = 50;

const said = found("said", HTMLElement);
const shown = found("shown", HTMLElement);
const tabs = found("tabs", HTMLElement);
const knobs = new Knobs(found("knobs", HTMLFormElement), soon);

/** @type {Question[]} */
let all = [];
/** @type {Question | undefined} */
let current;
let asking = new AbortController();
let timer = 0;
/** How many answers are shown so far; tests wait for the next. */
let answers = 0;

function soon() {
  clearTimeout(timer);
  timer = window.setTimeout(() => void answer(), PAUSE_MS);
}

async function answer() {
  if (!current) return;
  asking.abort();
  asking = new AbortController();
  const { key } = current;
  const values = knobs.values;
  history.replaceState(null, "", `#${key}?${new URLSearchParams(values)}`);
  try {
    const given = await ask(key, values, asking.signal);
    said.removeAttribute("data-refused");
    shown.removeAttribute("data-stale");
    say(said, given.said);
    show(shown, given);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    // What was answered before stays in sight, dimmed: it is of other numbers.
    shown.setAttribute("data-stale", "");
    said.setAttribute("data-refused", "");
    say(said, error instanceof Refused ? error.message : "The server does not answer. Is it still running?");
  }
  answers += 1;
}

/**
 * @param {Question} question
 * @param {Values} values
 */
function turnTo(question, values) {
  current = question;
  document.title = `${question.name} · plan · inhabit`;
  say(found("asks", HTMLElement), question.asks);
  for (const tab of tabs.children) {
    const chosen = tab.getAttribute("data-key") === question.key;
    tab.setAttribute("aria-selected", String(chosen));
    tab.setAttribute("tabindex", chosen ? "0" : "-1");
    if (chosen) tab.scrollIntoView({ block: "nearest", inline: "center" });
  }
  shown.replaceChildren();
  knobs.draw(question.knobs, values, () => turnTo(question, {}));
  void answer();
}

/** Question and values of the address: `#queue?servers=70`. */
function asAddressed() {
  const [key, query] = location.hash.slice(1).split("?");
  const question = all.find((each) => each.key === key) ?? all[0];
  if (question) turnTo(question, Object.fromEntries(new URLSearchParams(question.key === key ? query : "")));
}

/** @param {KeyboardEvent} event arrows walk along the tabs, as in any tab list */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const place = all.findIndex((each) => each === current);
  const next = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : step ? all[(place + step + all.length) % all.length] : undefined;
  if (!next) return;
  event.preventDefault();
  turnTo(next, {});
  /** @type {HTMLElement | null} */ (tabs.querySelector('[aria-selected="true"]'))?.focus();
}

async function begin() {
  const { questions: asked, machine } = await questions();
  all = asked;
  const measured = machine.measured_on ? `measured on ${machine.measured_on}` : "nothing measured yet: inhabit plan calibrate";
  const cores = `${machine.cores} core${machine.cores === 1 ? "" : "s"} of ${machine.processor}`;
  found("machine", HTMLElement).replaceChildren(cores, made("span", {}, `, ${measured}`));
  for (const question of all) {
    const tab = made("button", { type: "button", role: "tab", "aria-controls": "panel", "data-key": question.key }, question.name);
    tab.addEventListener("click", () => turnTo(question, {}));
    tabs.append(tab);
  }
  tabs.addEventListener("keydown", walk);
  addEventListener("hashchange", asAddressed);
  asAddressed();
}

begin().catch(() => say(said, "The server does not answer. Is it still running?"));

/** What a program may read; see tests/e2e. */
/** @type {any} */ (window).inhabit = {
  get answers() {
    return answers;
  },
};
