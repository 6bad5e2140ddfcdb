"""What a character is told in the course of a clip: orders at ticks, as from somebody who plays."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from inhabit.core.cast import Order, Thing
from inhabit.sim.footing import Footing
from inhabit.sim.stances import JUMP_S, RUN_MPS, WALK_MPS

_ODDS = {"walk": 0.40, "run": 0.24, "jump": 0.10, "wave": 0.09, "look": 0.10, "idle": 0.07}


@dataclass(frozen=True, slots=True)
class Script:
    """Orders in the order of their ticks; the first is given at tick 0."""

    ticks: tuple[int, ...]
    orders: tuple[Order, ...]

    def at(self, tick: int) -> Order:
        """The order that holds at `tick`."""
        return self.orders[max(bisect_right(self.ticks, tick) - 1, 0)]


def script(rng: np.random.Generator, footing: Footing, thing: Thing, frames: int, fps: int) -> Script:
    """A script for `frames` ticks: mostly on the way somewhere, with stops and leaps."""
    ticks, orders = [], []
    x, z, heading, tick = thing.x_m, thing.z_m, thing.heading_rad, 0
    names, odds = list(_ODDS), np.array(list(_ODDS.values()))
    doing = "walk"
    while tick < frames:
        seconds = float(rng.uniform(1.2, 3.5))
        if doing in ("walk", "run"):
            far = seconds * (WALK_MPS if doing == "walk" else RUN_MPS) * thing.scale
            heading = _course(rng, footing, x, z, heading, far)
            x, z = x + far * math.sin(heading), z + far * math.cos(heading)
            orders.append(Order(doing, (x, z)))
        elif doing == "jump":
            seconds = JUMP_S
            ahead = (
                (x + 30.0 * math.sin(heading), z + 30.0 * math.cos(heading)) if rng.random() < 0.5 else None
            )
            orders.append(Order("jump", ahead))
        else:
            orders.append(Order(doing))
        ticks.append(tick)
        tick += max(int(seconds * fps), 1)
        doing = str(rng.choice(names, p=odds / odds.sum()))
    return Script(tuple(ticks), tuple(orders))


def _course(
    rng: np.random.Generator, footing: Footing, x: float, z: float, heading: float, far: float
) -> float:
    """A heading with a free way, near the old one if possible."""
    for spread in (0.5, 0.8, 1.2, 1.8, 2.6, 3.1):
        for _ in range(3):
            to = heading + float(rng.normal(0.0, spread))
            if footing.way(x, z, to, far + 1.5):
                return math.remainder(to, math.tau)
    return heading
