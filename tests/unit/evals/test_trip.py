"""A trip leaves a place, is out of sight for as long as was said, and ends at the very pose it began from."""

from __future__ import annotations

import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size, advance
from inhabit.evals.geometry import share_seen
from inhabit.evals.trip import WALK_MPS, Trip, trip
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.walk import walk

FPS = 10.0


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(1_000_801, Attributes())


@pytest.fixture(scope="module")
def start(scene: Scene) -> Pose:
    return walk(scene, 1_000_801, 60, fps=10).poses[30]


@pytest.mark.parametrize("walks", [False, True], ids=["turned", "walked off"])
@pytest.mark.parametrize("away_s", [1.0, 5.0, 20.0])
def test_it_ends_where_it_began(scene: Scene, start: Pose, away_s: float, *, walks: bool) -> None:
    path = trip(scene, start, away_s, FPS, walks=walks)
    assert path.poses[path.looked - 1] == path.poses[path.back - 1] == path.poses[-1] == start
    assert len(path.poses) == len(path.motions) == path.back


@pytest.mark.parametrize("walks", [False, True], ids=["turned", "walked off"])
def test_it_is_out_of_sight_for_as_long_as_was_said(scene: Scene, start: Pose, *, walks: bool) -> None:
    path = trip(scene, start, 20.0, FPS, walks=walks)
    place = march(scene, start, Size(160, 90), 0.0)
    assert path.seen - path.gone == pytest.approx(20.0 * FPS, abs=2)
    assert max(share_seen(place, path.poses[tick - 1]) for tick in range(path.gone, path.seen)) < 0.02
    assert share_seen(place, path.poses[path.back - 1]) > 0.98


def test_only_those_who_walk_get_anywhere(scene: Scene, start: Pose) -> None:
    assert furthest_m(trip(scene, start, 20.0, FPS, walks=False), start) == 0.0
    assert furthest_m(trip(scene, start, 20.0, FPS, walks=True), start) > 5.0 * WALK_MPS


def furthest_m(path: Trip, start: Pose) -> float:
    return max(((pose.x_m - start.x_m) ** 2 + (pose.z_m - start.z_m) ** 2) ** 0.5 for pose in path.poses)


def test_its_motions_lead_along_its_poses(scene: Scene, start: Pose) -> None:
    path = trip(scene, start, 5.0, FPS, walks=True)
    pose = start
    for motion, there in zip(path.motions, path.poses, strict=True):
        pose = advance(pose, motion, 1.0 / FPS)
        assert pose.position == pytest.approx(there.position, abs=1e-3)
        assert pose.yaw_rad == pytest.approx(there.yaw_rad, abs=1e-6)
        pose = there


def test_the_camera_turns_no_faster_than_the_keys(scene: Scene, start: Pose) -> None:
    path = trip(scene, start, 20.0, 30.0, walks=False)
    assert max(abs(motion.yaw_rps) for motion in path.motions) < 1.1
