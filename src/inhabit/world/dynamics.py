"""The cheap update g: S(t+1) = S(t) + dg(S, u), before anything is drawn.

The camera moves as commanded and glides over the ground that memory shows; attributes relax toward what
words and sliders wish for; clouds drift; time passes. Pure functions of state and control.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, Attributes, one_hot
from inhabit.core.camera import Pose, advance, focal_px
from inhabit.inputs.control import Control
from inhabit.world.canvas import Canvas
from inhabit.world.spatial import wind_drift
from inhabit.world.state import Wish, WorldState

RELAX_S = 0.45
"""Time constant of every change of look: 99 % after two seconds."""
GLIDE_PER_M = 0.06
"""How much of the height error the camera makes up per metre travelled."""
CLEARANCE_MIN_M, CLEARANCE_MAX_M = 2.0, 30.0
NEAR_M = 16.0


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
    land = (canvas.sky < 0.5) & (canvas.disparity > 1.0 / 60.0)
    i, j = np.nonzero(land)
    if i.size < 20:
        return None
    depth = 1.0 / canvas.disparity[i, j]
    local = np.stack(
        [(j + 0.5 - columns / 2) / focal * depth, -(i + 0.5 - rows / 2) / focal * depth, depth], axis=1
    )
    world = local @ pose.rotation().T
    near = np.hypot(world[:, 0], world[:, 2]) < NEAR_M
    if near.sum() < 20:
        return None
    return pose.y_m + float(np.percentile(world[near, 1], 30))


def _listen(state: WorldState, control: Control, read: Read) -> WorldState:
    wish, prompt, notice = state.wish, state.prompt, state.notice
    said: list[tuple[str, Kind]] = [(text, "directive") for text in control.directives]
    if control.prompt is not None:
        prompt = control.prompt
        said.insert(0, (control.prompt, "prompt"))
    for text, kind in said:
        meaning = read(text, fulfil(state.attributes, wish), kind)
        wish = merge(wish, meaning.wish)
        notice = "" if meaning.understood else f"This world does not know how to show “{_short(text)}” yet."
    direct = {
        name: float(value) for name, value in control.targets.items() if name == "hour" or name in SCALARS
    }
    wish = merge(wish, Wish(direct, control.biome, control.style))
    return replace(state, wish=wish, prompt=prompt, notice=notice)


def _move(state: WorldState, control: Control) -> tuple[Pose, float]:
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
