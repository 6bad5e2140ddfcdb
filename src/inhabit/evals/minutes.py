"""A long run minute by minute: how each quantity moves away from its first minute, beside the truth's own
range.

`vde` is the video drift error: the mean over later minutes of |m - m1| / m1 (after BlockVid, Zhang et al.
2025, with all minutes weighing alike). Light, colour and motion stand apart from quality, and too much of
them counts like too little: an over-exposed or frozen run has drifted.

A frozen run never drifts from itself. It is no ideal: it counts as collapsed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from inhabit.evals import metrics
from inhabit.evals.distance import distance, distances, pooled, size
from inhabit.evals.samples import FEATURES, Samples, Spread

NOTHING, FURTHEST = 1e-6, 100.0

ALIVE = 0.25
"""A run that moves less than this share of what the truth moves is frozen."""

RANGED = ("brightness", "saturation", "motion")
"""Quantities that should stay within the truth's range."""


def vde(series: Sequence[float]) -> float:
    """Video drift error of a series of minutes; 0 for a single one, NaN where the first is nothing."""
    first, *later = series
    if not later:
        return 0.0
    return metrics.mean(abs(value / first - 1.0) for value in later) if abs(first) > NOTHING else math.nan


def worst_over_first(series: Sequence[float]) -> float:
    """The largest later value over the first; 1 for a single one, NaN where the first is nothing."""
    first, *later = series
    if not later:
        return 1.0
    return max(later) / first if first > NOTHING else math.nan


def excursion(value: float, lowest: float, highest: float) -> float:
    """How far outside a range a value lies, as a ratio: 1 is inside, at most FURTHEST."""
    return min(max(value / max(highest, 1e-9), lowest / max(value, 1e-9), 1.0), FURTHEST)


def run_minutes(
    model: Samples,
    truth: Samples,
    seen: Sequence[Spread],
    true: Sequence[Spread],
    collapsed: Spread,
    minute_s: float,
) -> dict[str, Any]:
    """One run: the series of every quantity, of the world and of the truth, and what is told of them.

    `seen` and `true` are the features of each minute, `collapsed` those of a plain grey picture: the floor.
    """
    series = {
        name: {"model": model.means(name, minute_s), "truth": truth.means(name, minute_s)}
        for name in FEATURES
    }
    series["feature_distance"] = {"model": distances(seen, true), "truth": distances(true, true)}
    frozen = model.mean("motion") < ALIVE * truth.mean("motion")
    grey = distance(collapsed, pooled(true), size(pooled(true)))
    over = {who: worst_over_first(series["feature_distance"][who]) for who in ("model", "truth")}
    over["collapsed"] = grey / max(series["feature_distance"]["truth"][0], NOTHING)
    if frozen:
        over["model"] = over["collapsed"]
    return {
        "series": series,
        "frozen": frozen,
        "collapsed_distance": grey,
        "worst_over_first": over,
        "vde": {name: {who: vde(both[who]) for who in both} for name, both in series.items()},
        "excursion": {
            name: max(excursion(value, min(both["truth"]), max(both["truth"])) for value in both["model"])
            for name, both in series.items()
            if name in RANGED
        },
    }


def minute_figures(runs: Sequence[dict[str, Any]], ranges: dict[str, list[float]]) -> dict[str, Any]:
    """Over all long runs: the worst of each, because a mean hides the run that collapsed.

    `ranges` are the lowest and the highest minute of RANGED over the truth of all runs.
    """

    def worst(key: str, who: str) -> float:
        return max((run[key][who] for run in runs), default=metrics.mean([]))

    vdes = {
        name: {who: metrics.mean(run["vde"][name][who] for run in runs) for who in ("model", "truth")}
        for name in (*FEATURES, "feature_distance")
    }
    return {
        "feature_distance": {
            "worst_over_first": worst("worst_over_first", "model"),
            "truth_worst_over_first": worst("worst_over_first", "truth"),
            "collapsed_over_first": worst("worst_over_first", "collapsed"),
            "mean": metrics.mean(v for run in runs for v in run["series"]["feature_distance"]["model"]),
            "truth_mean": metrics.mean(v for run in runs for v in run["series"]["feature_distance"]["truth"]),
            "collapsed": metrics.mean(run["collapsed_distance"] for run in runs),
        },
        "vde": {name: both["model"] for name, both in vdes.items()},
        "truth_vde": {name: both["truth"] for name, both in vdes.items()},
        "range": {name: _range(name, runs, *bounds) for name, bounds in ranges.items()},
    }


def truth_ranges(runs: Sequence[dict[str, Any]]) -> dict[str, list[float]]:
    """The lowest and the highest minute of RANGED over the truth of all runs."""
    found = {name: [v for run in runs for v in run["series"][name]["truth"]] for name in RANGED}
    return {name: [min(values), max(values)] for name, values in found.items() if values}


def _range(name: str, runs: Sequence[dict[str, Any]], lowest: float, highest: float) -> dict[str, Any]:
    minutes = [value for run in runs for value in run["series"][name]["model"]]
    return {
        "within": metrics.mean(float(lowest <= value <= highest) for value in minutes),
        "worst_excursion": max(excursion(value, lowest, highest) for value in minutes),
        "own_path_worst_excursion": max(run["excursion"][name] for run in runs),
        "lowest": min(minutes),
        "highest": max(minutes),
        "truth_lowest": lowest,
        "truth_highest": highest,
    }
