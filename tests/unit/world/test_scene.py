"""For how long a light is worn: as long as hour, weather and place allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.scene import BEYOND, LEAVING, OTHER, SAME, WORN_TICKS, Scene, Wear, is_other, wear
from inhabit.world.spatial import Landing

NOON = Attributes(hour=12.0)
CELLS = np.zeros((6, 4, 8), np.float32)
SCENE = Scene(CELLS, Pose(), NOON, 0.0, tick=10)


def landed(beyond: float) -> Landing:
    plane = np.zeros((4, 8), np.float32)
    return Landing(plane, plane, beyond)


def worn(
    ticks: range, attributes: Attributes = NOON, beyond: float = 0.0, painted_tick: int = 0
) -> list[Wear]:
    return [wear(SCENE, landed(beyond), attributes, tick, painted_tick) for tick in ticks]


def test_another_light_is_asked_for_in_the_last_frame_that_is_to_wear_one() -> None:
    assert worn(range(10, 15)) == [*["worn"] * WORN_TICKS, "another", "another"]


def test_changing_light_is_asked_for_at_once_and_other_light_not_waited_for() -> None:
    same, changed, other = (replace(NOON, fog=NOON.fog + by) for by in (0.5 * SAME, 2 * SAME, OTHER + 0.01))
    assert [worn(range(11, 12), one)[0] for one in (same, changed)] == ["worn", "another"]
    assert [is_other(SCENE, one) for one in (same, changed, other)] == [False, False, True]


def test_a_camera_that_leaves_what_was_lit_asks_for_another_and_then_for_its_own() -> None:
    beyond = (0.0, LEAVING + 0.01, BEYOND + 0.01)
    assert [worn(range(11, 12), beyond=share)[0] for share in beyond] == ["worn", "another", "own"]


def test_what_was_painted_in_is_to_be_lit() -> None:
    assert worn(range(11, 12), painted_tick=11) == ["another"]
    assert worn(range(11, 12), painted_tick=10) == ["worn"]


def test_scenes_are_the_same_if_their_cells_are_the_same_array() -> None:
    assert SCENE.same == replace(SCENE, tick=11).same
    assert SCENE.same != replace(SCENE, cells=CELLS.copy()).same
    assert SCENE.same != replace(SCENE, attributes=replace(NOON, hour=13.0)).same
