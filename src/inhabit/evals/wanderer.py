"""A scripted person who never stops: forward, with turns, for minutes, over whatever land there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.camera import Motion, Pose, advance
from inhabit.sim.scene import Scene

_SMOOTH_S = 0.8
"""How long speeds take to change."""

_CLEARANCE_M, _RISE_S = 7.0, 2.0
"""Height kept over the ground, and how slowly the camera follows it."""


def wander(rng: np.random.Generator, ticks: int, fps: float) -> list[Motion]:
    """`ticks` motions: forward at 2 to 6 m/s, turns of up to 0.4 rad/s, a level gaze."""
    motions: list[Motion] = []
    dolly = yaw = 0.0
    left, want_dolly, want_yaw = 0, 0.0, 0.0
    share = 1.0 / (_SMOOTH_S * fps)
    for _ in range(ticks):
        if left == 0:
            left = round(rng.uniform(3.0, 7.0) * fps)
            want_dolly = rng.uniform(2.0, 6.0)
            want_yaw = rng.choice([-1.0, 0.0, 1.0]) * rng.uniform(0.1, 0.4)
        dolly += share * (want_dolly - dolly)
        yaw += share * (want_yaw - yaw)
        left -= 1
        motions.append(Motion(dolly_mps=float(dolly), yaw_rps=float(yaw)))
    return motions


def follow(scene: Scene, start: Pose, motions: list[Motion], fps: float) -> tuple[list[Pose], list[Motion]]:
    """The path of `motions` from `start` with the camera rising and sinking with the ground.

    Returns the len(motions) poses after `start`, and the motions with the climb written into them.
    """
    pose, poses, climbed = start, [], []
    for motion in motions:
        ahead = advance(pose, replace(motion, dolly_mps=motion.dolly_mps * _RISE_S * fps), 1.0 / fps)
        ground_m = max(scene.ground_m(ahead.x_m, ahead.z_m), scene.ground_m(pose.x_m, pose.z_m))
        climb_mps = float(np.clip((ground_m + _CLEARANCE_M - pose.y_m) / _RISE_S, -4.0, 4.0))
        climbed.append(replace(motion, pedestal_mps=climb_mps))
        pose = advance(pose, climbed[-1], 1.0 / fps)
        poses.append(pose)
    return poses, climbed
