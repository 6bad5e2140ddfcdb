/**
 * From packets to pictures: H.264 through WebCodecs where the browser has it, JPEG elsewhere (a page served
 * over plain http to another machine has no WebCodecs). Both hand over whatever is newest.
 */

/** @typedef {import("./wire.js").Packet} Packet */
/** @typedef {import("./wire.js").Codec} Codec */

/** A picture as plain numbers. @typedef {{ pixels: ImageData, close(): void }} Copied */

/**
 * A picture ready to draw. Whoever holds it closes `image`.
 * @typedef {{ image: VideoFrame | ImageBitmap | Copied, packet: Packet, decode_ms: number }} Decoded
 */

/**
 * With `copies` pictures are handed over as plain numbers where the browser can do that: drawing those costs
 * a browser without a graphics card a tenth of drawing a video frame.
 * @typedef {{ copies: boolean, push(packet: Packet): void, close(): void }} Decoder
 */
/** `lost`: a key frame would help. `broken`: it fails again and again. @typedef {"lost" | "broken"} Trouble */

/** Beyond this many packets the decoder is behind for good: start over at a key frame. */
const QUEUE_LIMIT = 12;
/** So many failures without a picture in between are not an accident any more. */
const FAILURE_LIMIT = 3;
const PROBE_CODEC = "avc1.42E01F";

/**
 * Software first: at these sizes it costs a millisecond or two, and unlike some hardware decoders it never
 * holds frames back to reorder them.
 * @type {HardwareAcceleration[]}
 */
const ACCELERATIONS = ["prefer-software", "no-preference"];

/**
 * @param {string} codec
 * @returns {Promise<VideoDecoderConfig | null>} null if this browser cannot
 */
async function playableConfig(codec) {
  if (!("VideoDecoder" in globalThis)) return null;
  for (const hardwareAcceleration of ACCELERATIONS) {
    const config = { codec, hardwareAcceleration, optimizeForLatency: true };
    const { supported } = await VideoDecoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (supported) return config;
  }
  return null;
}

/** @returns {Promise<Codec[]>} what this browser plays, best first */
export async function playableCodecs() {
  return (await playableConfig(PROBE_CODEC)) ? ["avc1", "mjpeg"] : ["mjpeg"];
}

/**
 * A decoder for a session.
 * @param {Codec} codec
 * @param {string} codec_string as WebCodecs names it
 * @param {(decoded: Decoded) => void} onDecoded
 * @param {(trouble: Trouble) => void} onTrouble
 * @returns {Promise<Decoder>} rejected if this browser cannot play it after all
 */
export async function openDecoder(codec, codec_string, onDecoded, onTrouble) {
  if (codec === "mjpeg") return new JpegDecoder(onDecoded);
  const config = await playableConfig(codec_string);
  if (config === null) throw new Error(`this browser cannot play ${codec_string}`);
  return new AvcDecoder(config, onDecoded, onTrouble);
}

/** H.264 Annex B, one packet in, one picture out. */
class AvcDecoder {
  copies = false;
  #config;
  #onDecoded;
  #onTrouble;
  #failures = 0;
  /** @type {Map<number, { packet: Packet, pushed_ms: number }>} by chunk timestamp */
  #inside = new Map();
  #count = 0;
  #needsKey = true;
  /** @type {VideoDecoder} */
  #decoder;

  /**
   * @param {VideoDecoderConfig} config
   * @param {(decoded: Decoded) => void} onDecoded
   * @param {(trouble: Trouble) => void} onTrouble
   */
  constructor(config, onDecoded, onTrouble) {
    this.#config = config;
    this.#onDecoded = onDecoded;
    this.#onTrouble = onTrouble;
    this.#decoder = this.#fresh();
  }

  /** @param {Packet} packet */
  push(packet) {
    if (this.#decoder.state === "closed" || this.#decoder.decodeQueueSize > QUEUE_LIMIT) this.#restart();
    if (this.#needsKey && !packet.key) return this.#onTrouble("lost");
    this.#needsKey = false;
    const timestamp = ++this.#count * 1000;
    this.#inside.set(timestamp, { packet, pushed_ms: performance.now() });
    this.#decoder.decode(
      new EncodedVideoChunk({ type: packet.key ? "key" : "delta", timestamp, data: packet.payload }),
    );
  }

  close() {
    this.#inside.clear();
    if (this.#decoder.state !== "closed") this.#decoder.close();
  }

  #fresh() {
    const decoder = new VideoDecoder({
      output: (frame) => this.#deliver(frame),
      error: () => this.#onTrouble(++this.#failures >= FAILURE_LIMIT ? "broken" : "lost"),
    });
    decoder.configure(this.#config);
    return decoder;
  }

  #restart() {
    this.close();
    this.#needsKey = true;
    this.#decoder = this.#fresh();
  }

  /** @param {VideoFrame} frame */
  async #deliver(frame) {
    const origin = this.#inside.get(frame.timestamp);
    if (!origin) return frame.close();
    this.#inside.delete(frame.timestamp);
    this.#failures = 0;
    const image = this.copies ? await copied(frame) : frame;
    this.#onDecoded({ image, packet: origin.packet, decode_ms: performance.now() - origin.pushed_ms });
  }
}

/**
 * The frame as numbers, and closed; the frame itself where it cannot be copied.
 * @param {VideoFrame} frame
 * @returns {Promise<VideoFrame | Copied>}
 */
async function copied(frame) {
  const { displayWidth, displayHeight } = frame;
  const bytes = new Uint8ClampedArray(displayWidth * displayHeight * 4);
  try {
    await frame.copyTo(bytes, { format: "RGBA", colorSpace: "srgb" });
  } catch {
    return frame;
  }
  frame.close();
  return { pixels: new ImageData(bytes, displayWidth, displayHeight), close() {} };
}

/** JPEG: every packet stands alone, so only the newest waiting one is worth decoding. */
class JpegDecoder {
  copies = false;
  #onDecoded;
  /** @type {Packet | null} */
  #next = null;
  #busy = false;

  /** @param {(decoded: Decoded) => void} onDecoded */
  constructor(onDecoded) {
    this.#onDecoded = onDecoded;
  }

  /** @param {Packet} packet */
  push(packet) {
    this.#next = packet;
    if (!this.#busy) void this.#drain();
  }

  close() {
    this.#next = null;
  }

  async #drain() {
    this.#busy = true;
    while (this.#next) {
      const packet = this.#next;
      this.#next = null;
      const started_ms = performance.now();
      const blob = new Blob([/** @type {BlobPart} */ (packet.payload)], { type: "image/jpeg" });
      const image = await createImageBitmap(blob).catch(() => null);
      if (image) this.#onDecoded({ image, packet, decode_ms: performance.now() - started_ms });
    }
    this.#busy = false;
  }
}
