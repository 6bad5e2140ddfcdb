/** Elements of the page: found by id with their type, or made. */

/**
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function found(id, type) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`index.html has no ${type.name} with id ${id}`);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes] `false` and undefined leave one out
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * One of the icons drawn at the end of index.html.
 * @param {string} name without its `i-`
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  show(svg, name);
  return svg;
}

/**
 * @param {Element} svg
 * @param {string} name
 */
export function show(svg, name) {
  const use = svg.querySelector("use");
  // Setting it anew, even to the same, makes the browser build the icon anew.
  if (use?.getAttribute("href") !== `#i-${name}`) use?.setAttribute("href", `#i-${name}`);
}

/**
 * Sets the text only where it changed: a live region says everything that is set.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
