/**
 * A list on the page whose lines stay: only what changed in them is touched, so that nothing is animated twice,
 * laid out in vain or read out again.
 */

import { say, show } from "./elements.js";

/** One line of a list, and its parts by the name of their element. */
export class Line {
  element;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /**
   * @param {string} status for the style sheet
   * @param {string} icon
   */
  mark(status, icon) {
    if (this.element.dataset.status !== status) this.element.dataset.status = status;
    const svg = this.element.querySelector("svg");
    if (svg) show(svg, icon);
  }

  /**
   * @param {string} part such as "b"
   * @param {string} text
   */
  say(part, text) {
    const element = this.element.querySelector(part);
    if (element) say(element, text);
  }
}

/** @template {{ id: string }} Entry */
export class Lines {
  #list;
  #make;
  #fill;
  /** @type {Map<string, Line>} by the id of the entry */
  #lines = new Map();

  /**
   * @param {HTMLElement} list
   * @param {() => HTMLElement} make an empty line
   * @param {(line: Line, entry: Entry) => void} fill
   */
  constructor(list, make, fill) {
    this.#list = list;
    this.#make = make;
    this.#fill = fill;
  }

  /** @param {Entry[]} entries in the order in which they should stand */
  show(entries) {
    const stay = new Set(entries.map(({ id }) => id));
    for (const [id, { element }] of this.#lines) {
      if (stay.has(id)) continue;
      element.remove();
      this.#lines.delete(id);
    }
    entries.forEach((entry, place) => {
      const line = this.#lines.get(entry.id) ?? this.#begun(entry.id);
      this.#fill(line, entry);
      const there = this.#list.children[place] ?? null;
      if (there !== line.element) this.#list.insertBefore(line.element, there);
    });
  }

  /** @param {string} id */
  #begun(id) {
    const line = new Line(this.#make());
    line.element.dataset.id = id;
    this.#lines.set(id, line);
    return line;
  }
}
