"""A free run: minutes of a world that a scripted person wanders through, measured every second.

Some runs begin from a true context, along poses that follow the true ground; others are born from a prompt
and steered by motion, as a person would. The truth wanders the same path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inhabit.core.camera import Pose
from inhabit.core.frame import PlanarFrame
from inhabit.evals.album import Cell, row
from inhabit.evals.probes import Probes
from inhabit.evals.samples import Samples, Spread, segment_of
from inhabit.evals.section import Done
from inhabit.evals.stage import CONTEXTS, Stage, begin
from inhabit.evals.suite import Suite
from inhabit.evals.truth import HELD_OUT_SEED, Episode
from inhabit.evals.wanderer import follow, wander
from inhabit.evals.wordings import described
from inhabit.evals.world import CONTEXT_TICKS, pass_over
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


@dataclass(frozen=True, slots=True)
class Run:
    """A free run about to start: the world's state, and the true path, whose tick 0 is `state`'s frame."""

    kind: str
    state: Any
    path: Episode
    is_posed: bool
    """Whether the world is given the true poses, or the motion alone as a person would."""


@dataclass(slots=True)
class Seen:
    """What is measured of a run's pictures: numbers at moments, and features gathered by minutes."""

    probes: Probes
    minute_s: float
    samples: Samples = field(default_factory=Samples)
    _described: dict[int, list[np.ndarray]] = field(default_factory=dict)

    def add(self, at_s: float, before: PlanarFrame, frame: PlanarFrame) -> None:
        """Measure a frame, and its change since `before`."""
        self.samples.add(at_s, before, frame)
        minute = segment_of(at_s, self.minute_s)
        self._described.setdefault(minute, []).append(self.probes.felt(frame))

    def minutes(self) -> list[Spread]:
        """The features of each minute."""
        return [Spread.over(self._described[minute]) for minute in sorted(self._described)]


@dataclass(slots=True)
class Measured:
    """One run: what the world showed, what the truth would have, and pictures of both."""

    kind: str
    model: Seen
    truth: Seen
    rows: list[list[Cell]] = field(default_factory=list)


def begun(stage: Stage, suite: Suite, index: int) -> Run:
    """A run from a true context, along poses that follow the true ground."""
    with stage.timed(CONTEXTS):
        episode = stage.truth.episode(DRIFT_SEED + index, CONTEXT_TICKS + 1)
        state = begin(stage.world, episode)
    return Run("begun", state, _path(episode, episode.poses[CONTEXT_TICKS], suite, index), is_posed=True)


def born(stage: Stage, suite: Suite, index: int) -> Run:
    """A run in a world born from a prompt, steered by motion; its truth is a scene of those attributes."""
    seed = DRIFT_SEED + index
    rng = np.random.default_rng(HELD_OUT_SEED + seed)
    attributes = sample(rng)
    prompt = described(rng, attributes)
    stage.truth.prompts[prompt] = attributes
    state = stage.world.birth(seed, prompt, suite.size)
    episode = stage.truth.episode(seed, 1, attributes)
    return Run("born", state, _path(episode, episode.poses[0], suite, index), is_posed=False)


def measured(stage: Stage, run: Run, suite: Suite, done: Done) -> Measured:
    """Wander, and measure every SAMPLE_S."""
    state, world = run.state, stage.world
    model, truth = (Seen(stage.probes, suite.minute_s) for _ in range(2))
    every, recent = round(SAMPLE_S * suite.fps), list[PlanarFrame]()
    shown = {max(round(seconds * suite.fps), 1): seconds for seconds in suite.strip_s}
    strip: list[tuple[float, PlanarFrame, PlanarFrame]] = []
    for tick in range(1, len(run.path.poses)):
        control = _control(run, tick)
        if tick in shown or tick % every == 0 or -tick % every <= MOTION_TICKS:
            state, made = world.render(state, control, suite.play_steps)
            recent = [*recent[-MOTION_TICKS:], made]
        else:
            state = pass_over(world, state, control, suite.play_steps)
        if tick % every == 0:
            model.add(tick / suite.fps, recent[0], recent[-1])
        if tick % (TRUTH_EVERY * every) == every:
            before, true = run.path.picture(max(tick - MOTION_TICKS, 0)), run.path.picture(tick)
            truth.add(tick / suite.fps, before, true)
        if tick in shown:
            strip.append((shown[tick], recent[-1], run.path.picture(tick)))
        done(1)
    rows = [
        row([(f"{run.kind}: model at {at_s:g} s", made) for at_s, made, _ in strip]),
        row([(f"{run.kind}: truth at {at_s:g} s", true) for at_s, _, true in strip]),
    ]
    return Measured(run.kind, model, truth, rows)


def _path(episode: Episode, start: Pose, suite: Suite, index: int) -> Episode:
    motions = wander(np.random.default_rng(index), round(suite.drift_s * suite.fps), suite.fps)
    poses, climbed = follow(episode.scene, start, motions, suite.fps)
    return Episode(episode.scene, episode.attributes, [start, *poses], climbed, suite.fps, suite.size)


def _control(run: Run, tick: int) -> Control:
    motion, dt_s = run.path.motions[tick - 1], 1.0 / run.path.fps
    return Control(tick, dt_s, motion=motion, pose=run.path.poses[tick] if run.is_posed else None)
