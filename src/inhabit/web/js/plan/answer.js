/** An answer of the planner on the page: curves, figures that open to their formula, tables, what to mind. */

import { made } from "../elements.js";

/** @typedef {import("./wire.js").Answer} Answer */
/** @typedef {import("./wire.js").Figure} Figure */
/** @typedef {import("./wire.js").Input} Input */
/** @typedef {import("./wire.js").Origin} Origin */
/** @typedef {import("./wire.js").Plot} Plot */
/** @typedef {import("./wire.js").Table} Table */

/**
 * Puts an answer in the place of the one before; figures that were open stay open.
 * @param {HTMLElement} where
 * @param {Answer} answer
 */
export function show(where, answer) {
  const open = new Set([...where.querySelectorAll("details[open]")].map((each) => each.getAttribute("data-name")));
  const focused = document.activeElement?.closest("details")?.getAttribute("data-name");
  const figures = answer.figures.map((each) => figureOf(each, open.has(each.name)));
  where.replaceChildren(
    ...(answer.plots.length ? [made("div", { class: "plots" }, ...answer.plots.map(plotOf))] : []),
    made("div", { class: "figures-list" }, ...figures),
    ...answer.tables.map(tableOf),
    ...(answer.notes.length ? [made("ul", { class: "notes" }, ...answer.notes.map((note) => made("li", {}, note)))] : []),
  );
  figures.find((each) => each.dataset["name"] === focused)?.querySelector("summary")?.focus({ preventScroll: true });
}

/** @param {Plot} plot */
function plotOf(plot) {
  const svg = new DOMParser().parseFromString(plot.svg, "image/svg+xml").documentElement;
  const names = plot.series.map((name, place) => made("li", { class: `s${place}` }, name));
  const caption = made("figcaption", {}, made("b", {}, plot.title), made("span", {}, plot.upwards));
  return made("figure", {}, caption, document.importNode(svg, true), made("ul", { class: "series" }, ...names));
}

/**
 * @param {Figure} figure
 * @param {boolean} open
 */
function figureOf(figure, open) {
  const name = made("span", {}, figure.name, ...(figure.note ? [made("em", {}, figure.note)] : []));
  const formulas = [figure.formula, figure.put_in].filter(Boolean).map((text) => made("p", {}, made("code", {}, `= ${text}`)));
  const why = made("div", { class: "why" }, ...formulas, made("dl", {}, ...figure.inputs.map(inputOf)));
  return made("details", { open, "data-name": figure.name }, made("summary", {}, name, made("b", {}, figure.value), badges(figure.rests_on)), why);
}

/** @param {Input} given */
function inputOf(given) {
  const letter = given.letter === given.meaning ? [] : [made("code", {}, given.letter), " "];
  return made("div", {}, made("dt", {}, ...letter, `${given.meaning}, ${given.value}`), made("dd", {}, badges([given.origin]), ` ${given.source}`));
}

/** @param {Origin[]} origins */
function badges(origins) {
  return made("span", { class: "badges" }, ...origins.map((origin) => made("i", { class: origin }, origin)));
}

/** @param {Table} table */
function tableOf(table) {
  const side = (/** @type {number} */ place) => ({ class: table.words.includes(place) ? "words" : undefined });
  const heads = table.heads.map((head, place) => made("th", side(place), head));
  const rows = table.rows.map((row) => made("tr", {}, ...row.map((cell, place) => made("td", side(place), cell))));
  const grid = made("table", {}, made("caption", {}, table.title), made("thead", {}, made("tr", {}, ...heads)), made("tbody", {}, ...rows));
  return made("div", { class: "table", tabindex: 0, role: "region", "aria-label": table.title }, grid);
}
