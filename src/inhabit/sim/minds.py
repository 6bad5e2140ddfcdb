"""What everybody does next: characters follow orders, creatures their nature, boats the water.

A pure function from the things of one tick to those of the next. Chance follows from seed, identity and time
alone, and everybody decides from the same moment, so a world can be played again bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inhabit.core.cast import CHARACTERS, OBJECTS, Cast, Order, Thing
from inhabit.sim.footing import Footing
from inhabit.sim.motion import Obstacle, advanced, free, obstacles, toward, turn_toward
from inhabit.sim.stances import JUMP_FALL_S, JUMP_RISE_S, JUMP_S, RUN_MPS, WALK_MPS

JUMP_M = 0.75
BIRD_MPS = 8.5
_ARRIVED_M = 0.5
_NOBODYS: Mapping[int, Order] = {}

_STILL = frozenset(OBJECTS) - {"boat", "campfire", "tower", "windmill"}
"""Kinds that time does nothing to (a tower has a flag)."""
_SPEEDS_MPS = {
    "deer": {"walk": 1.2, "run": 7.5},
    "sheep": {"walk": 0.8, "run": 4.2},
    "fox": {"walk": 1.7, "run": 5.2},
}
_FLIGHT_M = {"deer": (11.0, 22.0), "sheep": (5.0, 11.0), "fox": (3.0, 7.0)}
"""How near a threat may come, and how far away calm returns."""


def step(
    cast: Cast, footing: Footing, dt_s: float, seed: int, tick: int, orders: Mapping[int, Order] = _NOBODYS
) -> Cast:
    """The cast one tick of `dt_s` after `tick`; `orders` are what each character is told, by identity."""
    now = _Moment(cast, cast.of(("bird",)), footing, obstacles(cast.things), dt_s, seed, tick * dt_s)
    return Cast(tuple(thing if thing.kind in _STILL else _next(thing, now, orders) for thing in cast))


@dataclass(frozen=True, slots=True)
class _Moment:
    """What everybody decides from: the cast as it is, and birds among it; what stands in the way; seconds."""

    cast: Cast
    flock: Sequence[Thing]
    footing: Footing
    blocked: Sequence[Obstacle]
    dt_s: float
    seed: int
    time_s: float


def _next(thing: Thing, now: _Moment, orders: Mapping[int, Order]) -> Thing:
    thing = replace(thing, elapsed_s=thing.elapsed_s + now.dt_s)
    if thing.kind in CHARACTERS:
        return obeyed(thing, orders.get(thing.identity, Order()), now.footing, now.blocked, now.dt_s)
    if thing.kind == "bird":
        return _flown(thing, now)
    if thing.kind in _SPEEDS_MPS:
        return _roamed(thing, now)
    return _sailed(thing, now) if thing.kind == "boat" else thing


def obeyed(thing: Thing, order: Order, footing: Footing, blocked: Sequence[Obstacle], dt_s: float) -> Thing:
    """A character one tick on, as it was told: a jump is ended first, and who has arrived stands still."""
    if thing.doing == "jump" and thing.elapsed_s < JUMP_S:
        return _jumped(thing, order, footing, blocked, dt_s)
    doing, wish = order.doing, thing.heading_rad
    if order.toward_m is not None:
        wish, gap = toward(thing, *order.toward_m)
        if doing in ("walk", "run") and gap < _ARRIVED_M:
            doing = "idle"
    if doing == "jump":
        begun = thing if thing.doing != "jump" else thing.turned_to("idle")
        return _jumped(begun.turned_to("jump"), order, footing, blocked, dt_s)
    thing = thing.turned_to(doing)
    if doing not in ("walk", "run"):
        turned = turn_toward(thing.heading_rad, wish, 2.5 * dt_s)
        return replace(thing, heading_rad=turned, lean_rad=0.0, y_m=footing.level_m(thing.x_m, thing.z_m))
    speed = (WALK_MPS if doing == "walk" else RUN_MPS) * thing.scale * min(thing.elapsed_s / 0.35 + 0.2, 1.0)
    moved = advanced(thing, wish, speed, dt_s, footing, blocked)
    lean = 0.06 * speed * math.remainder(moved.heading_rad - thing.heading_rad, math.tau) / max(dt_s, 1e-6)
    return replace(moved, lean_rad=thing.lean_rad + 0.2 * (min(max(lean, -0.22), 0.22) - thing.lean_rad))


def _jumped(thing: Thing, order: Order, footing: Footing, blocked: Sequence[Obstacle], dt_s: float) -> Thing:
    part = (thing.elapsed_s - JUMP_RISE_S) / (JUMP_FALL_S - JUMP_RISE_S)
    x, z = thing.x_m, thing.z_m
    if 0.0 < part < 1.0 and order.toward_m is not None:
        far = 2.4 * thing.scale * dt_s
        ahead = x + far * math.sin(thing.heading_rad), z + far * math.cos(thing.heading_rad)
        if free(footing, blocked, *ahead, 0.3):
            x, z = ahead
    rise = JUMP_M * thing.scale * 4.0 * part * (1.0 - part) if 0.0 < part < 1.0 else 0.0
    return replace(thing, x_m=x, z_m=z, y_m=footing.level_m(x, z) + rise, lean_rad=0.0)


def chance(seed: int, identity: int, slot: int) -> float:
    """A number in [0, 1) that follows from three integers (a finisher of MurmurHash3)."""
    h = (seed * 0x9E3779B1 + identity * 0x85EBCA77 + slot * 0xC2B2AE3D + 0x27D4EB2F) & 0xFFFFFFFF
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = ((h ^ (h >> shift)) * factor) & 0xFFFFFFFF
    return (h ^ (h >> 16)) / 4294967296.0


def _roamed(thing: Thing, now: _Moment) -> Thing:
    """A four-legged creature: it flees what it fears, keeps near its kind, and else grazes, looks and
    wanders."""
    speeds = _SPEEDS_MPS[thing.kind]
    slot = math.floor((now.time_s + 0.7 * thing.identity) / 3.2)
    mood, course = chance(now.seed, thing.identity, 2 * slot), chance(now.seed, thing.identity, 2 * slot + 1)
    wish = math.tau * course
    doing = _whim(thing.kind, mood)
    threat = _threat(thing, now.cast)
    start_m, end_m = _FLIGHT_M[thing.kind]
    if threat is not None:
        away, gap = toward(thing, threat.x_m, threat.z_m)
        if gap < (end_m if thing.doing == "run" else start_m):
            doing, wish = "run", away + math.pi + 0.5 * (course - 0.5)
    if doing == "walk":
        kin = [other for other in now.cast.of((thing.kind,)) if other.identity != thing.identity]
        if kin:
            home = toward(thing, sum(k.x_m for k in kin) / len(kin), sum(k.z_m for k in kin) / len(kin))
            if home[1] > 9.0:
                wish = home[0]
    thing = thing.turned_to(doing)
    if doing not in speeds:
        return replace(thing, y_m=now.footing.level_m(thing.x_m, thing.z_m))
    speed = speeds[doing] * thing.scale * min(thing.elapsed_s / 0.5 + 0.2, 1.0)
    return advanced(
        thing, wish, speed, now.dt_s, now.footing, now.blocked, turn_rps=1.6 if doing == "walk" else 3.2
    )


def _whim(kind: str, mood: float) -> str:
    if kind == "fox":
        return "walk" if mood < 0.46 else "run" if mood < 0.60 else "look" if mood < 0.85 else "idle"
    return "graze" if mood < 0.52 else "look" if mood < 0.66 else "idle" if mood < 0.72 else "walk"


def _threat(thing: Thing, cast: Cast) -> Thing | None:
    """Who it fears most: the nearest character, and for sheep the fox as well."""
    feared = (*CHARACTERS, "fox") if thing.kind == "sheep" else CHARACTERS
    near = cast.of(feared)
    return min(near, key=lambda other: toward(thing, other.x_m, other.z_m)[1]) if near else None


def _flown(thing: Thing, now: _Moment) -> Thing:
    """A bird of a flock (Reynolds' three rules) that circles as a whole, rising and sinking over the land."""
    swing = 1.0 if chance(now.seed, 0, 5) < 0.5 else -1.0
    turn = swing * (0.20 + 0.10 * math.sin(0.23 * now.time_s + math.tau * chance(now.seed, 0, 6)))
    turn += 0.10 * math.sin(0.9 * now.time_s + 2.4 * thing.identity)
    others = [other for other in now.flock if other.identity != thing.identity]
    if others:
        count = len(others)
        home, far = toward(thing, sum(o.x_m for o in others) / count, sum(o.z_m for o in others) / count)
        course = math.atan2(
            sum(math.sin(o.heading_rad) for o in others), sum(math.cos(o.heading_rad) for o in others)
        )
        turn += 0.6 * math.sin(course - thing.heading_rad)
        turn += 0.7 * min(max((far - 4.0) / 12.0, 0.0), 1.0) * math.sin(home - thing.heading_rad)
        near = min(others, key=lambda o: (o.x_m - thing.x_m) ** 2 + (o.z_m - thing.z_m) ** 2)
        aside, gap = toward(thing, near.x_m, near.z_m)
        turn -= 0.9 * min(max(1.0 - gap / 3.5, 0.0), 1.0) * math.sin(aside - thing.heading_rad)
    turn = min(max(turn, -1.1), 1.1)
    heading = math.remainder(thing.heading_rad + turn * now.dt_s, math.tau)
    speed = BIRD_MPS * (0.92 + 0.16 * chance(now.seed, thing.identity, 7))
    x, z = thing.x_m + speed * now.dt_s * math.sin(heading), thing.z_m + speed * now.dt_s * math.cos(heading)
    ahead = now.footing.level_m(x + 2.5 * speed * math.sin(heading), z + 2.5 * speed * math.cos(heading))
    floor = max(now.footing.level_m(x, z), ahead)
    wish = (
        floor
        + 8.0
        + 7.0 * chance(now.seed, thing.identity, 8)
        + 2.0 * math.sin(0.4 * now.time_s + thing.identity)
    )
    climb = min(max(0.6 * (wish - thing.y_m), -2.2), 4.5)
    lean = thing.lean_rad + min(4.0 * now.dt_s, 1.0) * (0.75 * turn - thing.lean_rad)
    return replace(
        thing.turned_to("fly"), x_m=x, z_m=z, heading_rad=heading, lean_rad=lean,
        y_m=max(thing.y_m + climb * now.dt_s, floor + 2.0),
    )  # fmt: skip


def _sailed(thing: Thing, now: _Moment) -> Thing:
    """A boat: it bobs, and sails slowly where the water ahead is deep."""
    bob = 0.07 * math.sin(1.25 * now.time_s + 1.7 * thing.identity)
    lean = 0.045 * math.sin(0.9 * now.time_s + 2.3 * thing.identity) + 0.03 * math.sin(2.1 * now.time_s)
    heading, deep = thing.heading_rad, 0.7
    side = 1.0 if chance(now.seed, thing.identity, 3) < 0.5 else -1.0

    def afloat(course: float, far_m: float) -> bool:
        return all(
            now.footing.depth_m(thing.x_m + r * math.sin(course), thing.z_m + r * math.cos(course)) > deep
            for r in (0.5 * far_m, far_m)
        )

    if not afloat(heading, 14.0 * thing.scale):
        heading = math.remainder(heading + 0.22 * side * now.dt_s, math.tau)
    speed = 1.1 if afloat(heading, 6.0 * thing.scale) else 0.0
    return replace(
        thing, x_m=thing.x_m + speed * now.dt_s * math.sin(heading),
        z_m=thing.z_m + speed * now.dt_s * math.cos(heading),
        y_m=now.footing.water_m + bob, heading_rad=heading, lean_rad=lean,
    )  # fmt: skip
