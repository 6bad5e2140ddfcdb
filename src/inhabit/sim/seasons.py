"""The seasons: what a year does to the colours of each biome, and how much of it a biome feels.

Summer is the land as its biome has it. The other three pull ground, leaves, bark and water toward their own
colours and tint sky and sun, as far as a biome has seasons at all; blended weights blend them. Light only:
a place is the same place all year, so memory of it holds (ADR 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inhabit.sim.hexes import hexes


@dataclass(frozen=True, slots=True)
class Season:
    """`matter` pulls at ground, rock, leaves, bark (dark and light of each) and water, by `pulls`; `sky`
    tints zenith, horizon and glow, `sun` the sun; `snow` lies on the ground, in [0, 1]."""

    matter: str
    pulls: tuple[float, ...]
    sky: str
    sun: str
    snow: float = 0.0


_KINDS = {
    #         ground          rock            leaf            bark            water
    "spring": Season(
        "3c7028 bcd468 5a5a52 b4ac98 5c8a44 f8c2d6 38281e 80664c 1a6470",
        (0.75, 0.75, 0.2, 0.2, 0.80, 0.92, 0.2, 0.2, 0.4),
        "f6faff fff4f2 fff2ee",
        "fffaf2",
    ),
    "autumn": Season(
        "6e4a1e d8aa50 50443e ac9882 86280e f8a834 2a1c18 6a4e3c 22404a",
        (0.8, 0.8, 0.3, 0.3, 0.9, 0.95, 0.3, 0.3, 0.4),
        "f2eeec fff0da ffe8cc",
        "fff0da",
    ),
    "winter": Season(
        "5e645e ccced0 464c58 b8c0cc 42424a a8aab0 241f20 5e5652 1c3a50",
        (0.75, 0.75, 0.5, 0.5, 0.72, 0.72, 0.4, 0.4, 0.5),
        "dce8f6 eef4ff fff0f0",
        "f2f6ff",
        snow=0.66,
    ),
}
FELT = np.array([1.0, 0.4, 0.85, 0.85, 0.25])
"""How much of a season each biome has, in the order of core.attributes.BIOMES."""
KINDS = tuple(_KINDS.values())
"""In the order of core.attributes.SEASONS, without summer."""
_MATTER = [hexes(kind.matter) for kind in KINDS]
_PULLS = [np.array(kind.pulls)[:, None] for kind in KINDS]
_SKIES = [hexes(kind.sky) - 1.0 for kind in KINDS]
_SUNS = [hexes(kind.sun)[0] - 1.0 for kind in KINDS]


def shares(season: Sequence[float], biome: Sequence[float]) -> np.ndarray:
    """How strongly spring, autumn and winter show, float64 [3] in [0, 1]; weights as in Attributes."""
    return np.array(season[1:]) * float(FELT @ np.array(biome))


def turned(matter: np.ndarray, felt: np.ndarray) -> np.ndarray:
    """Colours of a biome [12, 3] (nine of matter, then tints of zenith, horizon and glow) in a season."""
    result = matter.copy()
    for share, own, pull, sky in zip(felt, _MATTER, _PULLS, _SKIES, strict=True):
        result[:9] += share * pull * (own - matter[:9])
        result[9:] *= 1.0 + share * sky
    return result


def sun_tint(felt: np.ndarray) -> np.ndarray:
    """What the sun's colour is multiplied by, float64 [3]."""
    return 1.0 + np.sum([share * sun for share, sun in zip(felt, _SUNS, strict=True)], axis=0)


def lying_snow(felt: np.ndarray) -> float:
    """Snow on the ground though none falls, in [0, 1]."""
    return float(felt @ np.array([kind.snow for kind in KINDS]))
