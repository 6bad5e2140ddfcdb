/**
 * The page: makes the rooms, introduces them to each other, and binds the keys. `window.inhabit` is the same
 * for anybody who drives the page by program, our tests among them.
 */

import { found, say, show } from "./elements.js";
import { Arrival } from "./arrival.js";
import { Hud } from "./hud.js";
import { AxisMixer, LookGatherer, ZoomPurse } from "./input/axes.js";
import { Pads } from "./input/gamepad.js";
import { Keys } from "./input/keys.js";
import { Pointer } from "./input/pointer.js";
import { Keep } from "./keep.js";
import { Ledger } from "./ledger.js";
import { sentence } from "./life.js";
import { Locks } from "./locks.js";
import { dismissNewest, notify } from "./notices.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { isSomewhere, placeFrom, randomSeed } from "./place.js";
import { Prompt } from "./prompt.js";
import { Session } from "./session.js";
import { Shapes } from "./shapes.js";
import { restWhenIdle, Sheets } from "./sheets.js";
import { Start } from "./start.js";
import { Vitals } from "./vitals.js";

const FOV_RAD = (70 * Math.PI) / 180;

const live = new URL("v1/live", document.baseURI);
live.protocol = live.protocol.replace("http", "ws");
live.search = "";
const wanted = placeFrom(location.search);
const session = new Session(live.href, wanted);
const picture = new Picture(found("picture", HTMLCanvasElement), found("ambience", HTMLCanvasElement));
const start = new Start(session);
const sheets = new Sheets();
const prompt = new Prompt(session);
const keep = new Keep(session, picture);
const ledger = new Ledger(session);
const hud = new Hud(session);
const locks = new Locks(session);
const arrival = new Arrival();
new Shapes(session);
new Panel(session);
new Vitals(session);

session.player.drawn.on((decoded) => picture.draw(decoded));
sheets.onOpened = () => {
  ledger.refresh();
  hud.refresh();
};

// --- moving about ----------------------------------------------------------------------------------

const mixer = new AxisMixer();
const look = new LookGatherer();
const stage = found("stage", HTMLElement);
const awake = () => !start.open && !sheets.helpOpen && !arrival.open;

mixer.moved.on((axes) => void session.send({ kind: "move", ...axes }));
look.looked.on((turn) => void session.send({ kind: "look", ...turn }));

const pointer = new Pointer({
  stage, stick: found("stick", HTMLElement), mixer, look, zoom: new ZoomPurse(mixer),
  rad_per_px: () => {
    const { width_px, height_px } = picture.placement;
    return (session.state?.pose.fov_rad ?? FOV_RAD) / Math.max(width_px, height_px);
  },
});
new Pads(mixer, awake, pause);

// --- deeds -----------------------------------------------------------------------------------------

function pause() {
  session.send({ kind: session.status === "paused" ? "resume" : "pause" });
}

function beginAgain() {
  session.send({ kind: "reset" });
  notify("The world begins again, from its first frame.");
}

/** No question before, a way back after. */
function goElsewhere() {
  const before = session.place;
  session.send({ kind: "reset", seed: randomSeed() });
  const goBack = () => {
    if (before.picture) session.send({ kind: "reset", picture: before.picture, ...(before.prompt ? { prompt: before.prompt } : {}) });
    else if (before.preset) session.send({ kind: "preset", name: before.preset });
    else session.send({ kind: "reset", seed: before.seed ?? 0, ...(before.prompt ? { prompt: before.prompt } : {}) });
  };
  notify("Somewhere new.", { deed: { label: "Go back", onPress: goBack } });
}

/** The world answers with what it takes the picture for; until then it is being looked at. */
arrival.entered.on((wanted) => {
  start.go({ kind: "reset", seed: randomSeed(), ...wanted });
  notify("Looking at your picture…");
});

function fullscreen() {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => notify("This browser does not allow fullscreen here."));
}

function escape() {
  if (arrival.open) return arrival.close();
  if (sheets.helpOpen) return sheets.help();
  if (start.open) return start.leave();
  if (document.activeElement instanceof HTMLInputElement) return stage.focus({ preventScroll: true });
  void (sheets.closeTopmost() || dismissNewest());
}

new Keys(mixer, {
  "/": () => prompt.focus(),
  "?": () => sheets.help(),
  Escape: escape,
  KeyP: pause,
  Space: pause,
  Backspace: beginAgain,
  KeyC: () => keep.record(),
  KeyV: () => void keep.shoot(),
  KeyI: () => arrival.choose(),
  KeyO: () => sheets.toggle("world"),
  KeyT: () => sheets.toggle("trace"),
  KeyH: () => sheets.toggle("hud"),
  KeyL: () => pointer.lock(),
  KeyG: fullscreen,
  KeyK: () => locks.turn("camera"),
}, awake);

/** @type {Record<string, () => void>} */
const presses = {
  "pause-button": pause, "reset-button": beginAgain, "elsewhere-button": goElsewhere,
  "fullscreen-button": fullscreen, "hello-button": () => start.show(), "camera-held": () => locks.turn("camera"),
};
for (const [id, press] of Object.entries(presses)) found(id, HTMLButtonElement).addEventListener("click", press);
document.addEventListener("fullscreenchange", () =>
  found("fullscreen-button", HTMLElement).setAttribute("aria-pressed", String(document.fullscreenElement !== null)),
);
for (const fit of document.querySelectorAll('input[name="fit"]')) {
  fit.addEventListener("change", () => {
    picture.fit = /** @type {import("./picture.js").Fit} */ (/** @type {HTMLInputElement} */ (fit).value);
    picture.lay();
  });
}

// --- what the server says --------------------------------------------------------------------------

/** The button says what pressing it will do. */
function showPause() {
  const paused = session.status === "paused";
  const button = found("pause-button", HTMLButtonElement);
  button.setAttribute("aria-pressed", String(paused));
  button.title = paused ? "Resume (P)" : "Pause (P)";
  say(found("pause-words", HTMLElement), paused ? "Resume" : "Pause");
  show(/** @type {Element} */ (button.firstElementChild), paused ? "play" : "pause");
}
session.stated.on(showPause);
session.traced.on(showPause);
session.refused.on(({ message }) => notify(message));
session.declined.on(({ refusal }) => {
  if (refusal.code === "locked") notify(sentence(refusal.message));
});

let hadWorld = false;
session.welcomed.on(({ resumed }) => {
  mixer.repeat();
  if (hadWorld && resumed) notify("Back. Your world is where you left it.");
  else if (hadWorld) notify("The world you were in is gone; this is a new one.");
  else if (resumed) start.leave();
  hadWorld = true;
});

restWhenIdle(() => session.life(performance.now()).kind === "live" && awake() && !prompt.speaking);
if (!isSomewhere(wanted)) start.show();
session.open();

// --- for programs ----------------------------------------------------------------------------------

/** What a program may read; see tests/e2e. */
const surface = {
  session,
  get state() {
    const { status, state, connection, welcome } = session;
    return { life: session.life(performance.now()), status, connection: connection.state, state, welcome };
  },
  lastFrame: () => session.player.last,
  get trace() {
    return session.trace.entries;
  },
  get times_ms() {
    return session.trace.times_ms;
  },
  get locks() {
    return [...session.locks];
  },
  shownFps: () => session.player.shown_fps,
  readPixels: (/** @type {number | undefined} */ width_px, /** @type {number | undefined} */ height_px) => ({
    ...session.player.last, rgba: Array.from(picture.pixels(width_px, height_px)),
  }),
  drop: () => session.connection.drop(),
};
/** @type {any} */ (window).inhabit = surface;
