/**
 * What the planner's routes say (`server/plan.py`), as types. Every number in an answer is a text that the
 * server has spelled: nothing is computed, rounded or worded here.
 */

/** @typedef {{ kind: "number", key: string, label: string, unit: string, least: number, most: number, start: number, scale: "linear" | "log", step: number }} NumberKnob */
/** @typedef {{ kind: "choice", key: string, label: string, options: string[] }} ChoiceKnob */
/** @typedef {NumberKnob | ChoiceKnob} Knob */
/** @typedef {{ key: string, name: string, asks: string, knobs: Knob[] }} Question */
/** @typedef {{ questions: Question[], machine: { name: string, processor: string, cores: number, measured_on: string | null } }} Questions */
/** @typedef {"measured" | "sourced" | "given" | "assumed"} Origin */
/** @typedef {{ letter: string, meaning: string, value: string, origin: Origin, source: string }} Input */
/** @typedef {{ name: string, value: string, rests_on: Origin[], note: string, formula: string, put_in: string, inputs: Input[] }} Figure */
/** @typedef {{ title: string, heads: string[], rows: string[][], words: number[] }} Table */
/** @typedef {{ title: string, upwards: string, series: string[], svg: string }} Plot */
/** @typedef {{ title: string, said: string, figures: Figure[], tables: Table[], plots: Plot[], notes: string[] }} Answer */
/** @typedef {Record<string, string>} Values by knob, as they are sent */

/** The server's reason for not answering: a sentence for a person. */
export class Refused extends Error {}

const base = new URL("../v1/plan", document.baseURI);

/** @returns {Promise<Questions>} */
export async function questions() {
  return (await fetch(base)).json();
}

/**
 * @param {string} question
 * @param {Values} values
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>} or throws Refused
 */
export async function ask(question, values, signal) {
  const found = await fetch(`${base}/${question}?${new URLSearchParams(values)}`, { signal });
  const said = await found.json();
  if (!found.ok) throw new Refused(said.message ?? `The server answered ${found.status}.`);
  return said;
}
