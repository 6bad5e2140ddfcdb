"""For how long a light is worn: as long as hour, weather and place allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.scene import BEYOND, CHANGING_TICKS, SAME, WORN_TICKS, Scene, is_worn
from inhabit.world.spatial import Landing

NOON = Attributes(hour=12.0)
CELLS = np.zeros((6, 4, 8), np.float32)
SCENE = Scene(CELLS, Pose(), NOON, 0.0, tick=10)


def landed(beyond: float) -> Landing:
    plane = np.zeros((4, 8), np.float32)
    return Landing(plane, plane, beyond)


def test_a_light_is_worn_for_its_ticks_and_no_longer() -> None:
    worn = [is_worn(SCENE, landed(0.0), NOON, tick) for tick in range(10, 10 + WORN_TICKS + 2)]
    assert worn == [True] * WORN_TICKS + [False] * 2


def test_changing_light_is_asked_for_more_often() -> None:
    later = replace(NOON, fog=NOON.fog + 2 * SAME)
    worn = [is_worn(SCENE, landed(0.0), later, tick) for tick in range(10, 10 + WORN_TICKS)]
    assert worn == [True] * CHANGING_TICKS + [False] * (WORN_TICKS - CHANGING_TICKS)


def test_a_camera_that_left_what_was_lit_asks_anew() -> None:
    assert is_worn(SCENE, landed(BEYOND), NOON, 11)
    assert not is_worn(SCENE, landed(BEYOND + 0.01), NOON, 11)


def test_scenes_are_the_same_if_their_cells_are_the_same_array() -> None:
    assert SCENE.is_(replace(SCENE, tick=11))
    assert not SCENE.is_(replace(SCENE, cells=CELLS.copy()))
    assert not SCENE.is_(replace(SCENE, attributes=replace(NOON, hour=13.0)))
