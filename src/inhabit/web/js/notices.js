/**
 * Short sentences that come and go at the top: what was kept, what was refused, and one thing to do about it.
 */

import { found, icon, made } from "./elements.js";

/** @typedef {{ label: string, onPress?: () => void, href?: string, download?: string }} Deed */

const SHOWN_MS = 6500;
const KEPT = 3;

/**
 * @param {string} text
 * @param {{ deed?: Deed, stays?: boolean }} [options] with `stays`, until it is closed
 * @returns {() => void} closes it
 */
export function notify(text, { deed, stays = false } = {}) {
  const list = found("notices", HTMLElement);
  // Said again while it still stands there, it is no news.
  if (!deed && list.lastElementChild?.firstElementChild?.textContent === text) return () => undefined;
  const notice = made("div", { class: "notice" }, made("p", {}, text));
  const close = () => notice.remove();
  if (deed) notice.append(deedElement(deed, close));
  const closeButton = made("button", { type: "button", class: "icon small", "aria-label": "Dismiss" }, icon("close"));
  closeButton.addEventListener("click", close);
  notice.append(closeButton);
  list.append(notice);
  while (list.children.length > KEPT) list.firstElementChild?.remove();
  if (!stays) setTimeout(() => fadeUnlessUsed(notice), SHOWN_MS);
  return close;
}

/** Closes the newest notice; false if there is none. */
export function dismissNewest() {
  const newest = found("notices", HTMLElement).lastElementChild;
  newest?.remove();
  return newest !== null;
}

/** @param {HTMLElement} notice kept while somebody is on it */
function fadeUnlessUsed(notice) {
  if (notice.matches(":hover, :focus-within")) setTimeout(() => fadeUnlessUsed(notice), 1500);
  else notice.remove();
}

/**
 * @param {Deed} deed
 * @param {() => void} close
 */
function deedElement({ label, onPress, href, download }, close) {
  if (href !== undefined) return made("a", { class: "deed", href, download }, label);
  const button = made("button", { type: "button", class: "deed" }, label);
  button.addEventListener("click", () => {
    close();
    onPress?.();
  });
  return button;
}
