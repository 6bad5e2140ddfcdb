"""What a picture of unknown origin is taken for: the attributes and the camera that explain it best.

A probe reads hour, weather, biome and style from the picture alone. What it cannot tell, morning from evening
and where the sun stands, is found by synthesis: the eye looks at the picture under a guess, the look lights
what it saw, and the guess whose light comes nearest to the picture is kept. The yaw of a camera means nothing
in a world that has no map yet, so it is free to fit the sun. The horizon says how far the camera looks up.
Always the same for the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from inhabit.core.attributes import BIOMES, STYLES, Attributes
from inhabit.core.camera import Pose, focal_px
from inhabit.core.frame import PlanarFrame
from inhabit.frames.attribute_probe import WEATHER, AttributeProbe, folded, normalised, readings
from inhabit.world.canvas import Canvas
from inhabit.world.state import EYE_HEIGHT_M

LEVEL = Pose(y_m=EYE_HEIGHT_M, pitch_rad=-0.05)
"""As at any birth: a little down."""
YAWS = (0.0, math.pi / 2, math.pi, -math.pi / 2)
TURNS = (0.5, 0.25)
"""Radians by which the best yaw is turned either way, one after the other."""
COLOURFUL = 6.0
"""Levels by which chroma differs from grey, root mean square: more is no black and white."""
DOUBTED = 0.92
"""What the probe names is left for another name only if the light under that is so much nearer."""
BELIEVED = 1.1
"""Words are taken for a description if they explain a picture nearly as well as what was read from it: the
light under them may be so many times as far off."""
SKY_LEAST, SKY_MOST = 0.03, 0.97
"""Shares of sky within which a horizon can be seen."""
LOWEST_SKY = 95
"""Percentile over the columns: hills hide the horizon from most of them."""
HORIZON_RAD, HORIZON_SHARE, PITCH_MOST_RAD = 0.027, 0.47, 0.3
"""Pitch by where sky ends: the line of regression over thirty held-out pictures of the simulator."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A world that a picture may be of, and the camera that it may have been taken with."""

    attributes: Attributes
    pose: Pose


@dataclass(frozen=True, slots=True)
class Judged:
    """A guess, what the eye sees under it, and how far off that is when it is lit, in levels of 255."""

    guess: Guess
    canvas: Canvas
    off: float


Judge = Callable[[Guess], Judged]


def looks_read(picture: PlanarFrame, probe: AttributeProbe) -> tuple[Attributes, ...]:
    """What the probe reads: one look for each hour at which the sun stands as high."""
    with torch.inference_mode():
        (seen,) = readings(probe(normalised(folded(picture)[None])))
    morning = math.acos(min(max(-seen.sun, -1.0), 1.0)) / math.tau * 24.0
    weather = {name: seen.weather[name] for name in WEATHER}
    style = "painted" if seen.style == "noir" and _colour(picture) > COLOURFUL else seen.style
    look = replace(Attributes(), **weather).with_biome(seen.biome).with_style(style)
    return tuple(replace(look, hour=hour % 24.0) for hour in (morning, 24.0 - morning))


def explained(looks: Iterable[Attributes], judge: Judge) -> Judged:
    """The best guess for one of these looks, its camera level."""
    best = _best([judge(Guess(look, replace(LEVEL, yaw_rad=yaw))) for look in looks for yaw in YAWS])
    for by_rad in TURNS:
        best = _best([best, *map(judge, _turned(best.guess, by_rad))])
    for others in (_styled, _elsewhere):
        other = _best([judge(guess) for guess in others(best.guess)])
        best = other if other.off < DOUBTED * best.off else best
    return best


def described(best: Judged, told: Attributes, judge: Judge) -> Judged:
    """The guess under attributes that words tell, if they describe the picture; else `best`."""
    if told == best.guess.attributes:
        return best
    other = judge(replace(best.guess, attributes=told))
    return other if other.off <= BELIEVED * best.off else best


def horizon_pitch_rad(sky: np.ndarray, fov_rad: float) -> float | None:
    """How far a camera looks up, from where sky float32 [h5, w5] ends; None if no horizon can be seen."""
    rows, columns = sky.shape
    is_sky = sky > 0.5
    if not SKY_LEAST < float(is_sky.mean()) < SKY_MOST:
        return None
    ends = np.where(is_sky.any(axis=0), rows - np.argmax(is_sky[::-1], axis=0), 0)
    below_px = float(np.percentile(ends, LOWEST_SKY)) - rows / 2
    pitch = HORIZON_RAD + HORIZON_SHARE * math.atan(below_px / focal_px(fov_rad, columns, rows))
    return min(max(pitch, -PITCH_MOST_RAD), PITCH_MOST_RAD)


def _best(judged: Sequence[Judged]) -> Judged:
    return min(judged, key=lambda one: one.off)


def _colour(picture: PlanarFrame) -> float:
    chroma = np.stack([picture.blue, picture.red]).astype(np.float32) - 128.0
    return float(np.sqrt(np.square(chroma).mean()))


def _styled(guess: Guess) -> list[Guess]:
    look = guess.attributes
    return [replace(guess, attributes=look.with_style(name)) for name in STYLES if name != look.main_style]


def _elsewhere(guess: Guess) -> list[Guess]:
    look = guess.attributes
    return [replace(guess, attributes=look.with_biome(name)) for name in BIOMES if name != look.main_biome]


def _turned(guess: Guess, by_rad: float) -> list[Guess]:
    pose = guess.pose
    yaws = [math.remainder(pose.yaw_rad + turn, math.tau) for turn in (-by_rad, by_rad)]
    return [replace(guess, pose=replace(pose, yaw_rad=yaw)) for yaw in yaws]
