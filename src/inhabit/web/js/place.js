/**
 * A place as an address: which preset, or which seed and prompt, a world begins from. What somebody did there
 * afterwards is not in the link; the session's event log has that. Pure.
 */

/**
 * `picture` is the name of one that the server still has; a link does not carry it.
 * @typedef {{ preset?: string, seed?: number, prompt?: string, size?: string, fps?: number, picture?: string }} Place
 */

/**
 * @param {string} query such as `?preset=ember_night` or `?seed=7&prompt=…`
 * @returns {Place}
 */
export function placeFrom(query) {
  const fields = new URLSearchParams(query);
  return {
    preset: fields.get("preset") ?? undefined,
    prompt: fields.get("prompt") ?? undefined,
    size: fields.get("size") ?? undefined,
    seed: whole(fields.get("seed")),
    fps: whole(fields.get("fps")),
  };
}

/**
 * @param {string} base address of the page
 * @param {Place} place
 */
export function linkTo(base, place) {
  const url = new URL(base);
  url.search = url.hash = "";
  const { preset, seed, prompt, size, fps } = place;
  const fields = preset ? { preset, size, fps } : { seed, prompt, size, fps };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** @param {Place} place */
export function isSomewhere({ preset, seed, prompt }) {
  return preset !== undefined || seed !== undefined || prompt !== undefined;
}

/** A seed nobody chose, small enough to read out. */
export function randomSeed() {
  return Math.floor(Math.random() * 1_000_000);
}

/** @param {string | null} text */
function whole(text) {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
