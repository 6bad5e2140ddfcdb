/**
 * Mouse and fingers on the picture. A drag takes hold of the world and turns it; with the pointer locked the
 * mouse turns the head. One finger low on the left is a stick to walk with, any other finger looks, two pinch.
 */

/** @typedef {import("./axes.js").AxisMixer} AxisMixer */
/** @typedef {import("./axes.js").LookGatherer} LookGatherer */
/** @typedef {import("./axes.js").ZoomPurse} ZoomPurse */

/** @typedef {{ x_px: number, y_px: number, role: "look" | "stick" }} Hold */

const STICK_RADIUS_PX = 56;
const STICK_REST = 0.12;
/** Relative growth of the focal length in a second of full zoom (docs/wire.md). */
const ZOOM_PER_S = 0.7;
/** One notch of a wheel (about 100 px) is a sixth of a second of zoom. */
const WHEEL_S_PER_PX = 0.0016;

export class Pointer {
  #stage;
  #stick;
  #mixer;
  #look;
  #zoom;
  #radPerPx;
  /** @type {Map<number, Hold>} by pointer id */
  #holds = new Map();
  #stickFrom = { x_px: 0, y_px: 0 };

  /**
   * @param {{
   *   stage: HTMLElement, stick: HTMLElement, mixer: AxisMixer, look: LookGatherer, zoom: ZoomPurse,
   *   rad_per_px: () => number,
   * }} parts `rad_per_px`: how much of the view one pixel of the window spans
   */
  constructor({ stage, stick, mixer, look, zoom, rad_per_px }) {
    this.#stage = stage;
    this.#stick = stick;
    this.#mixer = mixer;
    this.#look = look;
    this.#zoom = zoom;
    this.#radPerPx = rad_per_px;
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      stage.addEventListener(name, (event) => this.#up(event));
    }
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("dblclick", () => this.lock());
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** Hides the pointer and lets the mouse look around until Escape. */
  lock() {
    if (this.locked) document.exitPointerLock();
    else void Promise.resolve(this.#stage.requestPointerLock?.()).catch(() => undefined);
  }

  get locked() {
    return document.pointerLockElement === this.#stage;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.#stage.setPointerCapture(event.pointerId);
    const role = event.pointerType === "touch" && this.#isStickPlace(event) ? "stick" : "look";
    this.#holds.set(event.pointerId, { x_px: event.clientX, y_px: event.clientY, role });
    if (role === "stick") this.#lean(event.clientX, event.clientY, event);
    else this.#stage.dataset.held = "";
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.locked) {
      const rad = this.#radPerPx();
      return this.#look.add(event.movementX * rad, -event.movementY * rad);
    }
    const hold = this.#holds.get(event.pointerId);
    if (!hold) return;
    if (hold.role === "stick") return this.#lean(this.#stickFrom.x_px, this.#stickFrom.y_px, event);
    const before_px = this.#spread();
    const dx_px = event.clientX - hold.x_px;
    const dy_px = event.clientY - hold.y_px;
    Object.assign(hold, { x_px: event.clientX, y_px: event.clientY });
    if (before_px > 0) return this.#zoom.add(Math.log(this.#spread() / before_px) / ZOOM_PER_S);
    const rad = this.#radPerPx();
    this.#look.add(-dx_px * rad, dy_px * rad);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const hold = this.#holds.get(event.pointerId);
    if (!hold) return;
    this.#holds.delete(event.pointerId);
    if (hold.role === "stick") this.#rest();
    if (this.#holds.size === 0) delete this.#stage.dataset.held;
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
    this.#zoom.add(-event.deltaY * lines * WHEEL_S_PER_PX);
  }

  /** @param {PointerEvent} event */
  #isStickPlace(event) {
    const taken = [...this.#holds.values()].some(({ role }) => role === "stick");
    return !taken && event.clientX < innerWidth * 0.45 && event.clientY > innerHeight * 0.5;
  }

  /** Distance between the two fingers that look, in px; 0 if there are not two. */
  #spread() {
    const looking = [...this.#holds.values()].filter(({ role }) => role === "look");
    const [a, b] = looking;
    return a && b && looking.length === 2 ? Math.hypot(a.x_px - b.x_px, a.y_px - b.y_px) : 0;
  }

  /**
   * @param {number} from_x_px where the finger came down
   * @param {number} from_y_px
   * @param {PointerEvent} to where it is
   */
  #lean(from_x_px, from_y_px, to) {
    this.#stickFrom = { x_px: from_x_px, y_px: from_y_px };
    const x = (to.clientX - from_x_px) / STICK_RADIUS_PX;
    const y = (to.clientY - from_y_px) / STICK_RADIUS_PX;
    const reach = Math.max(1, Math.hypot(x, y));
    const [truck, dolly] = [x / reach, -y / reach];
    this.#stick.dataset.held = "";
    this.#stick.style.setProperty("--x", `${truck * STICK_RADIUS_PX}px`);
    this.#stick.style.setProperty("--y", `${-dolly * STICK_RADIUS_PX}px`);
    this.#stick.style.left = `${from_x_px}px`;
    this.#stick.style.top = `${from_y_px}px`;
    this.#mixer.set("stick", { truck: past(truck), dolly: past(dolly) });
  }

  #rest() {
    delete this.#stick.dataset.held;
    this.#stick.removeAttribute("style");
    this.#mixer.set("stick", {});
  }
}

/** @param {number} lean in [-1, 1]; a resting thumb is never quite still */
export function past(lean) {
  return Math.abs(lean) < STICK_REST ? 0 : lean;
}
