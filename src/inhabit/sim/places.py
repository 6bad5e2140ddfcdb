"""Where a thing can be put: of many spots in view, one that suits its kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.cast import CHARACTERS, COLOURS, WARDROBES, Thing
from inhabit.sim.figures import HEIGHT_M, RADIUS_M
from inhabit.sim.footing import Footing

_TRIES = 48
_ROUND = [(math.sin(k * math.tau / 8), math.cos(k * math.tau / 8)) for k in range(8)]
_UNEVEN = {"lighthouse": 0.30, "tent": 0.16, "campfire": 0.20, "house": 0.16}
"""Rise over the radius that a kind still stands on; 0.22 for the others."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cast gathers: a viewpoint's x, z (m) and heading (rad), and path points to keep clear of."""

    x_m: float
    z_m: float
    heading_rad: float
    path: tuple[tuple[float, float], ...] = ()


def put(
    rng: np.random.Generator, footing: Footing, kind: str, spot: Spot, found: Sequence[Thing]
) -> list[Thing]:
    """A thing of `kind`, dressed by chance, in view of `spot` and apart from `found`; [] where none fits."""
    near, far = _distances(kind)
    dressed = Thing(
        1 + len(found), kind, heading_rad=float(rng.uniform(-math.pi, math.pi)),
        scale=float(rng.uniform(0.9, 1.12)), colour=int(rng.integers(len(COLOURS))),
        second=int(rng.integers(len(COLOURS))), wardrobe=int(rng.integers(len(WARDROBES))),
        elapsed_s=float(rng.uniform(0.0, 20.0)),
    )  # fmt: skip
    if dressed.second == dressed.colour:
        dressed = replace(dressed, second=(dressed.colour + 1) % len(COLOURS))
    for _ in range(_TRIES):
        gap = near + (far - near) * float(rng.random()) ** 1.4
        bearing = spot.heading_rad + float(rng.uniform(-0.55, 0.55))
        x, z = spot.x_m + gap * math.sin(bearing), spot.z_m + gap * math.cos(bearing)
        thing = _stood(footing, replace(dressed, x_m=x, z_m=z))
        if thing and apart(thing, spot, found) and _in_view(footing, spot, thing):
            return [_facing(rng, thing, spot)]
    return []


def _distances(kind: str) -> tuple[float, float]:
    """How near and how far a kind is put: what is tall may be far away."""
    if kind in CHARACTERS:
        return 5.0, 14.0
    return 4.0 + 1.6 * RADIUS_M[kind], 16.0 + 6.0 * min(HEIGHT_M[kind], 12.0)


def _stood(footing: Footing, thing: Thing) -> Thing | None:
    """`thing` standing on what is there, if that suits its kind."""
    x, z, wide = thing.x_m, thing.z_m, RADIUS_M[thing.kind] * thing.scale
    if thing.kind == "boat":
        fits = all(footing.depth_m(x + wide * a, z + wide * b) > 0.6 for a, b in _ROUND)
        return replace(thing, y_m=footing.water_m) if fits else None
    if thing.kind == "bridge":
        return _spanned(footing, thing)
    ring = [footing.land_m(x + wide * a, z + wide * b) for a, b in _ROUND]
    here = footing.land_m(x, z)
    if min(min(ring), here) < footing.water_m + 0.25 or footing.wooded(x, z, 0.8 * wide):
        return None
    if max(ring) - min(ring) > max(2.0 * wide * _UNEVEN.get(thing.kind, 0.22), 0.35):
        return None
    if thing.kind == "lighthouse":
        shore = any(footing.depth_m(x + r * a, z + r * b) > 0.3 for a, b in _ROUND for r in (14.0, 26.0))
        if not shore:
            return None
    # A building stands on its lowest side, so that no wall hangs in the air; walls go on below.
    return replace(thing, y_m=here if wide < 1.0 else 0.5 * (here + min(ring)))


def _spanned(footing: Footing, thing: Thing) -> Thing | None:
    """A bridge whose two ends rest on land of one height with water or a dip between."""
    half = 7.0 * thing.scale
    for turn in range(6):
        heading = thing.heading_rad + turn * math.pi / 6
        s, c = half * math.sin(heading), half * math.cos(heading)
        ends = footing.land_m(thing.x_m + s, thing.z_m + c), footing.land_m(thing.x_m - s, thing.z_m - c)
        middle = footing.land_m(thing.x_m, thing.z_m)
        level = min(ends)
        if abs(ends[0] - ends[1]) < 0.9 and level > footing.water_m + 0.1 and middle < level - 0.35:
            wooded = any(
                footing.wooded(thing.x_m + k * s, thing.z_m + k * c, 1.6) for k in (-1.0, -0.5, 0.0, 0.5, 1.0)
            )
            if not wooded:
                return replace(thing, y_m=level, heading_rad=math.remainder(heading, math.tau))
    return None


def apart(thing: Thing, spot: Spot, found: Sequence[Thing]) -> bool:
    """Whether a thing has room beside what was `found` and leaves the path of `spot` free."""
    room = RADIUS_M[thing.kind] * thing.scale
    for x, z in spot.path:
        if math.hypot(x - thing.x_m, z - thing.z_m) < room + 2.5:
            return False
    return all(
        math.hypot(other.x_m - thing.x_m, other.z_m - thing.z_m)
        > room + RADIUS_M[other.kind] * other.scale + 0.8
        for other in found
    )


def _in_view(footing: Footing, spot: Spot, thing: Thing) -> bool:
    """Whether no land hides most of it from a head above the spot."""
    eye = footing.level_m(spot.x_m, spot.z_m) + 3.0
    top = thing.y_m + 0.7 * HEIGHT_M[thing.kind] * thing.scale
    dx, dz = thing.x_m - spot.x_m, thing.z_m - spot.z_m
    return all(
        footing.land_m(spot.x_m + k * dx, spot.z_m + k * dz) < eye + k * (top - eye)
        for k in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
    )


def _facing(rng: np.random.Generator, thing: Thing, spot: Spot) -> Thing:
    """Doors look somewhere toward the viewer, more often than not."""
    if thing.kind in ("bridge", "boat"):
        return thing
    back = math.atan2(spot.x_m - thing.x_m, spot.z_m - thing.z_m)
    return replace(thing, heading_rad=math.remainder(back + float(rng.normal(0.0, 0.6)), math.tau))
