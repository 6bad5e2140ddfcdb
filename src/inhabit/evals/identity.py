"""Does a world stay what it is: how often what it is recognised by changes while somebody tries to change it.

The camera sways a little at one true place; every few seconds a directive tries one of TRAITS, in turn. A
look is taken before each: what is the style, the biome, the set? `unlocked`, a change that was asked for is
obedience, and `unasked_per_minute` counts the others. `locked`, every change is a fault; that is reported of
worlds that offer locks (`world.Locks`). The truth is read by the same judge beside (with locks it changes
nothing), and the floor of locking is the same world without locks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Cell, row
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.sim_world import held
from inhabit.evals.stage import Stage
from inhabit.evals.suite import Suite
from inhabit.evals.traits import TRAITS, Surroundings, sighted
from inhabit.evals.truth import picture
from inhabit.evals.world import CONTEXT_TICKS, Locks, pass_over
from inhabit.inputs.control import Control
from inhabit.sim.walk import motion_between

SWAY_RAD = 0.06
"""How far the gaze sways between two looks; at each look the camera is where it began."""

LATER_S = 0.5
"""The truth is read from pictures of so much later: other clouds, other drops. At the same moment it would
be judged by itself."""

SHEET_CELLS = 8

Seen = dict[str, str]
"""What each trait is read as."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The section: one place per episode, with every lock the world has and without."""

    suite: Suite
    name: str = "identity"
    album: str = "tries"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.identity_worlds

    def units(self, index: int) -> int:
        return _looks(self.suite)

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Try to change the world, unlocked and, if it has locks, locked."""
        numbers, rows = Numbers(), list[list[Cell]]()
        locks = {"unlocked": frozenset[str]()}
        if isinstance(stage.world, Locks):
            locks["locked"] = stage.world.lockable & {trait.name for trait in TRAITS}
        for name, locked in locks.items():
            numbers[name], cells = _tried(stage, index, locked, done if name == "unlocked" else _nobody)
            rows.append(row([(f"{name}: {label}", frame) for label, frame in cells[:SHEET_CELLS]]))
        return Found(numbers, rows)

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`identity.{locked|unlocked}`; `locked` is null for a world without locks."""
        both = {name: [one[name] for one in found if name in one] for name in ("locked", "unlocked")}
        minutes = _looks(self.suite) * self.suite.try_s / 60.0
        return {
            "identity": {
                name: run_figures(runs, minutes) if runs else {"changes_per_minute": None}
                for name, runs in both.items()
            }
        }


def run_figures(runs: Sequence[dict[str, Any]], minutes: float) -> dict[str, Any]:
    """Changes per minute over all traits and of each, read in the world, read in the truth, and due; by
    chance they would be `chance_per_minute`."""
    tries = len(runs[0]["model"]) - 1
    counts = [
        {who: changes(run[who]) for who in ("model", "truth", "due")} | {"unasked": unasked(run)}
        for run in runs
    ]

    def rate(who: str, traits: Sequence[str]) -> float:
        return metrics.mean(sum(count[who][trait] for trait in traits) / minutes for count in counts)

    traits = [trait.name for trait in TRAITS]
    keys = {
        "changes_per_minute": "model",
        "truth_changes_per_minute": "truth",
        "due_per_minute": "due",
        "unasked_per_minute": "unasked",
    }
    return {key: rate(who, traits) for key, who in keys.items()} | {
        "chance_per_minute": sum(1.0 - 1.0 / trait.values for trait in TRAITS) * tries / minutes,
        "by_trait": {trait: {key: rate(who, [trait]) for key, who in keys.items()} for trait in traits},
        "worst_changes_per_minute": max(
            (sum(count["model"].values()) / minutes for count in counts), default=metrics.mean([])
        ),
        "runs": len(runs),
        "seconds": minutes * 60.0,
    }


def changes(looks: Sequence[Seen]) -> dict[str, int]:
    """How often each trait is read as something else than at the look before."""
    return {trait.name: sum(a[trait.name] != b[trait.name] for a, b in pairwise(looks)) for trait in TRAITS}


def unasked(run: dict[str, Any]) -> dict[str, int]:
    """Changes of each trait between looks where none was due."""
    model, due = run["model"], run["due"]
    return {
        trait.name: sum(
            model[i][trait.name] != model[i - 1][trait.name] and due[i][trait.name] == due[i - 1][trait.name]
            for i in range(1, len(model))
        )
        for trait in TRAITS
    }


def _tried(
    stage: Stage, index: int, locked: frozenset[str], done: Done
) -> tuple[dict[str, Any], list[tuple[str, PlanarFrame]]]:
    """Looks at the world, at the truth, and what was due, before the first try and after each."""
    context, suite, rng = stage.calm(index), stage.suite, np.random.default_rng([index, 900])
    episode, world = context.episode, stage.world
    start, now = episode.poses[CONTEXT_TICKS], episode.attributes
    state = world.lock(context.state, locked) if locked and isinstance(world, Locks) else context.state
    poses = _sway(start, max(round(suite.try_s * suite.directive_fps), 1))
    run: dict[str, list[Seen]] = {"model": [], "truth": [], "due": []}
    cells: list[tuple[str, PlanarFrame]] = []
    words = ""
    for look in range(_looks(suite) + 1):
        time_s = CONTEXT_TICKS / episode.fps + (look + 1) * suite.try_s
        state, made = _passed(stage, state, poses, words)
        around = Surroundings(episode.scene, start, time_s, stage.probes.describe)
        true = picture(episode.scene, start, now, episode.size, time_s + LATER_S)
        run["model"].append(_read(around, made, now))
        run["truth"].append(_read(around, true, now))
        run["due"].append({trait.name: trait.due(now) for trait in TRAITS})
        cells.append((words or "nothing said", made))
        if look:
            done(1)
        given = next(TRAITS[look % len(TRAITS)].tries(rng, now))
        words = given.text
        stage.truth.wanted[words, now] = given.wanted
        now = held(given.wanted, now, locked)
    return run, cells


def _passed(stage: Stage, state: Any, poses: list[Pose], words: str) -> tuple[Any, PlanarFrame]:
    """The state and the picture when the gaze has swayed once, with `words` said at the beginning."""
    fps, steps = stage.suite.directive_fps, stage.suite.play_steps
    controls = [
        Control(
            CONTEXT_TICKS + tick,
            1.0 / fps,
            motion=motion_between(poses[tick - 2] if tick > 1 else poses[-1], pose, fps),
            directives=(words,) if words and tick == 1 else (),
            pose=pose,
        )
        for tick, pose in enumerate(poses, start=1)
    ]
    for control in controls[:-1]:
        state = pass_over(stage.world, state, control, steps)
    return stage.world.render(state, controls[-1], steps)


def _read(around: Surroundings, frame: PlanarFrame, expected: Attributes) -> Seen:
    seen = sighted(around, frame, expected)
    return {trait.name: trait.read(seen) for trait in TRAITS}


def _sway(start: Pose, ticks: int) -> list[Pose]:
    """Poses of one sway to both sides that ends where it began."""
    angles = [SWAY_RAD * math.sin(math.tau * tick / ticks) for tick in range(1, ticks)]
    return [replace(start, yaw_rad=math.remainder(start.yaw_rad + angle, math.tau)) for angle in angles] + [
        start
    ]


def _looks(suite: Suite) -> int:
    return max(round(suite.identity_s / suite.try_s), 1)


def _nobody(count: int) -> None:
    """Progress that has been told already."""
