"""Drills command one axis at a time, both ways, from where the context ends."""

from __future__ import annotations

import numpy as np

from inhabit.core.camera import Motion, Pose
from inhabit.evals.motion_probe import AXES
from inhabit.evals.probes import Probes
from inhabit.evals.steering import SIGN_SHARE, Steering, drills, path, shares
from inhabit.evals.suite import suite_named


def test_every_axis_is_drilled_both_ways_and_alone() -> None:
    commanded = np.stack([shares(motion) for motion in drills(np.random.default_rng(0))])
    assert (np.count_nonzero(commanded, axis=1) == 1).all()
    assert ((commanded > SIGN_SHARE).sum(axis=0) == 1).all()
    assert ((commanded < -SIGN_SHARE).sum(axis=0) == 1).all()


def test_a_path_starts_one_tick_after_its_start() -> None:
    poses = path(Pose(), Motion(dolly_mps=3.0), 3, 30.0)
    assert [round(pose.z_m, 6) for pose in poses] == [0.1, 0.2, 0.3]


def noted(untrained_probes: Probes, readings: list[tuple[float, float, float]]) -> Steering:
    """Steering that was told (commanded, model, truth) for every axis alike; the frozen reads nothing."""
    steering = Steering(suite_named("tiny"), untrained_probes)
    for commanded, model, truth in readings:
        for axis in AXES:
            steering.commanded[axis].append(commanded)
            steering.model[axis].append(model)
            steering.truth[axis].append(truth)
            steering.frozen[axis].append(0.0)
    return steering


def test_a_frame_counts_only_where_the_probe_is_right_on_truth(untrained_probes: Probes) -> None:
    yaw = noted(untrained_probes, [(0.5, 0.4, 0.5), (0.5, -0.4, -0.1), (-0.5, -0.3, -0.4)]).figures()[
        "control"
    ]["yaw"]
    assert yaw["sign_accuracy"] == 1.0
    assert abs(yaw["sign_accuracy_unfiltered"] - 2 / 3) < 1e-9
    assert abs(yaw["probe_sign_accuracy"] - 2 / 3) < 1e-9


def test_small_commands_have_no_sign_but_enter_the_correlation(untrained_probes: Probes) -> None:
    yaw = noted(untrained_probes, [(0.5, 0.4, 0.5), (0.0, -0.1, -0.1), (-0.5, -0.6, -0.4)]).figures()[
        "control"
    ]["yaw"]
    assert yaw["frames"] == 2 and yaw["sign_accuracy"] == 1.0
    assert yaw["correlation"] > 0.98 and yaw["frozen_correlation"] == 0.0
