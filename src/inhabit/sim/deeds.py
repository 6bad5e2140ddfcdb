"""What a text asks of a cast, as data, and how it is carried out: whom it names, and who therefore stays.

Training makes pairs of worlds by it (the same before and after one deed), and evaluation asks whether what
was named changed as asked and all else stayed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.cast import CHARACTERS, COLOURS, DIRECTED, KINDS, Cast, Order, Thing
from inhabit.core.errors import BadInputError
from inhabit.sim.casting import placed
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene

VERBS = ("add", "move", "remove", "act", "view", "lamps")
WHERE = ("ahead", "left", "right", "near", "far", "hill", "shore")
"""Places as words name them, seen from the camera."""
ASIDE_RAD, ROUND_M = 0.42, 26.0
"""How far to a side left and right are, and how far around a spot a hill or a shore is looked for."""
GONE_M = {"near": -6.0, "far": 22.0}
"""How far ahead of the viewer's spot things are gathered that are put near or far."""
MANY = 3
"""So many come when several are asked for."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing asked for: its `verb` is one of VERBS.

    `kind` is what is named, None for whoever the camera goes with; `many` if several are meant; `where` one
    of WHERE, `colour` one of COLOURS, where words say so. An act has a `doing`, and perhaps a kind of thing
    that it goes `toward`; a view has a `view` (one of outing.VIEWS); lamps are `on` or not.
    """

    verb: str
    kind: str | None = None
    many: bool = False
    where: str | None = None
    colour: str | None = None
    doing: str | None = None
    toward: str | None = None
    view: str | None = None
    on: bool | None = None

    def __post_init__(self) -> None:
        for name, known in (
            ("verb", VERBS), ("kind", KINDS), ("where", WHERE), ("colour", COLOURS), ("doing", DIRECTED),
            ("toward", KINDS),
        ):  # fmt: skip
            value = getattr(self, name)
            if value is not None and value not in known:
                raise BadInputError("bad_deed", f"{value!r} is not a {name}: {', '.join(known)}")

    @property
    def about(self) -> str:
        """What may change by it: two deeds about the same thing contradict each other."""
        return self.verb if self.verb in ("view", "lamps") else f"thing {self.kind}"


def named(deed: Deed, cast: Cast, followed: int | None = None) -> frozenset[int]:
    """Identities of those in a cast that a deed may change; everybody else stays as they are."""
    if deed.verb in ("view", "lamps", "add"):
        return frozenset()
    if deed.kind is None:
        return frozenset() if followed is None else frozenset({followed})
    return frozenset(thing.identity for thing in cast.of((deed.kind,)))


def done(scene: Scene, seed: int, cast: Cast, deed: Deed, spot: Spot) -> Cast:
    """The cast once a deed about things is done, as seen from `spot`; the same where nothing suits.

    What is put down finds a place of its own that suits its kind, near the one that was named.
    """
    if deed.verb == "remove":
        return Cast(tuple(thing for thing in cast if thing.kind != deed.kind))
    if deed.verb == "move":
        for thing in cast.of((deed.kind or "",))[:1]:
            there = _placed(scene, seed, deed, spot, cast.without(thing.identity))
            if there is not None:
                moved = replace(thing, x_m=there.x_m, y_m=there.y_m, z_m=there.z_m)
                return cast.having(moved)
        return cast
    if deed.verb == "add":
        for count in range(MANY if deed.many else 1):
            thing = _placed(scene, seed + count, deed, spot, cast)
            if thing is not None:
                cast = cast.having(_coloured(thing, deed))
    return cast


def order(deed: Deed, cast: Cast) -> Order:
    """What a character is told by an act; toward the nearest of what it is to go to, if that is there."""
    if deed.doing is None:
        raise BadInputError("bad_deed", f"a deed of {deed.verb!r} tells nobody to do anything")
    goal = next(iter(cast.of((deed.toward,))), None) if deed.toward else None
    return Order(deed.doing, None if goal is None else (goal.x_m, goal.z_m))


def kept(before: Cast, after: Cast, deeds: Iterable[Deed], followed: int | None = None) -> bool:
    """Whether everybody whom no deed names is still there, as the same kind in the same dress."""
    free = frozenset[int]().union(*(named(deed, before, followed) for deed in deeds))
    stay = [thing for thing in before if thing.identity not in free]
    return all(_same(thing, after.thing(thing.identity)) for thing in stay)


def _same(thing: Thing, other: Thing | None) -> bool:
    return other is not None and all(
        getattr(thing, name) == getattr(other, name)
        for name in ("kind", "scale", "colour", "second", "wardrobe")
    )


def _coloured(thing: Thing, deed: Deed) -> Thing:
    if deed.colour is None:
        return thing
    colour = COLOURS.index(deed.colour)
    return replace(
        thing, colour=colour, second=thing.colour if thing.colour != colour else (colour + 1) % len(COLOURS)
    )


def _placed(scene: Scene, seed: int, deed: Deed, spot: Spot, cast: Cast) -> Thing | None:
    """A thing where a deed wants it: the best of a few places that suit its kind."""
    kind = deed.kind or CHARACTERS[0]
    tries = [placed(scene, seed + 131 * k, kind, _toward(spot, deed.where), cast) for k in range(6)]
    found = [thing for thing in tries if thing is not None]
    return max(found, key=lambda thing: _suits(scene, spot, thing, deed.where), default=None)


def _toward(spot: Spot, where: str | None) -> Spot:
    turn = {"left": -ASIDE_RAD, "right": ASIDE_RAD}.get(where or "", 0.0)
    heading, far_m = spot.heading_rad + turn, GONE_M.get(where or "", 0.0)
    x, z = spot.x_m + far_m * math.sin(spot.heading_rad), spot.z_m + far_m * math.cos(spot.heading_rad)
    return replace(spot, x_m=x, z_m=z, heading_rad=heading)


def _suits(scene: Scene, spot: Spot, thing: Thing, where: str | None) -> float:
    """How well a place fits the word for it."""
    gap = math.hypot(thing.x_m - spot.x_m, thing.z_m - spot.z_m)
    if where == "hill":
        return thing.y_m
    if where == "shore":
        around = np.linspace(0.0, math.tau, 12, endpoint=False)
        reach = np.array([6.0, 12.0, ROUND_M])[:, None]
        x, z = thing.x_m + reach * np.sin(around), thing.z_m + reach * np.cos(around)
        return float(np.mean(scene.ground_m(x, z) <= scene.water_m + 0.01))
    bearing = math.remainder(
        math.atan2(thing.x_m - spot.x_m, thing.z_m - spot.z_m) - spot.heading_rad, math.tau
    )
    match where:
        case "left":
            return -bearing
        case "right":
            return bearing
        case "near":
            return -gap
        case "far":
            return gap
        case "ahead":
            return -abs(bearing)
        case _:
            return 0.0
