"""A cast for a scene: who lives near a place, each where its kind belongs.

Houses stand on level ground clear of trees, lighthouses by the shore, boats on deep water, bridges over dips
and water, herds on open ground, birds in the air. Of many spots in view of the place one that suits is taken
at random; a kind that nothing suits is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.cast import CHARACTERS, COLOURS, OBJECTS, WARDROBES, Cast, Thing
from inhabit.sim.figures import HEIGHT_M, RADIUS_M
from inhabit.sim.footing import Footing
from inhabit.sim.minds import chance
from inhabit.sim.scene import Scene

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


def cast_of(
    scene: Scene,
    seed: int,
    spot: Spot,
    *,
    characters: int | None = None,
    objects: int | None = None,
    creatures: int | None = None,
) -> Cast:
    """Who is near `spot`: by chance one character, one to four objects, and creatures of one or two kinds.

    Numbers that are given are kept to as far as there is room; of `creatures` more than half are birds. The
    same scene, seed and spot give the same cast.
    """
    rng = np.random.default_rng([seed, scene.seed, 0xCA57])
    footing = Footing(scene)
    found: list[Thing] = []
    kinds = [str(kind) for kind in rng.permutation(OBJECTS)]
    wanted = int(rng.integers(1, 5)) if objects is None else objects
    for kind in kinds:
        if len(found) < wanted:
            found.extend(_put(rng, footing, kind, spot, found))
    many = int(rng.random() < 0.85) + int(rng.random() < 0.12) if characters is None else characters
    for _ in range(many):
        found.extend(_put(rng, footing, str(rng.choice(CHARACTERS)), spot, found))
    found.extend(
        _creatures(rng, footing, spot, found)
        if creatures is None
        else _some(rng, footing, spot, found, creatures)
    )
    # Identities are far apart, so that they are told apart in a picture of the mask.
    base = 1 + int(rng.integers(0, 50_000))
    return Cast(tuple(replace(thing, identity=base + 37 * k) for k, thing in enumerate(found)))


def placed(scene: Scene, seed: int, kind: str, spot: Spot, cast: Cast) -> Thing | None:
    """One more thing of `kind` where it suits, with an identity of its own; None where nothing does."""
    rng = np.random.default_rng([seed, scene.seed, 0xADD])
    put = _put(rng, Footing(scene), kind, spot, list(cast))
    used = {thing.identity for thing in cast}
    name = next(k for k in range(1, len(used) + 2) if k not in used)
    return replace(put[0], identity=name) if put else None


def _put(
    rng: np.random.Generator, footing: Footing, kind: str, spot: Spot, found: Sequence[Thing]
) -> list[Thing]:
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
        if thing and _apart(thing, spot, found) and _in_view(footing, spot, thing):
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


def _apart(thing: Thing, spot: Spot, found: Sequence[Thing]) -> bool:
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


def _creatures(rng: np.random.Generator, footing: Footing, spot: Spot, found: Sequence[Thing]) -> list[Thing]:
    """A flock, a herd, a fox: about five animals in all."""
    result: list[Thing] = []
    if rng.random() < 0.65:
        result.extend(_flock(rng, footing, spot, int(rng.integers(3, 7)), len(found)))
    if rng.random() < 0.60:
        kind = str(rng.choice(("deer", "sheep")))
        leader = _put(rng, footing, kind, spot, [*found, *result])
        for thing in leader:
            result.extend(
                _herd(rng, footing, thing, int(rng.integers(2, 5)), len(found) + len(result), found)
            )
    if rng.random() < 0.35:
        result.extend(_put(rng, footing, "fox", spot, [*found, *result]))
    return [replace(thing, doing="fly", before="fly") if thing.kind == "bird" else thing for thing in result]


def _some(
    rng: np.random.Generator, footing: Footing, spot: Spot, found: Sequence[Thing], count: int
) -> list[Thing]:
    """`count` creatures: a small herd where there is room for it, and birds."""
    herd: list[Thing] = []
    if count > 1:
        for thing in _put(rng, footing, str(rng.choice(("deer", "sheep"))), spot, found):
            herd = _herd(rng, footing, thing, count * 2 // 5, len(found), found)
    birds = _flock(rng, footing, spot, count - len(herd), len(found) + len(herd))
    return [*herd, *(replace(thing, doing="fly", before="fly") for thing in birds)]


def _flock(rng: np.random.Generator, footing: Footing, spot: Spot, count: int, first: int) -> list[Thing]:
    gap, bearing = float(rng.uniform(18.0, 45.0)), spot.heading_rad + float(rng.uniform(-0.4, 0.4))
    x, z = spot.x_m + gap * math.sin(bearing), spot.z_m + gap * math.cos(bearing)
    high, heading, colour = (
        float(rng.uniform(7.0, 14.0)),
        float(rng.uniform(-math.pi, math.pi)),
        int(rng.integers(2)),
    )
    birds = []
    for k in range(count):
        px, pz = x + float(rng.normal(0.0, 4.0)), z + float(rng.normal(0.0, 4.0))
        y = footing.level_m(px, pz) + high + float(rng.normal(0.0, 1.0))
        birds.append(
            Thing(
                1 + first + k,
                "bird",
                px,
                y,
                pz,
                heading + float(rng.normal(0.0, 0.2)),
                scale=float(rng.uniform(0.9, 1.3)),
                colour=colour,
            )
        )
    return birds


def _herd(
    rng: np.random.Generator, footing: Footing, leader: Thing, count: int, first: int, found: Sequence[Thing]
) -> list[Thing]:
    herd = [leader]
    for _ in range(12 * count):
        if len(herd) >= count:
            break
        x, z = leader.x_m + float(rng.normal(0.0, 4.0)), leader.z_m + float(rng.normal(0.0, 4.0))
        thing = replace(
            leader, identity=1 + first + len(herd), x_m=x, z_m=z, y_m=footing.land_m(x, z),
            heading_rad=float(rng.uniform(-math.pi, math.pi)), scale=float(rng.uniform(0.75, 1.1)),
            wardrobe=int(rng.integers(2)),
            colour=leader.colour if rng.random() < 0.8 else int(rng.integers(6)),
        )  # fmt: skip
        if footing.firm(x, z) and _apart(thing, Spot(0.0, 0.0, 0.0), [*found, *herd]):
            herd.append(thing)
    graze = ("graze", "look", "idle")
    return [
        replace(thing, doing=graze[int(2.99 * chance(thing.identity, 1, k))], before="graze")
        for k, thing in enumerate(herd)
    ]
