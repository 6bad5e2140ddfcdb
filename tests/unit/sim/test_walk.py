"""Walks: exact motions, above the ground, within the speeds of a person at the keys, and coming back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, advance
from inhabit.sim.scene import Scene
from inhabit.sim.tracks import KINDS
from inhabit.sim.walk import walk

FRAMES = 90


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(8, Attributes(relief=0.8, water=0.3, trees=0.5))


def gap(a: Pose, b: Pose) -> float:
    turn = math.remainder(a.yaw_rad - b.yaw_rad, math.tau)
    return max(*np.abs(a.position - b.position), abs(turn), abs(a.pitch_rad - b.pitch_rad))


@pytest.mark.parametrize("kind", KINDS)
def test_motions_lead_from_pose_to_pose(scene: Scene, kind: str) -> None:
    path = walk(scene, 1, FRAMES, kind=kind)
    assert len(path.poses) == len(path.motions) == FRAMES
    for i in range(FRAMES - 1):
        assert gap(advance(path.poses[i], path.motions[i], 1 / 30), path.poses[i + 1]) < 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_the_camera_stays_above_land_and_water(scene: Scene, kind: str) -> None:
    at = np.array([pose.position for pose in walk(scene, 2, FRAMES, kind=kind).poses])
    assert (at[:, 1] - scene.ground_m(at[:, 0], at[:, 2])).min() > 1.5


@pytest.mark.parametrize("seed", range(6))
def test_speeds_stay_within_their_limits(scene: Scene, seed: int) -> None:
    path = walk(scene, seed, FRAMES)
    for motion in path.motions:
        assert abs(motion.dolly_mps) <= 8.01 and abs(motion.truck_mps) <= 6.01
        assert abs(motion.pedestal_mps) <= 5.01
        assert abs(motion.yaw_rps) <= 0.91 and abs(motion.pitch_rps) <= 0.61
    assert max(abs(pose.pitch_rad) for pose in path.poses) <= math.radians(35.0)


@pytest.mark.parametrize("kind", ["there_and_back", "look_away_and_back", "round_trip"])
def test_walks_that_come_back_end_where_they_began(scene: Scene, kind: str) -> None:
    path = walk(scene, 3, FRAMES, kind=kind)
    assert gap(path.poses[0], path.poses[-1]) < 0.05
    assert max(gap(path.poses[0], pose) for pose in path.poses) > 0.3


def test_a_third_of_all_walks_come_back(scene: Scene) -> None:
    kinds = [walk(scene, seed, 8).kind for seed in range(120)]
    back = sum(kind in {"there_and_back", "look_away_and_back", "round_trip"} for kind in kinds)
    assert back / len(kinds) > 0.3


def test_the_same_seed_walks_the_same_way(scene: Scene) -> None:
    assert walk(scene, 4, 30) == walk(scene, 4, 30)
    assert walk(scene, 4, 30) != walk(scene, 5, 30)
