/**
 * The card of a place. Its picture was made by the model; until that has arrived (or where it is missing) a
 * drawn view in the place's own light stands in.
 */

import { made } from "./elements.js";

/** @typedef {import("./wire.js").Preset} Preset */
/** @typedef {{ words: RegExp, sky: [top: string, low: string], land: [far: string, near: string], orb: string }} Light */

/** The first that fits the place's words. @type {Light[]} */
const LIGHTS = [
  { words: /noir|monochrome|black and white/, sky: ["#2c2f33", "#a9adb2"], land: ["#55595e", "#17191c"], orb: "#e9ebee" },
  { words: /neon|cyber|synth/, sky: ["#1a0f45", "#e2568f"], land: ["#5a2b86", "#150b33"], orb: "#ffd0e6" },
  { words: /ember|volcan|lava/, sky: ["#1b0e12", "#b5432a"], land: ["#4a1c1c", "#140a0c"], orb: "#ffb36b" },
  { words: /night|midnight|star|moon/, sky: ["#070d26", "#2f4a80"], land: ["#1a2a52", "#070c1e"], orb: "#eef2ff" },
  { words: /snow|winter|blizzard|frost/, sky: ["#7f97b4", "#e4ebf1"], land: ["#a9bccd", "#5c7288"], orb: "#ffffff" },
  { words: /autumn|fall/, sky: ["#7fa0bd", "#f3dfc0"], land: ["#c27a3e", "#6e3820"], orb: "#fff6dd" },
  { words: /dusk|sunset|golden|evening/, sky: ["#4c3a66", "#f2a267"], land: ["#8a4f5a", "#2d1f33"], orb: "#ffe3b0" },
  { words: /dawn|sunrise/, sky: ["#56709c", "#f7c9a8"], land: ["#7d7f9c", "#2f3a52"], orb: "#fff2d9" },
  { words: /fog|mist|rain|storm/, sky: ["#5b6e78", "#c4ccc9"], land: ["#8a9a9a", "#3a4a4b"], orb: "#f2f0e6" },
  { words: /desert|dune|sand/, sky: ["#6fa3cf", "#f6dfb8"], land: ["#d9a468", "#9a6338"], orb: "#fffbe8" },
  { words: /alpine|mountain|lake/, sky: ["#4f86bd", "#d5e6ee"], land: ["#7d9bb1", "#2f4c5a"], orb: "#ffffff" },
  { words: /.*/, sky: ["#5c9bd2", "#dfeee6"], land: ["#7fa86c", "#355a3d"], orb: "#fffbe8" },
];

/** Gradients are found by id all over the page: every view has its own. */
let views = 0;

const WIDTH = 160;
const HEIGHT = 100;

/**
 * @param {Preset} preset
 * @param {() => void} onChosen
 * @returns {HTMLButtonElement}
 */
export function placeCard(preset, onChosen) {
  const picture = made("img", { alt: "", loading: "lazy", decoding: "async", src: `presets/${preset.name}.jpg` });
  const button = made("button", { type: "button", class: "place", title: preset.prompt, "data-preset": preset.name });
  button.append(drawn(preset), picture, made("span", {}, preset.title));
  picture.addEventListener("error", () => picture.remove());
  button.addEventListener("click", onChosen);
  return button;
}

/**
 * @param {Preset} preset
 * @returns {Element}
 */
function drawn({ name, title, prompt }) {
  const words = `${name} ${title} ${prompt}`.toLowerCase();
  const { sky, land, orb } = /** @type {Light} */ (LIGHTS.find((light) => light.words.test(words)));
  const seed = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  const id = `sky-${++views}`;
  const template = document.createElement("template");
  template.innerHTML = `
    <svg class="view" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs><linearGradient id="${id}" x2="0" y2="1">
        <stop stop-color="${sky[0]}"/><stop offset=".72" stop-color="${sky[1]}"/></linearGradient></defs>
      <rect width="${WIDTH}" height="${HEIGHT}" fill="url(#${id})"/>
      <circle cx="${40 + (seed % 80)}" cy="${26 + (seed % 17)}" r="6.5" fill="${orb}"/>
      <path d="${ridge(seed, 56, 15)}" fill="${land[0]}" opacity=".75"/>
      <path d="${ridge(seed + 5, 70, 9)}" fill="${land[1]}"/>
    </svg>`;
  return /** @type {Element} */ (template.content.firstElementChild);
}

/**
 * @param {number} seed
 * @param {number} level of the ridge, downward
 * @param {number} relief
 */
function ridge(seed, level, relief) {
  const points = Array.from({ length: 65 }, (_, i) => {
    const x = (i / 64) * WIDTH;
    const wave = Math.sin(x * 0.05 + seed) + 0.45 * Math.sin(x * 0.11 + seed * 1.7) + 0.12 * Math.sin(x * 0.31 + seed * 0.3);
    return `${x.toFixed(1)},${(level - relief * wave).toFixed(1)}`;
  });
  return `M0,${HEIGHT}L${points.join("L")}L${WIDTH},${HEIGHT}Z`;
}
