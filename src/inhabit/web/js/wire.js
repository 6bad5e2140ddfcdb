/**
 * The wire, as docs/wire.md draws it: what goes up (JSON controls), what comes down (JSON and binary media
 * packets), and how to read it. Pure: no socket, no clock, no page.
 */

export const PROTOCOL_VERSION = 1;

/** @typedef {"dolly" | "truck" | "pedestal" | "yaw" | "pitch" | "roll" | "zoom"} AxisName */
/** Each in [-1, 1]; absent means 0. @typedef {Partial<Record<AxisName, number>>} Axes */
/** @typedef {"hour" | "cloud" | "fog" | "rain" | "snow" | "wind" | "relief" | "water" | "trees"} ScalarName */
/** @typedef {"style" | "biome"} ChoiceName */
/** @typedef {"camera" | "style" | "set" | "weather" | "time"} LockName */

/**
 * Something somebody did. Angles in radians: `dx` turns right, `dy` looks up.
 * @typedef {(
 *   | { kind: "look", dx: number, dy: number }
 *   | ({ kind: "move" } & Axes)
 *   | { kind: "set", name: ScalarName, value: number }
 *   | { kind: "choose", name: ChoiceName, value: string }
 *   | { kind: "lock", name: LockName, on: boolean }
 *   | { kind: "prompt", text: string }
 *   | { kind: "directive", text: string }
 *   | { kind: "preset", name: string }
 *   | { kind: "pause" }
 *   | { kind: "resume" }
 *   | { kind: "reset", seed?: number, prompt?: string, size?: string, picture?: string }
 *   | { kind: "quality", rung: string }
 * )} WorldEvent
 */

/** @typedef {{ epoch: number, frame_index: number }} Stamp */
/** @typedef {{ name: string, size: string, steps: number, carries: number }} Rung */
/** A shape such as `9:16` and its sizes. @typedef {{ shape: string, sizes: string[] }} Shape */
/** @typedef {{ name: string, title: string, prompt: string }} Preset */
/** @typedef {{ p50: number, p95: number }} Spread */
/** @typedef {{ late: number, dropped: number, repeated: number, skipped: number }} Counters */
/** Numbers by name; biome and style as a name or as weights. @typedef {Record<string, number | string | number[]>} Attributes */
/** @typedef {"avc1" | "mjpeg"} Codec */

/**
 * @typedef {{
 *   type: "hello", protocol_version: number, codecs: Codec[], resume_token?: string,
 *   size?: string, fps?: number, seed?: number, prompt?: string,
 * }} Hello
 */

/**
 * @typedef {(
 *   | Hello
 *   | { type: "event", id: string, event: WorldEvent }
 *   | { type: "visible", epoch: number, frame_index: number, decode_ms?: number }
 *   | { type: "record", on: boolean }
 *   | { type: "keyframe" }
 *   | { type: "ping", sent_ms: number }
 * )} ClientMessage
 */

/**
 * @typedef {{
 *   type: "welcome", session: string, resume_token: string, resumed: boolean,
 *   codec: Codec, codec_string: string, size: string, fps: number, rungs: Rung[],
 *   shapes: Shape[], seed: number, prompt: string, presets: Preset[], styles: string[], biomes: string[],
 *   lockable: LockName[], locks: LockName[], attributes: Attributes, model: string, device: string, checkpoint: string,
 *   branch: string | null, recovered: string,
 * }} Welcome
 */

/**
 * Twice a second: how the session is.
 * @typedef {{
 *   type: "state", status: string, epoch: number, frame_index: number, fps_held: number, rung: string,
 *   counters: Counters, stages_ms: Record<string, Spread>, budget_ms: number,
 *   pose: Record<string, number>, attributes: Attributes, locks: LockName[], notice?: string,
 *   recording: { seconds: number, bytes: number } | null,
 * }} State
 */

/** From the next picture on. @typedef {{ type: "reshaped", size: string, codec_string: string, rungs: Rung[] }} Reshaped */
/** @typedef {{ type: "accepted", id: string, seq: number }} Accepted */
/** @typedef {{ type: "rejected", id: string, ids?: string[], code: string, message: string, retryable: boolean }} Rejected */
/** `notice` is what the world does not do of it, `held` the locks that held it back. @typedef {{ type: "applied", id: string, seq: number, epoch: number, frame_index: number, ms: number, kept?: boolean, notice?: string, held?: LockName[] }} Applied */
/** @typedef {{ type: "recorded", url: string, frames: number, seconds: number, bytes: number }} Recorded */
/** @typedef {{ type: "error", code: string, message: string, retryable: boolean, retry_after_ms?: number }} Refusal */
/** @typedef {{ type: "bye", code: string, message: string }} Bye */
/** @typedef {{ type: "pong", sent_ms: number }} Pong */
/** @typedef {Welcome | State | Reshaped | Accepted | Rejected | Applied | Recorded | Refusal | Bye | Pong} ServerMessage */

/**
 * A frame on its way to the screen; `payload` is H.264 Annex B or one JPEG.
 * @typedef {Stamp & {
 *   key: boolean, mjpeg: boolean, pts_s: number, make_ms: number, last_seq: number,
 *   rung_index: number, payload: Uint8Array,
 * }} Packet
 */

const PACKET_VERSION = 1;
const HEADER_BYTES = 32;
const FLAG_KEY = 1;
const FLAG_MJPEG = 2;

const KNOWN_TYPES = new Set([
  "welcome", "state", "reshaped", "accepted", "rejected", "applied", "recorded", "error", "bye", "pong",
]);

/**
 * Reads a text message; null for a type this page does not know, so that a newer server can say more.
 * @param {string} text
 * @returns {ServerMessage | null}
 */
export function parseMessage(text) {
  const value = JSON.parse(text);
  return KNOWN_TYPES.has(value?.type) ? value : null;
}

/**
 * Reads a media packet (little endian, docs/wire.md); throws a RangeError that names what is wrong.
 * @param {ArrayBuffer} buffer
 * @returns {Packet}
 */
export function unpack(buffer) {
  if (buffer.byteLength < HEADER_BYTES) {
    throw new RangeError(`a media packet of ${buffer.byteLength} bytes is shorter than its header of ${HEADER_BYTES}`);
  }
  const view = new DataView(buffer);
  const version = view.getUint8(0);
  if (version !== PACKET_VERSION) {
    throw new RangeError(`media packet version ${version}; this page reads ${PACKET_VERSION}: reload it`);
  }
  const flags = view.getUint8(1);
  return {
    key: (flags & FLAG_KEY) !== 0,
    mjpeg: (flags & FLAG_MJPEG) !== 0,
    epoch: view.getUint32(4, true),
    frame_index: view.getUint32(8, true),
    pts_s: view.getFloat64(12, true),
    make_ms: view.getFloat32(20, true),
    last_seq: view.getUint32(24, true),
    rung_index: view.getUint16(28, true),
    payload: new Uint8Array(buffer, view.getUint16(2, true)),
  };
}

/**
 * True if `a` is the picture `b` or a later one.
 * @param {Stamp} a
 * @param {Stamp} b
 */
export function reaches(a, b) {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.frame_index >= b.frame_index);
}

/**
 * `640x360` as numbers.
 * @param {string} size
 * @returns {{ width_px: number, height_px: number }}
 */
export function parseSize(size) {
  const [width, height] = size.split("x").map(Number);
  return { width_px: width || 16, height_px: height || 9 };
}

/**
 * The name behind an attribute that may come as a name or as weights over `names`.
 * @param {number | string | number[] | undefined} value
 * @param {string[]} names
 */
export function chosenName(value, names) {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  return names[value.indexOf(Math.max(...value))] ?? "";
}
