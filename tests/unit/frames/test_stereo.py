"""Depth from looking twice: a wall is found where it stands, and nothing is claimed that was not seen."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inhabit.core.camera import Pose, focal_px
from inhabit.frames.stereo import Glimpse, looked_twice, seen_before

CELLS = (36, 64)
WALL_M = 10.0
HERE = Pose()


def glimpse_of_wall(x_m: float) -> Glimpse:
    """A patterned wall across the way, seen from `x_m` to the right."""
    pattern = np.random.default_rng(1).random((60, 400)).astype(np.float32)
    pose = replace(HERE, x_m=x_m)
    focal = focal_px(pose.fov_rad, 320, 180)
    x = (np.arange(320, dtype=np.float32) + 0.5 - 160) / focal * WALL_M + x_m
    y = (np.arange(180, dtype=np.float32) + 0.5 - 90) / focal * WALL_M
    right, down = np.meshgrid(200 + 4 * x, 30 + 4 * y)
    seen = cv2.remap(pattern, right.astype(np.float32), down.astype(np.float32), cv2.INTER_CUBIC)
    return Glimpse(np.clip(40 + 160 * seen, 0, 255).astype(np.uint8), pose)


NOW = glimpse_of_wall(0.0)
EARLIER = [glimpse_of_wall(x_m) for x_m in (-1.2, -0.9, -0.6, -0.3)]
LAND = np.zeros(CELLS, np.float32)


@pytest.mark.parametrize("times", [0.6, 0.8, 1.3, 1.7])
def test_a_wrong_guess_is_put_right(times: float) -> None:
    guess = np.full(CELLS, times / WALL_M, np.float32)
    found = looked_twice(NOW, EARLIER, guess, LAND)
    inner = found[4:-4, 8:-8]
    assert np.median(np.abs(np.log(inner * WALL_M))) < 0.03


def test_one_look_leaves_the_guess() -> None:
    guess = np.full(CELLS, 0.07, np.float32)
    assert np.array_equal(looked_twice(NOW, [], guess, LAND), guess)


def test_the_sky_is_left_alone() -> None:
    guess = np.full(CELLS, 0.07, np.float32)
    assert np.array_equal(looked_twice(NOW, EARLIER, guess, LAND + 1), guess)


def test_a_blank_wall_leaves_the_guess() -> None:
    blank = [replace(view, luma=np.full_like(view.luma, 128)) for view in (*EARLIER, NOW)]
    guess = np.full(CELLS, 0.07, np.float32)
    assert looked_twice(blank[-1], blank[:-1], guess, LAND) == pytest.approx(guess, rel=0.05)


def test_earlier_pictures_are_carried_to_where_the_camera_is_now() -> None:
    found = seen_before(NOW, EARLIER, np.full(CELLS, 1 / WALL_M, np.float32))
    off = np.abs(found.astype(int) - NOW.luma)[:, 10:-10, 60:-60]
    assert found.shape == (len(EARLIER), 180, 320)
    assert np.median(off) < 4


def test_what_they_do_not_show_is_as_it_is_now() -> None:
    elsewhere = replace(EARLIER[0], pose=replace(HERE, x_m=1000.0))
    assert np.array_equal(seen_before(NOW, [elsewhere], np.full(CELLS, 0.1, np.float32))[0], NOW.luma)
