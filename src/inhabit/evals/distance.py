"""How far one minute of pictures is from others, as a judge's eye sees them.

The distance is Frechet's between Gaussians with diagonal covariance, over the attribute probe's features on
average over the picture, each in units of its own spread in the truth:

    d^2 = mean over features of ((m1 - m2)^2 + (s1 - s2)^2) / s^2

The mean alone would not notice that pictures lose their variety; whole covariances of some 500 features
cannot be had from the 60 pictures of a minute (Heusel et al. 2017 ask for ten thousand). The probe was
trained on this simulator, and minds weather, light, matter and style, which a network trained on photographs
would not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inhabit.evals.samples import Spread

LEAST = 0.05
"""A feature counts in units of at least this share of the features' middling size: dead ones would
explode."""


def pooled(spreads: Sequence[Spread]) -> Spread:
    """Mean and deviation of all the pictures together."""
    count = sum(one.count for one in spreads)
    mean = sum(one.count * one.mean for one in spreads) / count
    square = sum(one.count * (one.deviation**2 + one.mean**2) for one in spreads) / count
    return Spread(np.asarray(mean), np.sqrt(np.maximum(square - mean**2, 0.0)), count)


def size(spread: Spread) -> np.ndarray:
    """Root mean square of each feature, [f], none of them next to nothing."""
    sizes = np.sqrt(spread.mean**2 + spread.deviation**2)
    return np.maximum(sizes, max(LEAST * float(np.median(sizes)), 1e-6))


def distance(one: Spread, other: Spread, unit: np.ndarray) -> float:
    """Between two sets of pictures, in units [f]: 0 is alike, 1 is as much as the features themselves."""
    gaps = (one.mean - other.mean) ** 2 + (one.deviation - other.deviation) ** 2
    return float(np.sqrt(np.mean(gaps / unit**2)))


def distances(minutes: Sequence[Spread], truth: Sequence[Spread]) -> list[float]:
    """Of each minute from the truth of all other minutes: from its own the truth would be no distance at
    all."""
    unit = size(pooled(truth))
    return [
        distance(minute, pooled([t for i, t in enumerate(truth) if i != index] or truth), unit)
        for index, minute in enumerate(minutes)
    ]
