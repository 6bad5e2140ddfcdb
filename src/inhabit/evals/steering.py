"""Does the camera do what it is told: drills of one axis each, read back by the motion probe.

Each drill commands one axis at one speed from a true context, by motion and not by pose, as a person
at the keys would. The probe reads the speed between frames MOTION_TICKS apart. A frame counts toward
the sign only where the probe is right on the truth's own frames; the probe's error on the truth and
its reading of a frozen picture (the floor) stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from inhabit.core.camera import Motion, Pose, advance
from inhabit.evals import metrics
from inhabit.evals.motion_probe import AXES, AXIS_FULL, MOTION_TICKS
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import Context, Stage
from inhabit.evals.suite import Suite
from inhabit.evals.world import CONTEXT_TICKS
from inhabit.inputs.control import Control

SIGN_SHARE = 0.2
"""A command below this share of full speed has no sign worth judging."""


Heard = dict[str, list[list[float]]]
"""For each axis, over all frames of its drills: commanded and read speeds as shares of full, as
[commanded, model, truth, frozen]."""


@dataclass(frozen=True, slots=True)
class Steering:
    """The section: one context per episode, every axis drilled both ways."""

    suite: Suite
    name: str = "control"
    album: str = "drills"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.drill_worlds

    def units(self, index: int) -> int:
        return 1

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Drill the world from one context, every axis both ways, at every step count of the sweep."""
        context, numbers = stage.context(index), Numbers()
        for steps in self.suite.sweep:
            heard: Heard = {axis: [] for axis in AXES}
            for motion in drills(np.random.default_rng(index)):
                _drill(stage, context, motion, steps, heard)
            numbers[str(steps)] = heard
        done(1)
        return Found(numbers)

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`control.{axis}`: sign accuracy and correlation, of the world and of the probe on truth."""
        control = {}
        for axis in AXES:
            by_steps = {
                str(steps): axis_figures([row for one in found for row in one[str(steps)][axis]])
                for steps in self.suite.sweep
            }
            short = ("sign_accuracy", "correlation", "mean_error_share")
            control[axis] = by_steps[str(self.suite.play_steps)] | {
                "by_steps": {n: {key: whole[key] for key in short} for n, whole in by_steps.items()}
            }
        return {"control": control}


def drills(rng: np.random.Generator) -> list[Motion]:
    """Both signs of each axis at a random speed between 0.35 and 0.9 of full."""
    made = []
    for sign in (1.0, -1.0):
        yaw, pitch, dolly, truck = sign * rng.uniform(0.35, 0.9, len(AXES)) * AXIS_FULL
        made += [
            Motion(yaw_rps=float(yaw)),
            Motion(pitch_rps=float(pitch)),
            Motion(dolly_mps=float(dolly)),
            Motion(truck_mps=float(truck)),
        ]
    return made


def shares(motion: Motion) -> np.ndarray:
    """float32 [4]: the motion's speed along AXES as shares of full."""
    speeds = np.array(
        [motion.yaw_rps, motion.pitch_rps, motion.dolly_mps, motion.truck_mps], dtype=np.float32
    )
    return speeds / AXIS_FULL


def path(start: Pose, motion: Motion, ticks: int, fps: float) -> list[Pose]:
    """The `ticks` poses that follow `start` under a steady motion."""
    poses = [start]
    for _ in range(ticks):
        poses.append(advance(poses[-1], motion, 1.0 / fps))
    return poses[1:]


def _drill(stage: Stage, context: Context, motion: Motion, steps: int, heard: Heard) -> None:
    suite, probes, episode, state = stage.suite, stage.probes, context.episode, context.state
    poses = path(episode.poses[CONTEXT_TICKS], motion, suite.drill_ticks, suite.fps)
    course = episode.along(poses, [motion] * suite.drill_ticks)
    before_model = before_truth = course.frame(CONTEXT_TICKS)
    for ahead in range(1, suite.drill_ticks + 1):
        control = Control(CONTEXT_TICKS + ahead, 1.0 / suite.fps, motion=motion)
        state, made = stage.world.render(state, control, steps)
        if ahead % MOTION_TICKS:
            continue
        true = course.frame(CONTEXT_TICKS + ahead)
        read = [
            probes.speeds(before_model, made) / AXIS_FULL,
            probes.speeds(before_truth, true) / AXIS_FULL,
            probes.speeds(true, true) / AXIS_FULL,
        ]
        for place, axis in enumerate(AXES):
            heard[axis].append([float(values[place]) for values in (shares(motion), *read)])
        before_model, before_truth = made, true


def axis_figures(heard: list[list[float]]) -> dict[str, float]:
    """One axis, from its [commanded, model, truth, frozen]: how often the sign is right, how speeds agree."""
    commanded, model, truth, frozen = np.array(heard).reshape(-1, 4).T
    judged = np.abs(commanded) >= SIGN_SHARE
    probe_right = judged & (np.sign(truth) == np.sign(commanded))
    return {
        "sign_accuracy": _agreement(model, commanded, probe_right),
        "sign_accuracy_unfiltered": _agreement(model, commanded, judged),
        "correlation": metrics.correlation(list(model), list(commanded)),
        "probe_sign_accuracy": _agreement(truth, commanded, judged),
        "probe_correlation": metrics.correlation(list(truth), list(commanded)),
        "frozen_sign_accuracy": _agreement(frozen, commanded, judged),
        "frozen_correlation": metrics.correlation(list(frozen), list(commanded)),
        "mean_error_share": float(np.abs(model - commanded).mean()),
        "probe_mean_error_share": float(np.abs(truth - commanded).mean()),
        "frames": int(judged.sum()),
    }


def _agreement(read: np.ndarray, commanded: np.ndarray, where: np.ndarray) -> float:
    return metrics.mean((np.sign(read) == np.sign(commanded))[where].astype(float))
