"""Moving a thing over the ground: turn, look where the way is free, step, stand on what is there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from inhabit.core.cast import CREATURES, Thing
from inhabit.sim.figures import RADIUS_M
from inhabit.sim.footing import Footing

_ASIDE = (0.0, 0.45, -0.45, 0.9, -0.9, 1.5, -1.5, 2.2, -2.2, math.pi)
"""Ways around something, the nearest to straight on first (rad)."""

Obstacle = tuple[float, float, float]
"""x, z and radius in metres of what nobody walks through."""


def obstacles(things: Sequence[Thing]) -> list[Obstacle]:
    """What stands in the way of walkers: buildings and the like."""
    return [
        (thing.x_m, thing.z_m, RADIUS_M[thing.kind] * thing.scale)
        for thing in things
        if thing.kind not in CREATURES and RADIUS_M[thing.kind] > 0.6 and thing.kind != "boat"
    ]


def free(footing: Footing, blocked: Sequence[Obstacle], x_m: float, z_m: float, room_m: float) -> bool:
    """Whether something that needs `room_m` around it can stand there."""
    return footing.firm(x_m, z_m) and not any(
        (x_m - x) ** 2 + (z_m - z) ** 2 < (wide + room_m) ** 2 for x, z, wide in blocked
    )


def advanced(
    thing: Thing,
    wish_rad: float,
    speed_mps: float,
    dt_s: float,
    footing: Footing,
    blocked: Sequence[Obstacle],
    *,
    turn_rps: float = 3.0,
) -> Thing:
    """`thing` after a step toward the heading it wishes, or around what is in the way; it stays on firm
    ground.

    It only turns where no step is possible.
    """
    room = 0.6 * RADIUS_M[thing.kind] * thing.scale
    heading = _open_heading(thing, wish_rad, speed_mps, footing, blocked, room)
    turned = turn_toward(thing.heading_rad, heading, turn_rps * dt_s)
    # Who has to turn far slows down meanwhile.
    off = abs(math.remainder(heading - turned, math.tau))
    step_m = speed_mps * dt_s * max(1.0 - 0.75 * off, 0.15)
    x, z = thing.x_m + step_m * math.sin(turned), thing.z_m + step_m * math.cos(turned)
    if not free(footing, blocked, x, z, 0.5 * room):
        # Where one stands already in what is not firm, any step that leads out of it will do.
        x, z = thing.x_m, thing.z_m
    return replace(thing, x_m=x, z_m=z, y_m=footing.level_m(x, z), heading_rad=turned)


def _open_heading(
    thing: Thing,
    wish_rad: float,
    speed_mps: float,
    footing: Footing,
    blocked: Sequence[Obstacle],
    room_m: float,
) -> float:
    """The heading nearest to the wish whose way is free, far ahead if possible, else for a step; or the
    wish."""
    for look_m in (max(0.7 * speed_mps, 0.8), max(0.25 * speed_mps, 0.6), 0.4):
        for aside in _ASIDE:
            to = wish_rad + aside
            s, c = math.sin(to), math.cos(to)
            if all(
                free(footing, blocked, thing.x_m + far_m * s, thing.z_m + far_m * c, room_m)
                # Thin trunks stand between points that lie far apart.
                for far_m in (0.3, min(0.7, look_m), 0.4 * look_m, look_m)
            ):
                return to
    return wish_rad


def turn_toward(heading_rad: float, wish_rad: float, most_rad: float) -> float:
    """A heading turned toward another by `most_rad` at most, in (-pi, pi]."""
    gap = math.remainder(wish_rad - heading_rad, math.tau)
    return math.remainder(heading_rad + min(max(gap, -most_rad), most_rad), math.tau)


def toward(thing: Thing, x_m: float, z_m: float) -> tuple[float, float]:
    """(heading in radians, distance in metres) from a thing to a place."""
    dx, dz = x_m - thing.x_m, z_m - thing.z_m
    return math.atan2(dx, dz), math.hypot(dx, dz)
