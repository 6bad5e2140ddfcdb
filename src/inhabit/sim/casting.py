"""A cast for a scene: who lives near a place, each where its kind belongs.

Houses stand on level ground clear of trees, lighthouses by the shore, boats on deep water, bridges over dips
and water, herds on open ground, birds in the air. Of many spots in view of the place one that suits is taken
at random; a kind that nothing suits is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inhabit.core.cast import CHARACTERS, OBJECTS, Cast, Thing
from inhabit.sim.footing import Footing
from inhabit.sim.minds import chance
from inhabit.sim.places import Spot, apart, put
from inhabit.sim.scene import Scene


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
            found.extend(put(rng, footing, kind, spot, found))
    many = int(rng.random() < 0.85) + int(rng.random() < 0.12) if characters is None else characters
    for _ in range(many):
        found.extend(put(rng, footing, str(rng.choice(CHARACTERS)), spot, found))
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
    found = put(rng, Footing(scene), kind, spot, list(cast))
    used = {thing.identity for thing in cast}
    name = next(k for k in range(1, len(used) + 2) if k not in used)
    return replace(found[0], identity=name) if found else None


def _creatures(rng: np.random.Generator, footing: Footing, spot: Spot, found: Sequence[Thing]) -> list[Thing]:
    """A flock, a herd, a fox: about five animals in all."""
    result: list[Thing] = []
    if rng.random() < 0.65:
        result.extend(_flock(rng, footing, spot, int(rng.integers(3, 7)), len(found)))
    if rng.random() < 0.60:
        kind = str(rng.choice(("deer", "sheep")))
        leader = put(rng, footing, kind, spot, [*found, *result])
        for thing in leader:
            result.extend(
                _herd(rng, footing, thing, int(rng.integers(2, 5)), len(found) + len(result), found)
            )
    if rng.random() < 0.35:
        result.extend(put(rng, footing, "fox", spot, [*found, *result]))
    return [replace(thing, doing="fly", before="fly") if thing.kind == "bird" else thing for thing in result]


def _some(
    rng: np.random.Generator, footing: Footing, spot: Spot, found: Sequence[Thing], count: int
) -> list[Thing]:
    """`count` creatures: a small herd where there is room for it, and birds."""
    herd: list[Thing] = []
    if count > 1:
        for thing in put(rng, footing, str(rng.choice(("deer", "sheep"))), spot, found):
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
        if footing.firm(x, z) and apart(thing, Spot(0.0, 0.0, 0.0), [*found, *herd]):
            herd.append(thing)
    graze = ("graze", "look", "idle")
    return [
        replace(thing, doing=graze[int(2.99 * chance(thing.identity, 1, k))], before="graze")
        for k, thing in enumerate(herd)
    ]
