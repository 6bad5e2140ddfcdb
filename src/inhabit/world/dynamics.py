"""The cheap update g: S(t+1) = S(t) + dg(S, u), before anything is drawn.

The camera moves as commanded and glides over the ground that memory shows; attributes relax toward what
words and sliders wish for; clouds drift; time passes. What is locked is left out of all that (`locks.py`),
and whatever is not done is spoken of (`remarks.py`). Pure functions of state and control.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, Attributes, one_hot
from inhabit.core.camera import Pose, advance, focal_px
from inhabit.core.locks import CAMERA
from inhabit.core.ports import Remark
from inhabit.inputs.control import Control
from inhabit.world import remarks
from inhabit.world.canvas import Canvas
from inhabit.world.locks import camera_told, judged, stays, turned
from inhabit.world.spatial import wind_drift
from inhabit.world.state import Wish, WorldState

RELAX_S = 0.45
"""Time constant of every change of look: 99 % after two seconds."""
GLIDE_PER_M = 0.06
"""How much of the height error the camera makes up per metre travelled."""
CLEARANCE_MIN_M, CLEARANCE_MAX_M = 2.0, 30.0
NEAR_M = 16.0
STRIDE, ENOUGH = 2, 5
"""The ground is looked at in every second cell each way, and known if so many of them are near."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text asks for. `understood` is false when the world has no such thing to show."""

    wish: Wish
    understood: bool


Kind = Literal["prompt", "directive"]
Read = Callable[[str, Attributes, Kind], Understanding]
"""(text, current attributes, kind) -> what it asks for."""


def step(state: WorldState, control: Control, read: Read) -> WorldState:
    """State before rendering tick `control.frame_index`; memory is untouched."""
    state = _listen(state, control, read)
    attributes = relax(state.attributes, state.wish, control.dt_s)
    pose, clearance = _move(state, control)
    east, north = wind_drift(attributes.wind, control.dt_s)
    return replace(
        state,
        tick=state.tick + 1,
        time_s=state.time_s + control.dt_s,
        attributes=attributes,
        pose=pose,
        clearance_m=clearance,
        drift_m=(state.drift_m[0] + east, state.drift_m[1] + north),
    )


def relax(attributes: Attributes, wish: Wish, dt_s: float) -> Attributes:
    """Move every wished attribute part of the way; the hour takes the shorter way round the clock."""
    share = 1 - math.exp(-dt_s / RELAX_S)
    changes: dict[str, object] = {}
    for name, goal in wish.scalars.items():
        now = getattr(attributes, name)
        if name == "hour":
            changes[name] = (now + share * math.remainder(goal - now, 24.0)) % 24.0
        else:
            changes[name] = now + share * (goal - now)
    if wish.biome is not None:
        changes["biome"] = _toward(attributes.biome, one_hot(BIOMES, wish.biome), share)
    if wish.style is not None:
        changes["style"] = _toward(attributes.style, one_hot(STYLES, wish.style), share)
    return replace(attributes, **changes)


def fulfil(attributes: Attributes, wish: Wish) -> Attributes:
    """Everything wished for, at once."""
    return relax(attributes, wish, 1e3)


def merge(old: Wish, new: Wish) -> Wish:
    """Newer wishes win, older ones for other things stay."""
    return Wish({**old.scalars, **new.scalars}, new.biome or old.biome, new.style or old.style)


def ground_below(canvas: Canvas, pose: Pose) -> float | None:
    """Height of the ground near the camera as a canvas shows it, in metres; None if it shows none."""
    rows, columns = canvas.cells
    focal = focal_px(pose.fov_rad, columns, rows)
    sky, disparity = canvas.sky[::STRIDE, ::STRIDE], canvas.disparity[::STRIDE, ::STRIDE]
    i, j = np.nonzero((sky < 0.5) & (disparity > 1.0 / 60.0))
    if i.size < ENOUGH:
        return None
    depth = 1.0 / disparity[i, j]
    i, j = STRIDE * i, STRIDE * j
    local = np.stack(
        [(j + 0.5 - columns / 2) / focal * depth, -(i + 0.5 - rows / 2) / focal * depth, depth], axis=1
    )
    world = local @ pose.rotation().T
    near = np.hypot(world[:, 0], world[:, 2]) < NEAR_M
    if near.sum() < ENOUGH:
        return None
    return pose.y_m + float(np.percentile(world[near, 1], 30))


def _listen(state: WorldState, control: Control, read: Read) -> WorldState:
    """Locks first, then prompt, directives, sliders and chips; whatever is not done is remarked on."""
    locks = turned(state.locks, control.locks)
    wish, prompt = state.wish, state.prompt
    said: list[Remark | None] = []
    for text, kind in _texts(control):
        kept = fulfil(state.attributes, wish)
        meaning = read(text, kept, kind)
        verdict = judged(meaning.wish, kept, locks)
        wish = merge(wish, verdict.wish)
        prompt = text if kind == "prompt" else prompt
        said.append(remarks.of_text(text, meaning.wish, verdict, kept, understood=meaning.understood))
    for name, hand in _hands(control):
        kept = fulfil(state.attributes, wish)
        verdict = judged(hand, kept, locks)
        wish = merge(wish, verdict.wish)
        if verdict.held:
            said.append(remarks.of_hand(name, verdict, kept))
    told = tuple(remark for remark in said if remark is not None)
    notice = told[-1].words if told else "" if said else state.notice
    if stays(control, locks):
        camera = remarks.of_camera()
        notice = notice if locks.camera_told else camera.words
        told, locks = (*told, camera), camera_told(locks)
    return replace(state, wish=wish, prompt=prompt, notice=notice, locks=locks, remarks=told)


def _texts(control: Control) -> list[tuple[str, Kind]]:
    prompt: list[tuple[str, Kind]] = [] if control.prompt is None else [(control.prompt, "prompt")]
    return prompt + [(text, "directive") for text in control.directives]


def _hands(control: Control) -> list[tuple[str, Wish]]:
    """What sliders and chips ask for, each by the name of its attribute."""
    moved = [
        (name, Wish({name: float(value)}))
        for name, value in control.targets.items()
        if name == "hour" or name in SCALARS
    ]
    biome = [] if control.biome is None else [("biome", Wish(biome=control.biome))]
    style = [] if control.style is None else [("style", Wish(style=control.style))]
    return moved + biome + style


def _move(state: WorldState, control: Control) -> tuple[Pose, float]:
    if CAMERA in state.locks.on:
        return state.pose, state.clearance_m
    if control.pose is not None:
        return control.pose, state.clearance_m
    motion, dt_s = control.motion, control.dt_s
    moved = advance(state.pose, motion, dt_s)
    clearance = state.clearance_m + motion.pedestal_mps * dt_s
    clearance = min(max(clearance, CLEARANCE_MIN_M), CLEARANCE_MAX_M)
    moved = replace(moved, y_m=state.pose.y_m + (clearance - state.clearance_m))
    travelled = abs(motion.dolly_mps * dt_s) + abs(motion.truck_mps * dt_s)
    wanted = state.ground_m + clearance
    lift = (wanted - moved.y_m) * (1 - math.exp(-GLIDE_PER_M * travelled))
    return replace(moved, y_m=moved.y_m + lift), clearance


def _toward(now: tuple[float, ...], goal: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(a + share * (b - a) for a, b in zip(now, goal, strict=True))


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
