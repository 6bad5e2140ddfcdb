/**
 * What things are called on the page: events, hours, sizes and lengths of time, in plain words. Pure.
 */

/** @typedef {import("./wire.js").WorldEvent} WorldEvent */
/** @typedef {import("./wire.js").AxisName} AxisName */

/** @type {Record<AxisName, [negative: string, positive: string]>} */
const AXIS_WORDS = {
  dolly: ["back", "forward"],
  truck: ["step left", "step right"],
  pedestal: ["sink", "rise"],
  yaw: ["turn left", "turn right"],
  pitch: ["look down", "look up"],
  roll: ["roll left", "roll right"],
  zoom: ["zoom out", "zoom in"],
};

/** @type {[untilHour: number, name: string][]} */
const HOUR_WORDS = [
  [4.5, "deep night"], [6, "before dawn"], [7, "sunrise"], [10, "morning"], [14, "midday"],
  [16.5, "afternoon"], [17.6, "golden hour"], [18.5, "sunset"], [20, "dusk"], [24.1, "night"],
];

/**
 * @param {Extract<WorldEvent, { kind: "move" }>} move
 * @returns {string} "forward, turn left"; empty for standing still
 */
function describeMove(move) {
  const words = /** @type {AxisName[]} */ (Object.keys(AXIS_WORDS)).flatMap((axis) => {
    const value = move[axis] ?? 0;
    return value === 0 ? [] : [AXIS_WORDS[axis][value > 0 ? 1 : 0]];
  });
  return words.join(", ");
}

/**
 * @param {WorldEvent} event
 * @returns {string}
 */
export function describe(event) {
  switch (event.kind) {
    case "look": return "look around";
    case "move": return describeMove(event) || "let go";
    case "set": return event.name === "hour" ? clock(event.value) : `${event.name} ${percent(event.value)}`;
    case "choose": return `${event.name} ${event.value}`;
    case "lock": return `${event.on ? "lock" : "unlock"} ${event.name}`;
    case "prompt": return `“${event.text}”`;
    case "directive": return `“${event.text}”`;
    case "preset": return `go to ${event.name.replace(/[-_]/g, " ")}`;
    case "reset": return event.picture ? "begin from a picture" : event.prompt ? `“${event.prompt}”` : event.size ? `picture ${event.size}` : "begin again";
    case "quality": return event.rung === "auto" ? "quality auto" : `quality ${event.rung}`;
    default: return event.kind;
  }
}

/**
 * Which events belong to one gesture, and so to one line of the trace; null for those that stand alone.
 * @param {WorldEvent} event
 * @returns {string | null}
 */
export function gesture(event) {
  if (event.kind === "look") return "look";
  if (event.kind === "move") return `move ${describeMove(event)}`;
  if (event.kind === "set") return `set ${event.name}`;
  return null;
}

/** @param {number} hour in [0, 24) */
export function clock(hour) {
  const minutes = Math.round(hour * 60) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** @param {number} hour in [0, 24) */
export function partOfDay(hour) {
  return HOUR_WORDS.find(([until]) => hour % 24 < until)?.[1] ?? "night";
}

/** @param {number} share in [0, 1] */
export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** @param {number} seconds */
export function length(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} bytes */
export function weight(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} name such as "ember" */
export function capital(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * What a rung is called.
 * @param {import("./wire.js").Rung} rung
 */
export function rungTitle({ size, steps, carries }) {
  const carried = ["", "every other picture carried", "two of three pictures carried"][carries];
  const how = carried || (steps === 1 ? "1 step" : `${steps} steps`);
  return `${size.replace("x", "×")}, ${how}`;
}
