/**
 * What can be taken along: a recording as MP4, a picture as PNG, a link to the place.
 */

import { found, made, say } from "./elements.js";
import { notify } from "./notices.js";
import { linkTo } from "./place.js";
import { length, weight } from "./words.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./picture.js").Picture} Picture */

export class Keep {
  #session;
  #picture;
  #button = found("record-button", HTMLButtonElement);
  #light = found("recording", HTMLElement);
  /** Wanted by the last press; the server's word decides as soon as it comes. */
  #recording = false;
  #beganMs = 0;

  /**
   * @param {Session} session
   * @param {Picture} picture
   */
  constructor(session, picture) {
    this.#session = session;
    this.#picture = picture;
    this.#button.addEventListener("click", () => this.record());
    found("shot-button", HTMLButtonElement).addEventListener("click", () => void this.shoot());
    found("link-button", HTMLButtonElement).addEventListener("click", () => void this.copyLink());
    session.stated.on(({ recording }) => this.#follow(recording));
    session.welcomed.on(({ recovered }) => {
      if (recovered) notify(recovered, { stays: true });
    });
    session.recorded.on((recorded) => this.#recorded(recorded));
    setInterval(() => this.#tell(), 500);
  }

  record() {
    this.#show(!this.#recording);
    if (!this.#session.connection.send({ type: "record", on: this.#recording })) {
      this.#show(false);
      notify("Recording needs the connection, which is down right now.");
    }
  }

  async shoot() {
    const { epoch, frame_index } = this.#session.player.last ?? { epoch: 0, frame_index: 0 };
    const url = URL.createObjectURL(await this.#picture.toPng());
    made("a", { href: url, download: `inhabit_${epoch}_${frame_index}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    notify(`Picture kept: frame ${frame_index}.`);
  }

  async copyLink() {
    const { place } = this.#session;
    if (place.picture) return void notify("A link cannot carry your picture: send the picture itself.");
    const link = linkTo(document.baseURI, place);
    // No clipboard outside a secure context (a phone on a plain http address): then show it to be copied.
    const copied = await (navigator.clipboard?.writeText(link).then(() => true, () => false) ?? false);
    notify(copied ? "Link copied. It leads to where this world began." : `This place: ${link}`, { stays: !copied });
  }

  /** @param {import("./wire.js").State["recording"]} recording */
  #follow(recording) {
    const waiting = performance.now() - this.#beganMs < 1500;
    if (recording) this.#beganMs = performance.now() - recording.seconds * 1000;
    if (recording && !this.#recording && !waiting) this.#show(true);
    if (!recording && this.#recording && !waiting) this.#show(false);
    this.#tell();
  }

  /** @param {import("./wire.js").Recorded} recorded */
  #recorded({ url, seconds, bytes, frames }) {
    this.#show(false);
    const words = `${seconds.toFixed(1)} s, ${weight(bytes)}`;
    const href = new URL(url.replace(/^\//, ""), document.baseURI).href;
    const download = `inhabit_${frames}_frames.mp4`;
    notify(`Recording ready: ${words}`, { deed: { label: "Download MP4", href, download }, stays: true });
    found("kept", HTMLElement).hidden = false;
    found("kept-list", HTMLElement).prepend(
      made("li", {}, made("span", {}, words), made("a", { href, download }, "Download MP4")),
    );
  }

  /** @param {boolean} on */
  #show(on) {
    if (on !== this.#recording) this.#beganMs = performance.now();
    this.#recording = on;
    this.#button.setAttribute("aria-pressed", String(on));
    this.#button.title = on ? "Stop recording (C)" : "Record (C)";
    this.#light.hidden = !on;
    this.#tell();
  }

  #tell() {
    if (!this.#recording) return;
    say(found("recording-words", HTMLElement), `${length((performance.now() - this.#beganMs) / 1000)}`);
  }
}
