"""When lightning strikes and where: what the simulator draws from, and what a look may be told.

A storm is cut into slots of time, and whether a slot has a strike follows from the seed and its number, so
that the same world flashes at the same moments whoever looks, and nothing has to be remembered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SLOT_S = 2.3
"""At most one strike begins in each."""
CALMEST = 0.2
"""Storms weaker than this have no lightning."""
LASTS_S = 0.9
"""After so long a strike is dark."""


@dataclass(frozen=True, slots=True)
class Flash:
    """A strike as it is now: `strength` of its light in (0, 1], heading as a yaw, `shape` of its bolt, and
    how much of the bolt itself is seen, in [0, 1]."""

    strength: float
    heading_rad: float
    shape: int
    bolt: float


def flash(seed: int, storm: float, time_s: float) -> Flash | None:
    """The strike that lights a world of this seed at `time_s`, if any; `storm` in [0, 1]."""
    slot = math.floor(time_s / SLOT_S)
    found = [_strike(seed, storm, number, time_s) for number in (slot, slot - 1)]
    return max(filter(None, found), key=lambda strike: strike.strength, default=None)


def _strike(seed: int, storm: float, slot: int, time_s: float) -> Flash | None:
    wild = (storm - CALMEST) / (1.0 - CALMEST)
    if wild <= 0.0 or _chance(seed, slot, 0) >= 0.25 + 0.6 * wild:
        return None
    since_s = time_s - (slot + 0.8 * _chance(seed, slot, 1)) * SLOT_S
    if not 0.0 <= since_s < LASTS_S:
        return None
    again_s = 0.12 + 0.14 * _chance(seed, slot, 2)
    # A strike flickers: once, and again while the first still glows.
    light = math.exp(-since_s / 0.075)
    if since_s >= again_s:
        light = max(light, 0.75 * math.exp(-(since_s - again_s) / 0.16))
    strength = (0.55 + 0.45 * _chance(seed, slot, 3)) * light * min(0.4 + 0.6 * wild, 1.0)
    if strength < 0.01:
        return None
    return Flash(
        strength,
        math.tau * _chance(seed, slot, 4) - math.pi,
        int(_chance(seed, slot, 5) * 65536),
        min(2.0 * light, 1.0),
    )


def _chance(seed: int, slot: int, k: int) -> float:
    """A number in [0, 1) that follows from three integers (a finisher of MurmurHash3)."""
    h = (seed * 0x9E3779B1 + slot * 0x85EBCA77 + k * 0xC2B2AE3D + 0x165667B1) & 0xFFFFFFFF
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = ((h ^ (h >> shift)) * factor) & 0xFFFFFFFF
    return (h ^ (h >> 16)) / 4294967296.0
