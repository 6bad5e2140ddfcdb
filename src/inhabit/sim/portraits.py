"""Portraits: every kind by itself, in every doing and under several looks, for people to judge at a
glance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.cast import CHARACTERS, COLOURS, CREATURES, OBJECTS, Cast, Thing
from inhabit.sim.figures import HEIGHT_M, RADIUS_M
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.stances import JUMP_FALL_S, JUMP_RISE_S
from inhabit.sim.terrain import CELL_M

_DAY = Attributes(hour=9.0, cloud=0.3, fog=0.05, relief=0.1, water=0.0, trees=0.0)
_FOV_RAD = math.radians(38.0)

MOMENTS: tuple[tuple[str, float, float], ...] = (
    ("idle", 1.0, 0.45), ("idle", 1.0, -0.5), ("idle", 1.0, 2.6), ("walk", 0.25, 0.9), ("walk", 0.62, 1.2),
    ("run", 0.17, 0.9), ("run", 0.40, 1.4), ("jump", 0.46, 0.5), ("wave", 0.70, 0.3), ("look", 1.0, 0.3),
    ("walk", 0.40, 3.1), ("run", 0.55, 2.4),
)  # fmt: skip
"""Of characters: what they do, for how long (s), and how far they are turned (rad)."""

HABITS: tuple[tuple[str, float, float], ...] = (
    ("idle", 1.0, 0.7), ("look", 1.0, -0.6), ("graze", 1.4, 1.2), ("graze", 2.0, 0.3), ("walk", 0.25, 1.3),
    ("walk", 0.62, 0.6), ("run", 0.17, 1.3), ("run", 0.33, 1.2), ("run", 0.48, 0.5), ("look", 2.0, 2.4),
    ("walk", 0.40, 3.1), ("idle", 2.0, 1.6),
)  # fmt: skip
"""Of creatures, the same; birds fly in all of them."""

LOOKS: tuple[Attributes, ...] = (
    _DAY,
    replace(_DAY, hour=22.4, cloud=0.2),
    replace(_DAY, hour=18.1, cloud=0.5).with_biome("autumn"),
    replace(_DAY, hour=11.0, snow=0.8, cloud=0.5).with_biome("alpine"),
    replace(_DAY, hour=16.0).with_style("noir"),
    replace(_DAY, hour=18.2).with_style("neon"),
    replace(_DAY, hour=16.5).with_style("print"),
)
"""The looks that objects are shown under, one row each."""


def portrait(thing: Thing, size: Size, look: Attributes = _DAY, *, turn_rad: float = 0.5) -> np.ndarray:
    """`thing` on open ground (a boat on water), turned to the viewer but for `turn_rad`: uint8 rgb [H, W,
    3]."""
    scene, x, y, z = _ground(afloat=thing.kind == "boat")
    tall, wide = HEIGHT_M[thing.kind] * thing.scale, RADIUS_M[thing.kind] * thing.scale
    span = max(1.25 * tall, 2.3 * wide) * max(1.0, size.height_px / size.width_px)
    stood = replace(thing, x_m=x, y_m=y + _lift(thing), z_m=z, heading_rad=math.pi + turn_rad)
    gap = 0.5 * span / math.tan(0.5 * _FOV_RAD) + 0.6 * wide
    middle = stood.y_m if thing.kind == "bird" else y + 0.5 * tall + 0.8 * _lift(thing)
    pitch = 0.06 if thing.kind == "bird" else -0.13
    pose = Pose(x, middle - gap * math.sin(pitch), z - gap * math.cos(pitch), 0.0, pitch, 0.0, _FOV_RAD)
    return shade(scene, march(scene, pose, size, 0.0, Cast((stood,))), look, pose, 0.0)


def cast_sheet(size: Size) -> np.ndarray:
    """All kinds on one picture: characters and creatures in a row each, objects in a row for each of
    LOOKS."""
    rows = [_row(kind, row, MOMENTS, size) for row, kind in enumerate(CHARACTERS)]
    rows += [_row(kind, row, HABITS, size) for row, kind in enumerate(CREATURES)]
    rows += [[portrait(_object(kind), size, look) for kind in OBJECTS] for look in LOOKS]
    return np.concatenate([np.concatenate(tiles, axis=1) for tiles in rows], axis=0)


def _row(kind: str, row: int, moments: Sequence[tuple[str, float, float]], size: Size) -> list[np.ndarray]:
    tiles = []
    for k, (doing, since_s, turn_rad) in enumerate(moments):
        does = "fly" if kind == "bird" else doing
        colour = (row + k) % len(COLOURS) if kind in CHARACTERS else row if kind != "bird" else k // 6
        thing = Thing(
            1 + k, kind, colour=colour, second=(colour + 2) % len(COLOURS), wardrobe=k % 3, doing=does,
            elapsed_s=since_s, before=does,
        )  # fmt: skip
        tiles.append(portrait(thing, size, turn_rad=turn_rad))
    return tiles


def _object(kind: str) -> Thing:
    k = OBJECTS.index(kind)
    return Thing(1 + k, kind, colour=k % len(COLOURS), second=(k + 3) % len(COLOURS), elapsed_s=1.0)


def _lift(thing: Thing) -> float:
    if thing.kind == "bird":
        return 9.0
    part = (thing.elapsed_s - JUMP_RISE_S) / (JUMP_FALL_S - JUMP_RISE_S)
    return 2.4 * part * (1.0 - part) * thing.scale if thing.doing == "jump" and 0.0 < part < 1.0 else 0.0


@lru_cache(maxsize=2)
def _ground(*, afloat: bool) -> tuple[Scene, float, float, float]:
    """A scene, and x, y, z of a place in it: open land, or deep water."""
    scene = Scene.from_seed(3, replace(_DAY, water=0.9, relief=0.2) if afloat else _DAY)
    if not afloat:
        return scene, 1000.0, float(scene.ground_m(1000.0, 1000.0)), 1000.0
    row, column = np.unravel_index(int(np.argmin(scene.height_m)), scene.height_m.shape)
    return scene, float(column) * CELL_M, scene.water_m, float(row) * CELL_M
