"""What is measured along a run: sharpness, light, colour and motion at moments, and what a judge's eye sees
by minutes.

Plain numbers are kept for every moment. Of the attribute probe's features only mean and spread are kept for
each minute: that is all that distances between minutes need (`distance`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.suite import SHARPNESS_WINDOW_S

FEATURES = ("gradient_energy", "brightness", "saturation", "motion")


@dataclass(slots=True)
class Samples:
    """When frames were measured, and their FEATURES."""

    at_s: list[float] = field(default_factory=list)
    values: list[dict[str, float]] = field(default_factory=list)

    def add(self, at_s: float, before: PlanarFrame, frame: PlanarFrame) -> None:
        """Measure a frame, and its change since `before`."""
        self.at_s.append(at_s)
        self.values.append(features(before, frame))

    def mean(self, name: str, near_s: float | None = None) -> float:
        """Mean of a feature, over everything or within SHARPNESS_WINDOW_S of a moment."""
        pairs = zip(self.at_s, self.values, strict=True)
        chosen = [v[name] for at_s, v in pairs if near_s is None or abs(at_s - near_s) <= SHARPNESS_WINDOW_S]
        return metrics.mean(chosen)

    def means(self, name: str, segment_s: float) -> list[float]:
        """Each segment's mean of a feature."""
        segments: dict[int, list[float]] = {}
        for at_s, values in zip(self.at_s, self.values, strict=True):
            segments.setdefault(segment_of(at_s, segment_s), []).append(values[name])
        return [metrics.mean(segments[index]) for index in sorted(segments)]

    def ratios(self, name: str, segment_s: float) -> list[float]:
        """Each later segment's mean of a feature over the first segment's."""
        first, *later = self.means(name, segment_s)
        return [mean / max(first, 1e-9) for mean in later]


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation of features over `count` pictures, each float [f]."""

    mean: np.ndarray
    deviation: np.ndarray
    count: int

    @classmethod
    def over(cls, described: list[np.ndarray]) -> Spread:
        """Of some pictures' features, each float [f]."""
        rows = np.stack(described).astype(np.float64)
        return cls(rows.mean(axis=0), rows.std(axis=0), len(rows))


def features(before: PlanarFrame, frame: PlanarFrame) -> dict[str, float]:
    """FEATURES of a frame, with the motion since `before`."""
    return {
        "gradient_energy": metrics.gradient_energy(frame),
        "brightness": metrics.brightness(frame),
        "saturation": metrics.saturation(frame),
        "motion": metrics.change(before, frame),
    }


def segment_of(at_s: float, segment_s: float) -> int:
    """The number of the segment that a moment ends or lies in, from 1."""
    return math.ceil(at_s / segment_s - 1e-9)


def samples_json(samples: Samples) -> dict[str, Any]:
    """Plain values."""
    return {"at_s": samples.at_s, "values": samples.values}


def spread_json(spread: Spread) -> dict[str, Any]:
    """Plain values, to five decimals."""
    mean, deviation = (np.round(values, 5).tolist() for values in (spread.mean, spread.deviation))
    return {"mean": mean, "deviation": deviation, "count": spread.count}


def spread_of(held: dict[str, Any]) -> Spread:
    """The inverse of `spread_json`."""
    return Spread(np.array(held["mean"]), np.array(held["deviation"]), held["count"])
