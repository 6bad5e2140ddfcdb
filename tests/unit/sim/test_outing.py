"""Outings: the camera goes with somebody, sees them, and everything can be played again."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Size, advance
from inhabit.sim.attributes import sample
from inhabit.sim.march import march
from inhabit.sim.outing import VIEWS, Outing, outing
from inhabit.sim.scene import Scene
from inhabit.sim.walk import walk

FRAMES = 75
SIZE = Size(128, 72)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(8, Attributes(relief=0.5, water=0.3, trees=0.4))


def heights(scene: Scene, trip: Outing) -> np.ndarray:
    """How high whom the camera follows is in some of the pictures, as a share of the picture."""
    shares = []
    for tick in range(0, len(trip.poses), 15):
        lived = march(scene, trip.poses[tick], SIZE, 0.0, trip.casts[tick])
        rows = np.nonzero((lived.identity == trip.about).any(axis=1))[0]
        shares.append((rows.max() - rows.min() + 1) / SIZE.height_px if len(rows) else 0.0)
    return np.array(shares)


@pytest.mark.parametrize("view", VIEWS)
def test_the_same_seed_goes_out_the_same_way(scene: Scene, view: str) -> None:
    first = outing(scene, 3, 30, view=view)
    assert first == outing(scene, 3, 30, view=view)
    assert len(first.casts) == len(first.poses) == len(first.motions) == 30


def test_a_plain_walk_is_what_it_was_without_a_cast(scene: Scene) -> None:
    assert outing(scene, 5, 40, view="walk").walk == walk(scene, 5, 40)


@pytest.mark.parametrize("view", ["third_person", "first_person"])
def test_motions_lead_from_pose_to_pose_over_the_ground(scene: Scene, view: str) -> None:
    trip = outing(scene, 6, FRAMES, view=view)
    at = np.array([pose.position for pose in trip.poses])
    assert (at[:, 1] - scene.ground_m(at[:, 0], at[:, 2])).min() > 0.9
    for i in range(FRAMES - 1):
        assert np.abs(advance(trip.poses[i], trip.motions[i], 1 / 30).position - at[i + 1]).max() < 1e-9
    assert max(abs(m.yaw_rps) for m in trip.motions) < 1.0
    assert max(max(abs(m.truck_mps), abs(m.dolly_mps)) for m in trip.motions) < 9.0


def test_a_camera_that_follows_sees_whom_it_follows(scene: Scene) -> None:
    shown = np.concatenate(
        [heights(scene, outing(scene, seed, FRAMES, view="third_person")) for seed in range(6)]
    )
    assert (shown > 0.05).mean() > 0.75


def test_a_third_of_outings_show_somebody_large() -> None:
    large = []
    for seed in range(40, 58):
        world = Scene.from_seed(seed, sample(np.random.default_rng(seed)))
        trip = outing(world, seed, FRAMES)
        large.append(trip.walk.kind == "third_person" and float(np.median(heights(world, trip))) > 0.2)
    assert np.mean(large) >= 1 / 3


def test_one_does_not_see_oneself(scene: Scene) -> None:
    trip = outing(scene, 3, 20, view="first_person")
    assert trip.about is not None and all(cast.thing(trip.about) is None for cast in trip.casts)
