"""True geometry carries one true picture into another camera, and knows where it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion, Pose, Size, advance
from inhabit.evals.geometry import carrier, share_seen, solid, within
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.walk import walk

SIZE = Size(320, 180)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(1_000_802, Attributes())


@pytest.fixture(scope="module")
def start(scene: Scene) -> Pose:
    return walk(scene, 1_000_802, 60, fps=10).poses[30]


def at(scene: Scene, pose: Pose) -> GBuffer:
    return march(scene, pose, SIZE, 0.0)


def test_from_the_same_pose_everything_stays_where_it_is(scene: Scene, start: Pose) -> None:
    here = at(scene, start)
    carried, where = carrier(here, here)
    assert (where <= within(here)).all()
    assert where.sum() > 0.9 * within(here).sum()
    assert np.abs(carried(here.tone) - here.tone)[where].max() < 1e-3


def test_a_moved_camera_sees_the_same_points_elsewhere(scene: Scene, start: Pose) -> None:
    here = at(scene, start)
    there = at(scene, advance(start, Motion(truck_mps=2.0, yaw_rps=0.4), 0.25))
    carried, where = carrier(here, there)
    kept = np.abs(carried(here.tone) - there.tone)[where].mean()
    unmoved = np.abs(here.tone - there.tone)[where].mean()
    assert where.mean() > 0.1
    assert kept < 0.5 * unmoved
    for axis in range(3):
        gap = np.abs(carried(here.position_m[..., axis]) - there.position_m[..., axis])[where]
        assert np.median(gap) < 0.3


def test_what_is_behind_is_nowhere(scene: Scene, start: Pose) -> None:
    back = advance(start, Motion(yaw_rps=np.pi), 1.0)
    assert not carrier(at(scene, start), at(scene, back))[1].any()
    assert share_seen(at(scene, start), back) == 0.0


def test_sky_and_water_are_not_solid_and_outlines_are_nobody(scene: Scene, start: Pose) -> None:
    here = at(scene, start)
    assert not (solid(here) & here.sky).any()
    assert (within(here) <= solid(here)).all()
    assert within(here).sum() < solid(here).sum()
