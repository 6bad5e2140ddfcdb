"""Does the world last: minutes of free running, judged segment by segment and minute by minute.

Half of the runs begin from a true context, half are born from a prompt. Each segment's gradient energy,
brightness, saturation and motion are compared with the first segment's; the figure is the *worst*
min(r, 1 / r) of gradient energy over all later segments, because start against end hides a collapse in
the middle. A frozen run has collapsed. The truth wanders the same path and has its own ratio: land differs
from place to place. What is told by minutes (`feature_distance`, `vde`, `range`) is explained in `distance`
and `minutes`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from inhabit.evals import metrics
from inhabit.evals.free_run import begun, born, measured
from inhabit.evals.minutes import minute_figures, run_minutes, truth_ranges
from inhabit.evals.samples import (
    FEATURES,
    Samples,
    Spread,
    samples_json,
    spread_json,
    spread_of,
)
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import Stage
from inhabit.evals.suite import Suite
from inhabit.evals.world import grey

BEGINNINGS = {"begun": begun, "born": born}


@dataclass(frozen=True, slots=True)
class Drift:
    """The section: one free run per episode, the long ones first; short ones count for sharpness alone."""

    suite: Suite
    name: str = "drift"
    album: str = "strips"
    shares_context: bool = False

    @property
    def count(self) -> int:
        return len(self._kinds())

    def units(self, index: int) -> int:
        return round((self.suite.drift_s if self._is_long(index) else self.suite.short_s) * self.suite.fps)

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Let a world run, and the truth beside it."""
        is_long = self._is_long(index)
        suite = self.suite if is_long else replace(self.suite, drift_s=self.suite.short_s)
        run = BEGINNINGS[self._kinds()[index]](stage, suite, index)
        made = measured(stage, run, suite, done)
        numbers: Numbers = {"kind": made.kind, "long": is_long}
        for who, seen in (("model", made.model), ("truth", made.truth)):
            numbers[who] = samples_json(seen.samples)
            if is_long:
                numbers[f"{who}_minutes"] = [spread_json(minute) for minute in seen.minutes()]
        if is_long:
            numbers["collapsed"] = spread_json(Spread.over([stage.probes.felt(grey(suite.size))]))
        return Found(numbers, made.rows if is_long else [])

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`drift` from the long runs, `sharpness.{seconds}` from all."""
        long = [run for run in found if run["long"]]
        return {"drift": _drift(long, self.suite), "sharpness": _sharpness(found, self.suite)}

    def _kinds(self) -> list[str]:
        suite = self.suite
        long = ["begun"] * suite.drift_begun + ["born"] * suite.drift_born
        return long + ["begun", "born"] * suite.short_runs

    def _is_long(self, index: int) -> bool:
        return index < self.suite.drift_begun + self.suite.drift_born


def worst(ratios: list[float]) -> float:
    """The smallest min(r, 1 / r): 1 nothing changed, 0 collapsed or exploded."""
    return min((min(ratio, 1.0 / max(ratio, 1e-9)) for ratio in ratios), default=1.0)


def _drift(runs: list[Numbers], suite: Suite) -> dict[str, Any]:
    by_minute = [
        run_minutes(
            Samples(**run["model"]),
            Samples(**run["truth"]),
            [spread_of(minute) for minute in run["model_minutes"]],
            [spread_of(minute) for minute in run["truth_minutes"]],
            spread_of(run["collapsed"]),
            suite.minute_s,
        )
        for run in runs
    ]
    listed = [
        _run_figures(run, suite.segment_s, minutes) for run, minutes in zip(runs, by_minute, strict=True)
    ]
    return {
        "worst_segment_ratio": min(run["worst_segment_ratio"] for run in listed),
        "truth_worst_segment_ratio": min(run["truth_worst_segment_ratio"] for run in listed),
        "collapsed_segment_ratio": 0.0,
        **minute_figures(by_minute, truth_ranges(by_minute)),
        "seconds": suite.drift_s,
        "segment_s": suite.segment_s,
        "minute_s": suite.minute_s,
        "runs": listed,
    }


def _run_figures(run: Numbers, segment_s: float, minutes: dict[str, Any]) -> dict[str, Any]:
    figures: dict[str, Any] = {"kind": run["kind"], "frozen": minutes["frozen"]}
    for prefix, who in (("", "model"), ("truth_", "truth")):
        samples = Samples(**run[who])
        ratios = {name: samples.ratios(name, segment_s) for name in FEATURES}
        figures[f"{prefix}worst_segment_ratio"] = worst(ratios["gradient_energy"])
        figures[f"{prefix}segments"] = ratios
        figures[f"{prefix}mean_motion"] = samples.mean("motion")
    if minutes["frozen"]:
        figures["worst_segment_ratio"] = 0.0
    return figures | {"minutes": minutes["series"], "vde": minutes["vde"]}


def _sharpness(runs: list[Numbers], suite: Suite) -> dict[str, float]:
    moments = [moment_s for moment_s in suite.sharpness_s if moment_s <= suite.drift_s]
    figures = {}
    for moment_s in moments:
        near = [(run["kind"], _sharpness_near(run, moment_s)) for run in runs]
        figures[f"{moment_s:g}"] = metrics.geometric_mean(ratio for _, ratio in near)
        for kind in sorted({kind for kind, _ in near}):
            own = [ratio for name, ratio in near if name == kind]
            figures[f"{moment_s:g}_{kind}"] = metrics.geometric_mean(own)
    return figures


def _sharpness_near(run: Numbers, moment_s: float) -> float:
    """Gradient energy near a moment over the truth's there.

    A born world has no truth but its kind of scene: it is held against the mean of the whole true path.
    """
    there = Samples(**run["truth"]).mean("gradient_energy", moment_s if run["kind"] == "begun" else None)
    return Samples(**run["model"]).mean("gradient_energy", moment_s) / max(there, 1e-9)
