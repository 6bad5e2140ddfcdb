/**
 * Where the picture lies in the window: whole, as large as it fits, and around it its own light, drawn very
 * small. Only who asks for it gets a window filled to the edges.
 */

/** @typedef {import("./decoder.js").Decoded} Decoded */
/** @typedef {"whole" | "fill"} Fit */
/** @typedef {{ left_px: number, top_px: number, width_px: number, height_px: number, full: boolean }} Placement */

/** Where there is room above and below, the picture sits a little above the middle: thumbs are below. */
const UPRIGHT_BALANCE = 0.34;
const AMBIENCE_WIDTH_PX = 32;
const AMBIENCE_HEIGHT_PX = 18;
const AMBIENCE_EVERY_FRAMES = 3;

/**
 * @param {number} picture_width_px
 * @param {number} picture_height_px
 * @param {number} window_width_px
 * @param {number} window_height_px
 * @param {Fit} fit
 * @returns {Placement}
 */
export function place(picture_width_px, picture_height_px, window_width_px, window_height_px, fit) {
  const across = window_width_px / picture_width_px;
  const down = window_height_px / picture_height_px;
  const cover = Math.max(across, down);
  const contain = Math.min(across, down);
  const scale = fit === "fill" ? cover : contain;
  const width_px = Math.ceil(picture_width_px * scale);
  const height_px = Math.ceil(picture_height_px * scale);
  const spare_px = window_height_px - height_px;
  return {
    left_px: Math.round((window_width_px - width_px) / 2),
    top_px: Math.round(spare_px * (spare_px > 0 ? UPRIGHT_BALANCE : 0.5)),
    width_px,
    height_px,
    full: scale >= cover - 1e-6,
  };
}

export class Picture {
  /** @type {Placement} */
  placement = { left_px: 0, top_px: 0, width_px: 16, height_px: 9, full: true };
  /** @type {Fit} */
  fit = "whole";

  #canvas;
  #pen;
  #ambiencePen;
  #count = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLCanvasElement} ambience
   */
  constructor(canvas, ambience) {
    this.#canvas = canvas;
    this.#pen = pen(canvas);
    this.#ambiencePen = pen(ambience);
    ambience.width = AMBIENCE_WIDTH_PX;
    ambience.height = AMBIENCE_HEIGHT_PX;
    addEventListener("resize", () => this.lay());
    this.lay();
  }

  /** @param {Decoded} decoded */
  draw({ image }) {
    const { width_px, height_px } = sizeOf(image);
    if (this.#canvas.width !== width_px || this.#canvas.height !== height_px) {
      this.#canvas.width = width_px;
      this.#canvas.height = height_px;
      this.lay();
    }
    if ("pixels" in image) this.#pen.putImageData(image.pixels, 0, 0);
    else this.#pen.drawImage(image, 0, 0, width_px, height_px);
    if (!this.placement.full && this.#count++ % AMBIENCE_EVERY_FRAMES === 0) this.#glow();
  }

  /** Lays the picture out anew, after the window, the size or the fit changed. */
  lay() {
    const { clientWidth, clientHeight } = document.documentElement;
    this.placement = place(this.#canvas.width, this.#canvas.height, clientWidth, clientHeight, this.fit);
    const { left_px, top_px, width_px, height_px, full } = this.placement;
    Object.assign(this.#canvas.style, {
      left: `${left_px}px`, top: `${top_px}px`, width: `${width_px}px`, height: `${height_px}px`,
    });
    document.body.dataset.picture = full ? "full" : "framed";
    document.body.style.setProperty("--picture-bottom", `${top_px + height_px}px`);
  }

  /**
   * The picture as PNG, at the size it was made in.
   * @returns {Promise<Blob>}
   */
  toPng() {
    return new Promise((resolve, reject) =>
      this.#canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture yet"))), "image/png"),
    );
  }

  /**
   * RGBA of the picture, shrunk to a size, through a canvas of its own: reading the shown one back would make
   * the browser move it off the graphics card.
   * @param {number} width_px
   * @param {number} height_px
   */
  pixels(width_px = this.#canvas.width, height_px = this.#canvas.height) {
    const copy = document.createElement("canvas");
    copy.width = width_px;
    copy.height = height_px;
    const copyPen = pen(copy);
    copyPen.drawImage(this.#canvas, 0, 0, width_px, height_px);
    return copyPen.getImageData(0, 0, width_px, height_px).data;
  }

  /** Blended over time, so that the light around the picture breathes instead of flickering. */
  #glow() {
    this.#ambiencePen.globalAlpha = this.#count < 2 ? 1 : 0.25;
    this.#ambiencePen.filter = "blur(1.5px) saturate(1.2)";
    this.#ambiencePen.drawImage(this.#canvas, -2, -2, AMBIENCE_WIDTH_PX + 4, AMBIENCE_HEIGHT_PX + 4);
  }
}

/** @param {Decoded["image"]} image */
function sizeOf(image) {
  if ("pixels" in image) return { width_px: image.pixels.width, height_px: image.pixels.height };
  if (image instanceof ImageBitmap) return { width_px: image.width, height_px: image.height };
  return { width_px: image.displayWidth, height_px: image.displayHeight };
}

/** @param {HTMLCanvasElement} canvas */
function pen(canvas) {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser gives no 2D canvas");
  return context;
}
