/**
 * What opens and closes over the picture, and the chrome that steps aside when nobody needs it.
 */

import { found } from "./elements.js";

/** @typedef {"hud" | "trace" | "world"} SheetName */

const NARROW = "(max-width: 720px)";
const QUIET_AFTER_MS = 4500;

export class Sheets {
  /** @type {(name: SheetName) => void} */
  onOpened = () => undefined;
  #help = found("help", HTMLDialogElement);

  constructor() {
    for (const name of /** @type {SheetName[]} */ (["hud", "trace", "world"])) {
      this.#button(name).addEventListener("click", () => this.toggle(name));
    }
    for (const close of document.querySelectorAll("[data-close]")) {
      close.addEventListener("click", () => this.set(/** @type {SheetName} */ (close.getAttribute("data-close")), false));
    }
    for (const press of document.querySelectorAll("[data-press]")) {
      press.addEventListener("click", () => document.getElementById(press.getAttribute("data-press") ?? "")?.click());
    }
    found("help-button", HTMLElement).addEventListener("click", () => this.help());
    found("help-close", HTMLElement).addEventListener("click", () => this.#help.close());
    this.#help.addEventListener("click", (event) => {
      if (event.target === this.#help) this.#help.close();
    });
  }

  get helpOpen() {
    return this.#help.open;
  }

  help() {
    if (this.#help.open) this.#help.close();
    else this.#help.showModal();
  }

  /** @param {SheetName} name */
  toggle(name) {
    this.set(name, found(name, HTMLElement).hidden === true);
  }

  /**
   * @param {SheetName} name
   * @param {boolean} open
   */
  set(name, open) {
    const sheet = found(name, HTMLElement);
    const hadFocus = sheet.contains(document.activeElement);
    // On a phone there is room for one sheet, and the picture should stay in sight.
    if (open && matchMedia(NARROW).matches) this.#closeAll();
    sheet.hidden = !open;
    this.#button(name).setAttribute("aria-expanded", String(open));
    if (open) this.onOpened(name);
    else if (hadFocus) this.#button(name).focus();
  }

  /** Closes the topmost open thing; false if nothing is open. */
  closeTopmost() {
    const order = /** @type {SheetName[]} */ (["world", "trace", "hud"]);
    const open = order.find((name) => !found(name, HTMLElement).hidden);
    if (open) this.set(open, false);
    return open !== undefined;
  }

  #closeAll() {
    while (this.closeTopmost());
  }

  /** @param {SheetName} name */
  #button(name) {
    return found(`${name}-button`, HTMLButtonElement);
  }
}

/**
 * Lets the chrome fade while the world runs and nobody touches it.
 * @param {() => boolean} mayRest false while something needs to stay in sight
 */
export function restWhenIdle(mayRest) {
  let touched_ms = performance.now();
  const wake = () => {
    touched_ms = performance.now();
    delete document.body.dataset.quiet;
  };
  for (const name of ["pointermove", "pointerdown", "wheel", "focusin"]) addEventListener(name, wake, { passive: true });
  addEventListener("keydown", (event) => {
    if (["Tab", "/", "?", "Escape"].includes(event.key)) wake();
  });
  setInterval(() => {
    const busy = document.querySelector(".dock :focus, .sheet:not([hidden]), .tools :focus-visible, dialog[open], .speak:hover");
    if (busy || !mayRest()) wake();
    else if (performance.now() - touched_ms > QUIET_AFTER_MS) document.body.dataset.quiet = "";
  }, 500);
}
