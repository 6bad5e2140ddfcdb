"""Does the camera do what it is told: drills of one axis each, read back by the motion probe.

Each drill commands one axis at one speed from a true context, by motion and not by pose, as a person
at the keys would. The probe reads the speed between frames MOTION_TICKS apart. A frame counts toward
the sign only where the probe is right on the truth's own frames; the probe's error on the truth and
its reading of a frozen picture (the floor) stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inhabit.core.camera import Motion, Pose, advance
from inhabit.evals import metrics
from inhabit.evals.motion_probe import AXES, AXIS_FULL, MOTION_TICKS
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Episode
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

SIGN_SHARE = 0.2
"""A command below this share of full speed has no sign worth judging."""


def _per_axis() -> dict[str, list[float]]:
    return {axis: [] for axis in AXES}


@dataclass(slots=True)
class Steering:
    """For each axis, over all frames of its drills: commanded and read speeds as shares of full."""

    suite: Suite
    probes: Probes
    commanded: dict[str, list[float]] = field(default_factory=_per_axis)
    model: dict[str, list[float]] = field(default_factory=_per_axis)
    truth: dict[str, list[float]] = field(default_factory=_per_axis)
    frozen: dict[str, list[float]] = field(default_factory=_per_axis)

    def add(self, world: EvalWorld, state: Any, episode: Episode, index: int) -> None:
        """Drill the world from one context, every axis both ways."""
        for motion in drills(np.random.default_rng(index)):
            _drill(world, state, episode, motion, self)

    def figures(self) -> dict[str, Any]:
        """`control.{axis}`: sign accuracy and correlation, of the world and of the probe on truth."""
        return {"control": {axis: _figures(self, axis) for axis in AXES}}


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


def _drill(world: EvalWorld, state: Any, episode: Episode, motion: Motion, steering: Steering) -> None:
    suite, probes = steering.suite, steering.probes
    poses = path(episode.poses[CONTEXT_TICKS], motion, suite.drill_ticks, suite.fps)
    course = episode.along(poses, [motion] * suite.drill_ticks)
    before_model = before_truth = course.frame(CONTEXT_TICKS)
    for ahead in range(1, suite.drill_ticks + 1):
        control = Control(CONTEXT_TICKS + ahead, 1.0 / suite.fps, motion=motion)
        state, made = world.render(state, control, suite.play_steps)
        if ahead % MOTION_TICKS:
            continue
        true = course.frame(CONTEXT_TICKS + ahead)
        readings = {
            "model": probes.speeds(before_model, made) / AXIS_FULL,
            "truth": probes.speeds(before_truth, true) / AXIS_FULL,
            "frozen": probes.speeds(true, true) / AXIS_FULL,
        }
        _note(steering, shares(motion), readings)
        before_model, before_truth = made, true


def _note(steering: Steering, commanded: np.ndarray, readings: dict[str, np.ndarray]) -> None:
    for index, axis in enumerate(AXES):
        steering.commanded[axis].append(float(commanded[index]))
        for source, values in readings.items():
            getattr(steering, source)[axis].append(float(values[index]))


def _figures(steering: Steering, axis: str) -> dict[str, float]:
    commanded = np.array(steering.commanded[axis])
    model, truth = np.array(steering.model[axis]), np.array(steering.truth[axis])
    frozen = np.array(steering.frozen[axis])
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
        "mean_error_share": float(np.mean(np.abs(model - commanded))),
        "probe_mean_error_share": float(np.mean(np.abs(truth - commanded))),
        "frames": int(judged.sum()),
    }


def _agreement(read: np.ndarray, commanded: np.ndarray, where: np.ndarray) -> float:
    return metrics.mean((np.sign(read) == np.sign(commanded))[where].astype(float))
