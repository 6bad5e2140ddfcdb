"""Does the world last: minutes of free running, judged segment by segment.

Half of the runs begin from a true context, half are born from a prompt. Each segment's gradient energy,
brightness, saturation and motion are compared with the first segment's; the figure is the *worst*
min(r, 1 / r) of gradient energy over all later segments, because start against end hides a collapse in
the middle. The truth wanders the same path and has its own ratio: land differs from place to place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Album
from inhabit.evals.fidelity import begin
from inhabit.evals.suite import SHARPNESS_WINDOW_S, Suite
from inhabit.evals.truth import HELD_OUT_SEED, Episode, Truth
from inhabit.evals.wanderer import follow, wander
from inhabit.evals.wordings import described
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control
from inhabit.sim.attributes import sample

DRIFT_SEED = 600
"""Held-out worlds of the free runs start at this number."""

SAMPLE_S = 1.0
"""Frames are measured this often."""

TRUTH_EVERY = 2
"""The truth is dear: one of so many samples."""

MOTION_TICKS = 3
"""Motion is the change between frames this many ticks apart."""

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

    def ratios(self, name: str, segment_s: float) -> list[float]:
        """Each later segment's mean of a feature over the first segment's."""
        segments: dict[int, list[float]] = {}
        for at_s, values in zip(self.at_s, self.values, strict=True):
            segments.setdefault(math.ceil(at_s / segment_s - 1e-9), []).append(values[name])
        means = [metrics.mean(segments[index]) for index in sorted(segments)]
        return [mean / max(means[0], 1e-9) for mean in means[1:]]


@dataclass(slots=True)
class Measured:
    """One run: what the world showed and what the truth would have."""

    kind: str
    model: Samples = field(default_factory=Samples)
    truth: Samples = field(default_factory=Samples)


@dataclass(frozen=True, slots=True)
class Run:
    """A free run about to start: the world's state, and the true path, whose tick 0 is `state`'s frame."""

    kind: str
    state: Any
    path: Episode
    is_posed: bool
    """Whether the world is given the true poses, or the motion alone as a person would."""


def judge_drift(
    world: EvalWorld, truth: Truth, suite: Suite, album: Album, progress: Callable[[int], None]
) -> dict[str, Any]:
    """`drift` and `sharpness.{seconds}`; adds a strip of each long run to the album."""
    kinds = [begun] * suite.drift_begun + [born] * suite.drift_born
    runs = [
        _measure(world, make(world, truth, suite, index), suite, album, progress)
        for index, make in enumerate(kinds)
    ]
    short = replace(suite, drift_s=suite.short_s)
    more = [
        _measure(world, make(world, truth, short, index), short, Album(), progress)
        for index, make in enumerate([begun, born] * suite.short_runs, start=len(runs))
    ]
    return {"drift": _drift(runs, suite), "sharpness": _sharpness([*runs, *more], suite)}


def begun(world: EvalWorld, truth: Truth, suite: Suite, index: int) -> Run:
    """A run from a true context, along poses that follow the true ground."""
    episode = truth.episode(DRIFT_SEED + index, CONTEXT_TICKS + 1)
    state = begin(world, episode)
    path = _path(episode, episode.poses[CONTEXT_TICKS], suite, index)
    return Run("begun", state, path, is_posed=True)


def born(world: EvalWorld, truth: Truth, suite: Suite, index: int) -> Run:
    """A run in a world born from a prompt, steered by motion; its truth is a scene of those attributes."""
    seed = DRIFT_SEED + index
    rng = np.random.default_rng(HELD_OUT_SEED + seed)
    attributes = sample(rng)
    prompt = described(rng, attributes)
    truth.prompts[prompt] = attributes
    state = world.birth(seed, prompt, suite.size)
    episode = truth.episode(seed, 1, attributes)
    return Run("born", state, _path(episode, episode.poses[0], suite, index), is_posed=False)


def _path(episode: Episode, start: Any, suite: Suite, index: int) -> Episode:
    motions = wander(np.random.default_rng(index), round(suite.drift_s * suite.fps), suite.fps)
    poses, climbed = follow(episode.scene, start, motions, suite.fps)
    return Episode(episode.scene, episode.attributes, [start, *poses], climbed, suite.fps, suite.size)


def _measure(
    world: EvalWorld, run: Run, suite: Suite, album: Album, progress: Callable[[int], None]
) -> Measured:
    measured, strip, state = Measured(run.kind), [], run.state
    every, recent = round(SAMPLE_S * suite.fps), []
    shown = {max(round(seconds * suite.fps), 1): seconds for seconds in suite.strip_s}
    for tick in range(1, len(run.path.poses)):
        state, made = world.render(state, _control(run, tick), suite.play_steps)
        recent = [*recent[-MOTION_TICKS:], made]
        if tick % every == 0:
            measured.model.add(tick / suite.fps, recent[0], made)
        if tick % (TRUTH_EVERY * every) == every:
            before, true = run.path.picture(max(tick - MOTION_TICKS, 0)), run.path.picture(tick)
            measured.truth.add(tick / suite.fps, before, true)
        if tick in shown:
            strip.append((shown[tick], made, run.path.frame(tick)))
        progress(1)
    album.add_row([(f"{run.kind}: model at {at_s:g} s", made) for at_s, made, _ in strip])
    album.add_row([(f"{run.kind}: truth at {at_s:g} s", true) for at_s, _, true in strip])
    return measured


def _control(run: Run, tick: int) -> Control:
    motion, dt_s = run.path.motions[tick - 1], 1.0 / run.path.fps
    return Control(tick, dt_s, motion=motion, pose=run.path.poses[tick] if run.is_posed else None)


def features(before: PlanarFrame, frame: PlanarFrame) -> dict[str, float]:
    """FEATURES of a frame, with the motion since `before`."""
    return {
        "gradient_energy": metrics.gradient_energy(frame),
        "brightness": metrics.brightness(frame),
        "saturation": metrics.saturation(frame),
        "motion": metrics.change(before, frame),
    }


def worst(ratios: list[float]) -> float:
    """The smallest min(r, 1 / r): 1 nothing changed, 0 collapsed or exploded."""
    return min((min(ratio, 1.0 / max(ratio, 1e-9)) for ratio in ratios), default=1.0)


def _drift(runs: list[Measured], suite: Suite) -> dict[str, Any]:
    listed = [_run_figures(run, suite.segment_s) for run in runs]
    return {
        "worst_segment_ratio": min(run["worst_segment_ratio"] for run in listed),
        "truth_worst_segment_ratio": min(run["truth_worst_segment_ratio"] for run in listed),
        "collapsed_segment_ratio": 0.0,
        "seconds": suite.drift_s,
        "segment_s": suite.segment_s,
        "runs": listed,
    }


def _run_figures(run: Measured, segment_s: float) -> dict[str, Any]:
    figures: dict[str, Any] = {"kind": run.kind}
    for prefix, samples in (("", run.model), ("truth_", run.truth)):
        ratios = {name: samples.ratios(name, segment_s) for name in FEATURES}
        figures[f"{prefix}worst_segment_ratio"] = worst(ratios["gradient_energy"])
        figures[f"{prefix}segments"] = ratios
        figures[f"{prefix}mean_motion"] = samples.mean("motion")
    return figures


def _sharpness(runs: list[Measured], suite: Suite) -> dict[str, float]:
    moments = [moment_s for moment_s in suite.sharpness_s if moment_s <= suite.drift_s]
    figures = {}
    for moment_s in moments:
        near = [(run.kind, _sharpness_near(run, moment_s)) for run in runs]
        figures[f"{moment_s:g}"] = metrics.geometric_mean(ratio for _, ratio in near)
        for kind in {run.kind for run in runs}:
            own = [ratio for name, ratio in near if name == kind]
            figures[f"{moment_s:g}_{kind}"] = metrics.geometric_mean(own)
    return figures


def _sharpness_near(run: Measured, moment_s: float) -> float:
    """Gradient energy near a moment over the truth's there.

    A born world has no truth but its kind of scene: it is held against the mean of the whole true path.
    """
    there = run.truth.mean("gradient_energy", moment_s if run.kind == "begun" else None)
    return run.model.mean("gradient_energy", moment_s) / max(there, 1e-9)
