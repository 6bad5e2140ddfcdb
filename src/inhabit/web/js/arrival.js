/**
 * A picture that somebody brings along to begin a world from: dropped, pasted or chosen. It is shown first, with
 * what the world makes of it and what it cannot; the server says at once if it can't be taken.
 */

import { Channel } from "./channel.js";
import { found, say } from "./elements.js";

/** @typedef {{ picture: string, width: number, height: number, shape: string, left_out: number, remarks: string[] }} Taken */
/** @typedef {{ picture: string, prompt?: string }} Wanted */

const CUT = 0.02;

export class Arrival {
  /** @type {Channel<Wanted>} somebody wants to go in */
  entered = new Channel();

  #dialog = found("arrival", HTMLDialogElement);
  #file = found("arrival-file", HTMLInputElement);
  #preview = found("arrival-picture", HTMLImageElement);
  #words = found("arrival-words", HTMLElement);
  #go = found("arrival-go", HTMLButtonElement);
  #text = found("arrival-text", HTMLInputElement);
  #veil = found("arrival-veil", HTMLElement);
  /** @type {Taken | null} */
  #taken = null;
  /** Only the last picture counts. */
  #turn = 0;
  #url = "";
  /** Elements that a dragged file is over, one inside the other. */
  #over = 0;

  constructor() {
    this.#file.addEventListener("change", () => this.#receive(this.#file.files?.[0]));
    for (const button of document.querySelectorAll("[data-arrival]")) button.addEventListener("click", () => this.choose());
    found("arrival-close", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
    found("arrival-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#enter();
    });
    this.#preview.addEventListener("error", () => (this.#preview.hidden = true));
    this.#dialog.addEventListener("close", () => this.#forget());
    addEventListener("paste", (event) => {
      const file = [...(event.clipboardData?.files ?? [])][0];
      if (!file) return;
      event.preventDefault();
      this.#receive(file);
    });
    addEventListener("dragenter", (event) => this.#drag(event, 1));
    addEventListener("dragleave", (event) => this.#drag(event, -1));
    addEventListener("dragover", (event) => {
      if (!bringsFile(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    });
    addEventListener("drop", (event) => this.#drop(event));
  }

  get open() {
    return this.#dialog.open;
  }

  close() {
    this.#dialog.close();
  }

  /** Asks for a file. */
  choose() {
    this.#file.value = "";
    this.#file.click();
  }

  /** @param {File | undefined} file */
  #receive(file) {
    if (!file) return;
    this.#forget();
    this.#preview.hidden = false;
    this.#url = URL.createObjectURL(file);
    this.#preview.src = this.#url;
    this.#preview.alt = file.name || "the pasted picture";
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#tell("Handing it in…", "busy");
    void this.#handIn(file, ++this.#turn);
  }

  /**
   * @param {File} file
   * @param {number} turn
   */
  async #handIn(file, turn) {
    const answer = await handedIn(file);
    if (turn !== this.#turn || !this.#dialog.open) return;
    if (typeof answer === "string") return this.#tell(answer, "refused");
    this.#taken = answer;
    const [across, down] = answer.shape.split(":").map(Number);
    this.#preview.style.aspectRatio = `${across} / ${down}`;
    const cut = answer.left_out > CUT ? [`${Math.round(answer.left_out * 100)} % of it lies outside of ${answer.shape}.`] : [];
    this.#tell([...answer.remarks, ...cut].join(" "), "taken");
    this.#go.disabled = false;
    if (matchMedia("(pointer: fine)").matches) this.#go.focus();
  }

  #enter() {
    if (!this.#taken) return;
    const prompt = this.#text.value.trim();
    const { picture } = this.#taken;
    this.#dialog.close();
    this.entered.emit(prompt ? { picture, prompt } : { picture });
  }

  /**
   * @param {string} words
   * @param {"busy" | "refused" | "taken"} mood
   */
  #tell(words, mood) {
    this.#dialog.dataset.mood = mood;
    say(found("arrival-title", HTMLElement), mood === "refused" ? "This one can't be entered" : "Step into this picture");
    say(this.#words, words);
  }

  #forget() {
    this.#turn++;
    this.#taken = null;
    this.#go.disabled = true;
    this.#text.value = "";
    this.#preview.removeAttribute("src");
    this.#preview.style.aspectRatio = "";
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = "";
  }

  /**
   * @param {DragEvent} event
   * @param {number} step
   */
  #drag(event, step) {
    if (!bringsFile(event)) return;
    event.preventDefault();
    this.#over = Math.max(0, this.#over + step);
    this.#veil.hidden = this.#over === 0;
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.#over = 0;
    this.#veil.hidden = true;
    if (!bringsFile(event)) return;
    event.preventDefault();
    this.#receive([...(event.dataTransfer?.files ?? [])][0]);
  }
}

/** @param {DragEvent} event */
function bringsFile(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/**
 * @param {File} file
 * @returns {Promise<Taken | string>} what the server took, or why not
 */
async function handedIn(file) {
  try {
    const answer = await fetch(new URL("v1/pictures", document.baseURI), { method: "POST", body: file });
    const said = await answer.json();
    if (answer.ok) return said;
    return typeof said.message === "string" ? sentence(said.message) : `The server refused it (${answer.status}).`;
  } catch {
    return "It did not reach the server: is the connection up? Try again.";
  }
}

/** @param {string} text */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
