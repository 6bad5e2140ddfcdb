"""Moods: the same place under the same sky, felt another way. A tint of light, mist and depth of colour.

Few, and blendable; plain is the world as it is. A mood asked for in words brings weather of its own along
(`seasons.toml`); here is only how it colours whatever weather there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Mood:
    """Factors: of `zenith`, `horizon` (glow and clouds as well) and `sun` in red, green and blue; of richness
    of colour; of exposure. `mist` is added to fog, in [0, 1]."""

    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]
    sun: tuple[float, float, float]
    rich: float
    shown: float
    mist: float


KINDS = (
    Mood((1.02, 1.03, 1.02), (1.06, 1.03, 0.96), (1.08, 1.02, 0.88), 1.06, 1.10, 0.04),
    Mood((1.18, 0.92, 1.22), (1.16, 0.94, 1.10), (1.10, 0.94, 1.06), 1.16, 1.24, 0.20),
    Mood((0.74, 0.86, 1.02), (0.78, 0.88, 1.00), (0.70, 0.82, 0.98), 0.52, 0.86, 0.13),
    Mood((0.40, 0.46, 0.52), (0.86, 0.52, 0.36), (1.00, 0.56, 0.34), 0.92, 0.70, 0.08),
)
"""In the order of core.attributes.MOODS, without plain: serene, dreamy, melancholy, ominous."""
_TABLE = np.array([[*k.zenith, *k.horizon, *k.sun, k.rich, k.shown] for k in KINDS])
_MIST = np.array([k.mist for k in KINDS])


@dataclass(frozen=True, slots=True)
class Tint:
    """What the moods of a world come to together: factors as in Mood, [3] each, and numbers."""

    zenith: np.ndarray
    horizon: np.ndarray
    sun: np.ndarray
    rich: float
    shown: float
    mist: float


def tint_of(mood: Sequence[float]) -> Tint:
    """The tint of weights as in Attributes; all ones and no mist for a plain world."""
    shares = np.array(mood[1:])
    factors = 1.0 + shares @ (_TABLE - 1.0)
    return Tint(
        factors[0:3], factors[3:6], factors[6:9], float(factors[9]), float(factors[10]), float(shares @ _MIST)
    )
