"""Memory read into another camera lands where the geometry says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.camera import Pose
from inhabit.world.spatial import landing, pull, sample, wind_drift
from tests.fakes.ground import striped_ground

HERE = Pose(y_m=6.0, pitch_rad=-0.1)
SHAPE = (72, 128)
STILL = (0.0, 0.0)


@pytest.mark.parametrize(
    "there",
    [
        replace(HERE, z_m=4.0),
        replace(HERE, x_m=2.0),
        replace(HERE, y_m=8.0),
        replace(HERE, yaw_rad=0.2),
        replace(HERE, pitch_rad=0.0),
        replace(HERE, roll_rad=0.05),
        replace(HERE, fov_rad=1.0),
        Pose(1.0, 7.0, 3.0, 0.15, -0.05, 0.03),
    ],
)
def test_a_pulled_picture_is_the_picture_from_there(there: Pose) -> None:
    here, truth = striped_ground(HERE), striped_ground(there)
    pulled = pull(here, HERE, there, STILL, SHAPE)
    near = (pulled.trust > 0.5) & (truth[3] > 1 / 60) & (truth[4] < 0.5)
    assert near.mean() > 0.15
    assert np.abs(sample(here[:1], pulled)[0] - truth[0])[near].mean() < 0.02
    assert (np.abs(pulled.disparity - truth[3])[near] / truth[3][near]).mean() < 0.01


def test_the_same_camera_reads_everything_unmoved() -> None:
    here = striped_ground(HERE)
    pulled = pull(here, HERE, HERE, STILL, SHAPE)
    assert pulled.trust[1:-1, 1:-1].min() > 0.9
    assert np.abs(sample(here[:1], pulled)[0] - here[0]).max() < 1e-3


def test_what_was_behind_the_camera_is_unknown() -> None:
    pulled = pull(striped_ground(HERE), HERE, replace(HERE, yaw_rad=3.1), STILL, SHAPE)
    assert pulled.trust.max() == 0.0


def test_wind_moves_the_sky_and_leaves_the_land() -> None:
    here = striped_ground(replace(HERE, pitch_rad=0.3))
    pose = replace(HERE, pitch_rad=0.3)
    still, blown = (pull(here, pose, pose, drift, SHAPE) for drift in (STILL, (20.0, 0.0)))
    sky = (blown.sky > 0.5) & (blown.trust > 0.5)
    assert (blown.map_x - still.map_x)[sky].mean() < -0.5
    land = (still.sky < 0.5) & (blown.trust > 0.5)
    assert np.abs(blown.map_x - still.map_x)[land & (blown.sky < 0.5)].max() < 0.01


def test_wind_drifts_along_its_direction() -> None:
    assert wind_drift(0.5, 2.0) == pytest.approx((24.0, 18.0))


def test_cells_land_where_they_would_be_pulled_from() -> None:
    here, there = striped_ground(HERE), replace(HERE, z_m=1.0, yaw_rad=0.1)
    pulled = pull(here, HERE, there, STILL, SHAPE)
    landed = landing(striped_ground(there), there, HERE, SHAPE)
    known = (pulled.trust > 0.9) & (pulled.sky < 0.5) & (pulled.disparity > 1 / 60)
    assert known.mean() > 0.2
    assert np.abs(landed.x - pulled.map_x)[known].mean() < 0.05
    assert np.abs(landed.y - pulled.map_y)[known].mean() < 0.05


def test_cells_that_another_camera_does_not_see_land_on_its_rim() -> None:
    here = striped_ground(HERE)
    assert landing(here, HERE, HERE, SHAPE).beyond == 0.0
    aside = landing(here, HERE, replace(HERE, yaw_rad=0.5), SHAPE)
    assert 0.3 < aside.beyond < 0.8
    behind = landing(here, HERE, replace(HERE, yaw_rad=3.1), SHAPE)
    assert behind.beyond > 0.95
    for landed in (aside, behind):
        assert landed.x.min() >= 0.0 and landed.x.max() <= SHAPE[1] - 1
        assert landed.y.min() >= 0.0 and landed.y.max() <= SHAPE[0] - 1
