"""Clips and contact sheets of the ground truth: what people look at before a model learns from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.cast import NOBODY, Cast
from inhabit.sim.attributes import sample
from inhabit.sim.casting import cast_of
from inhabit.sim.march import march
from inhabit.sim.outing import outing
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

FPS = 30

WORLDS: tuple[tuple[int, float, float, float], ...] = (
    (300, 0.25, 0.20, 0.42),
    (318, 0.61, 0.47, 0.67),
    (200, 0.68, 0.26, 0.35),
    (319, 0.35, 0.66, 0.91),
)
"""Seeds of the sheet's worlds with their relief, water and trees."""

_CALM = Attributes(cloud=0.35, fog=0.08)
LOOKS: tuple[Attributes, ...] = (
    replace(_CALM, hour=10.0),
    replace(_CALM, hour=17.6, cloud=0.5).with_biome("autumn"),
    replace(_CALM, hour=6.6, fog=0.5),
    replace(_CALM, hour=22.5, cloud=0.2).with_biome("alpine"),
    replace(_CALM, hour=16.8).with_biome("desert"),
    replace(_CALM, hour=13.0, rain=0.8, cloud=0.9, fog=0.3),
    replace(_CALM, hour=11.0, snow=0.8, cloud=0.5).with_biome("alpine"),
    replace(_CALM, hour=18.5, cloud=0.55).with_biome("ember"),
    replace(_CALM, hour=16.0, cloud=0.45).with_style("noir"),
    replace(_CALM, hour=18.2, cloud=0.4).with_style("neon"),
    replace(_CALM, hour=16.5, cloud=0.45).with_style("print"),
    replace(_CALM, hour=17.9, cloud=0.5).with_biome("ember").with_style("print"),
)
"""The looks of the sheet."""


def clip(
    seed: int,
    frames: int,
    size: Size,
    *,
    attributes: Attributes | None = None,
    fps: int = FPS,
    cast: bool = False,
    view: str | None = None,
) -> Iterator[np.ndarray]:
    """A walk through world `seed`, `frames` pictures uint8 rgb [H, W, 3], under a random look unless given.

    With `cast` it is an outing among characters, creatures and objects, in `view` (one of outing.VIEWS) if
    given. The same arguments give the same pictures on one machine.
    """
    look = attributes or sample(np.random.default_rng(seed))
    scene = Scene.from_seed(seed, look)
    if cast or view:
        trip = outing(scene, seed, frames, fps, view)
        for tick, (pose, moment) in enumerate(zip(trip.poses, trip.casts, strict=True)):
            yield picture(scene, look, pose, size, tick / fps, moment)
        return
    for tick, pose in enumerate(walk(scene, seed, frames, fps).poses):
        yield picture(scene, look, pose, size, tick / fps)


def picture(
    scene: Scene, look: Attributes, pose: Pose, size: Size, time_s: float, cast: Cast = NOBODY
) -> np.ndarray:
    """One frame, uint8 rgb [H, W, 3]."""
    return shade(scene, march(scene, pose, size, time_s, cast), look, pose, time_s)


def sheet(
    size: Size, *, worlds: Sequence[tuple[int, float, float, float]] = WORLDS, cast: bool = False
) -> np.ndarray:
    """Contact sheet, uint8 rgb: a row for each world, under every other one of LOOKS, in turn.

    With `cast` somebody lives there.
    """
    rows = []
    for i, world in enumerate(worlds):
        rows.append(np.concatenate(_tiles(*world, LOOKS[i % 2 :: 2], size, cast=cast), axis=1))
    return np.concatenate(rows, axis=0)


def _tiles(
    seed: int,
    relief: float,
    water: float,
    trees: float,
    looks: Sequence[Attributes],
    size: Size,
    *,
    cast: bool,
) -> list[np.ndarray]:
    """Counterfactuals: one GBuffer, many pictures."""
    scene = Scene.from_seed(seed, replace(_CALM, relief=relief, water=water, trees=trees))
    pose = walk(scene, seed, FPS).poses[0]
    here = cast_of(scene, seed, Spot(pose.x_m, pose.z_m, pose.yaw_rad), objects=3) if cast else NOBODY
    buffer = march(scene, pose, size, 1.0, here)
    return [shade(scene, buffer, look, pose, 1.0) for look in looks]
