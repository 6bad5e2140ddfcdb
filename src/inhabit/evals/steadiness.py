"""Does the picture hold still where it should: what is left of change once the known motion is taken out.

A still camera and a moving one, by commanded poses. The picture before is carried into the next one's camera
by the truth's geometry, not by any that the world has itself, and compared where both show the same solid
point: clouds and water live, and outlines belong to two things. What remains is flicker: root mean square of
luma, in levels of 255. The truth has its own by the same rule (a pull between pixels is never exact); the
floor is a picture that does not move while the camera does.

A soft picture flickers less, so `relative_error` divides by the picture's own contrast between neighbours; a
frozen one not at all, so `living` tells how much of the truth's change the sky and the water show (frozen:
0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from inhabit.core.camera import Motion, Pose, advance
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.geometry import carrier, solid
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import Context, Stage
from inhabit.evals.suite import Suite
from inhabit.evals.world import CONTEXT_TICKS
from inhabit.frames.pixels import rgb_to_planes
from inhabit.inputs.control import Control
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.march import march
from inhabit.sim.shade import shade

CAMERAS = {"still": Motion(), "moving": Motion(truck_mps=1.5, dolly_mps=2.0, yaw_rps=0.25)}

PAIR_EVERY = 3
"""Of consecutive pictures one pair in so many is compared: marching the truth is dear."""

LEAST_SEEN = 0.05
"""Pairs that share less of the picture than this are left out."""


@dataclass(frozen=True, slots=True)
class Steadiness:
    """The section: one calm place per episode, seen by a still camera and by a moving one, at every step
    count."""

    suite: Suite
    name: str = "steadiness"
    album: str = "steadiness"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.steady_worlds

    def units(self, index: int) -> int:
        return len(CAMERAS)

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Hold the camera still, then move it."""
        context, numbers = stage.calm(index), Numbers()
        for camera, motion in CAMERAS.items():
            numbers[camera] = _watched(stage, context, motion)
            done(1)
        return Found(numbers)

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`steadiness`: over both cameras, of each, and of each step count."""
        pairs = {camera: [pair for one in found for pair in one[camera]["pairs"]] for camera in CAMERAS}
        every = [pair for some in pairs.values() for pair in some]
        figures = pair_figures(every, self.suite.play_steps)
        for camera, some in pairs.items():
            figures[camera] = pair_figures(some, self.suite.play_steps)
        figures["by_steps"] = {
            str(steps): {"warped_error": metrics.mean(pair["model"][str(steps)] for pair in every)}
            for steps in self.suite.sweep
        }
        living = [row for one in found for row in one["still"]["living"]]
        changed, due = (sum(row[who] for row in living) for who in ("model", "truth"))
        figures["living"] = {"ratio": changed / due if due else metrics.mean([]), "truth": 1.0, "copy": 0.0}
        return {"steadiness": figures}


def pair_figures(pairs: list[dict[str, Any]], steps: int) -> dict[str, Any]:
    """Flicker over pairs of pictures, the truth's and a frozen picture's beside it, and the worst world
    pair."""
    return {
        "warped_error": metrics.mean(pair["model"][str(steps)] for pair in pairs),
        "truth": metrics.mean(pair["truth"] for pair in pairs),
        "copy": metrics.mean(pair["copy"] for pair in pairs),
        "relative_error": metrics.mean(pair["model_relative"] for pair in pairs),
        "truth_relative": metrics.mean(pair["truth_relative"] for pair in pairs),
        "copy_relative": metrics.mean(pair["copy_relative"] for pair in pairs),
        "worst": max((pair["model"][str(steps)] for pair in pairs), default=metrics.mean([])),
        "pairs": len(pairs),
    }


def flicker(before: PlanarFrame, now: PlanarFrame, carried: Any, where: np.ndarray) -> float:
    """Root mean square of luma `now` less luma `before` carried into its camera, in levels of 255."""
    gap = now.luma.astype(np.float32)[where] - carried(before.luma)[where]
    return float(np.sqrt(np.square(gap).mean()))


def contrast(frame: PlanarFrame, where: np.ndarray) -> float:
    """Root mean square of the difference of luma between neighbours where `where` holds, in levels of 255."""
    luma = frame.luma.astype(np.float32)
    along = np.square(np.diff(luma, axis=1, append=luma[:, -1:]))
    down = np.square(np.diff(luma, axis=0, append=luma[-1:]))
    return float(np.sqrt(0.5 * (along + down)[where].mean()))


def _watched(stage: Stage, context: Context, motion: Motion) -> dict[str, Any]:
    """Flicker of consecutive pictures, and what changed in all that is not solid."""
    suite, episode = stage.suite, context.episode
    poses = _poses(episode.poses[CONTEXT_TICKS], motion, suite)
    shown = {steps: _shown(stage, context, poses, motion, steps) for steps in suite.sweep}
    frozen, pairs, living = episode.frame(CONTEXT_TICKS), [], []
    for tick in range(PAIR_EVERY, suite.steady_ticks + 1, PAIR_EVERY):
        (buffer_a, true_a), (buffer_b, true_b) = (
            _true(context, poses[t - 1], t, suite) for t in (tick - 1, tick)
        )
        carried, where = carrier(buffer_a, buffer_b)
        play = shown[suite.play_steps]
        if where.mean() >= LEAST_SEEN:
            error = {n: flicker(run[tick - 2], run[tick - 1], carried, where) for n, run in shown.items()}
            true_error = flicker(true_a, true_b, carried, where)
            frozen_error = flicker(frozen, frozen, carried, where)
            pairs.append(
                {
                    "model": {str(n): value for n, value in error.items()},
                    "truth": true_error,
                    "copy": frozen_error,
                    "model_relative": error[suite.play_steps] / max(contrast(play[tick - 1], where), 0.5),
                    "truth_relative": true_error / max(contrast(true_b, where), 0.5),
                    "copy_relative": frozen_error / max(contrast(frozen, where), 0.5),
                }
            )
        free = ~solid(buffer_b)
        living.append(
            {"model": _moved(play[tick - 2], play[tick - 1], free), "truth": _moved(true_a, true_b, free)}
        )
    return {"pairs": pairs, "living": living}


def _poses(start: Pose, motion: Motion, suite: Suite) -> list[Pose]:
    return [advance(start, motion, tick / suite.fps) for tick in range(1, suite.steady_ticks + 1)]


def _shown(
    stage: Stage, context: Context, poses: list[Pose], motion: Motion, steps: int
) -> list[PlanarFrame]:
    state, made = context.state, []
    for tick, pose in enumerate(poses, start=1):
        control = Control(CONTEXT_TICKS + tick, 1.0 / stage.suite.fps, motion=motion, pose=pose)
        state, frame = stage.world.render(state, control, steps)
        made.append(frame)
    return made


def _true(context: Context, pose: Pose, tick: int, suite: Suite) -> tuple[GBuffer, PlanarFrame]:
    episode, time_s = context.episode, (CONTEXT_TICKS + tick) / suite.fps
    buffer = march(episode.scene, pose, episode.size, time_s)
    return buffer, rgb_to_planes(shade(episode.scene, buffer, episode.attributes, pose, time_s))


def _moved(before: PlanarFrame, now: PlanarFrame, where: np.ndarray) -> float:
    """Sum of absolute changes of luma where `where` holds, over the whole picture's pixels."""
    gap = np.abs(now.luma.astype(np.float32) - before.luma.astype(np.float32))
    return float(gap[where].sum() / where.size)
