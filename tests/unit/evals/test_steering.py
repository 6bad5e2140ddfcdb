"""Drills command one axis at a time, both ways, from where the context ends."""

from __future__ import annotations

import numpy as np

from inhabit.core.camera import Motion, Pose
from inhabit.evals.motion_probe import AXES
from inhabit.evals.steering import SIGN_SHARE, Steering, axis_figures, drills, path, shares
from inhabit.evals.suite import suite_named


def test_every_axis_is_drilled_both_ways_and_alone() -> None:
    commanded = np.stack([shares(motion) for motion in drills(np.random.default_rng(0))])
    assert (np.count_nonzero(commanded, axis=1) == 1).all()
    assert ((commanded > SIGN_SHARE).sum(axis=0) == 1).all()
    assert ((commanded < -SIGN_SHARE).sum(axis=0) == 1).all()


def test_a_path_starts_one_tick_after_its_start() -> None:
    poses = path(Pose(), Motion(dolly_mps=3.0), 3, 30.0)
    assert [round(pose.z_m, 6) for pose in poses] == [0.1, 0.2, 0.3]


def test_a_frame_counts_only_where_the_probe_is_right_on_truth() -> None:
    yaw = axis_figures([[0.5, 0.4, 0.5, 0.0], [0.5, -0.4, -0.1, 0.0], [-0.5, -0.3, -0.4, 0.0]])
    assert yaw["sign_accuracy"] == 1.0
    assert abs(yaw["sign_accuracy_unfiltered"] - 2 / 3) < 1e-9
    assert abs(yaw["probe_sign_accuracy"] - 2 / 3) < 1e-9


def test_small_commands_have_no_sign_but_enter_the_correlation() -> None:
    yaw = axis_figures([[0.5, 0.4, 0.5, 0.0], [0.0, -0.1, -0.1, 0.0], [-0.5, -0.6, -0.4, 0.0]])
    assert yaw["frames"] == 2 and yaw["sign_accuracy"] == 1.0
    assert yaw["correlation"] > 0.98 and yaw["frozen_correlation"] == 0.0


def test_every_step_count_of_the_sweep_has_its_figures() -> None:
    suite = suite_named("tiny")
    heard = {axis: [[0.5, 0.4, 0.5, 0.0]] for axis in AXES}
    figures = Steering(suite).figures([{str(steps): heard for steps in suite.sweep}])
    assert set(figures["control"]["yaw"]["by_steps"]) == {str(steps) for steps in suite.sweep}
