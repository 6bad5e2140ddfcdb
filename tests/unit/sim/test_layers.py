"""Layers: a place with its things' layers over it is the canvas of the place with the things in it."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.cast import Cast, Thing
from inhabit.sim.canvas import canvas
from inhabit.sim.layers import composed, layer
from inhabit.sim.march import march
from inhabit.sim.scene import Scene

SIZE = Size(160, 90)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(3, Attributes(relief=0.1, water=0.0, trees=0.0))


def pose(scene: Scene) -> Pose:
    return Pose(1000.0, float(scene.ground_m(1000.0, 1000.0)) + 2.0, 1000.0)


def stood(scene: Scene, identity: int, kind: str, ahead: float, aside: float) -> Thing:
    x, z = 1000.0 + aside, 1000.0 + ahead
    return Thing(identity, kind, x, float(scene.ground_m(x, z)), z, 2.5)


def test_layers_over_a_place_make_the_whole_canvas(scene: Scene) -> None:
    things = (
        stood(scene, 1, "knight", 5.0, -1.0), stood(scene, 2, "house", 14.0, 2.0), stood(scene, 3, "deer",
        8.0, 3.0),
    )  # fmt: skip
    place, eye = march(scene, pose(scene), SIZE, 0.0), pose(scene)
    whole = canvas(march(scene, eye, SIZE, 0.0, Cast(things)))
    layers = [layer(scene, thing, eye, SIZE, behind=place) for thing in things]
    made = composed(canvas(place), layers)
    wrong = np.abs(made.tone.astype(int) - whole.tone)
    assert (wrong > 3).mean() < 0.01 and wrong.mean() < 0.15
    assert (np.abs(made.matter.astype(int) - whole.matter) > 6).mean() < 0.01


def test_a_layer_says_where_it_is_and_how_far(scene: Scene) -> None:
    one = layer(scene, stood(scene, 7, "robot", 6.0, 0.5), pose(scene), SIZE)
    assert one.identity == 7 and one.top_px % 2 == one.left_px % 2 == 0
    height, width = one.alpha.shape
    assert height % 2 == width % 2 == 0 and one.matter.shape == (2, height // 2, width // 2)
    solid = one.alpha > 250
    assert solid.any() and np.abs(1.0 / one.disparity[solid] - 6.0).max() < 0.6
    assert not one.tone[one.alpha == 0].any() and not one.disparity[one.alpha == 0].any()


def test_what_the_place_hides_is_not_in_the_layer(scene: Scene) -> None:
    thing, eye = stood(scene, 1, "fox", 12.0, 0.0), pose(scene)
    sunk = Thing(1, "fox", thing.x_m, thing.y_m - 0.5, thing.z_m, 2.5)
    place = march(scene, eye, SIZE, 0.0)
    assert (
        layer(scene, sunk, eye, SIZE, behind=place).alpha.sum()
        < 0.7 * layer(scene, sunk, eye, SIZE).alpha.sum()
    )


def test_what_is_not_in_the_picture_is_an_empty_layer(scene: Scene) -> None:
    one = layer(scene, stood(scene, 1, "fox", -9.0, 0.0), pose(scene), SIZE)
    assert one.alpha.size == 0 and one.matter.shape == (2, 0, 0)
    place = canvas(march(scene, pose(scene), SIZE, 0.0))
    assert np.array_equal(composed(place, [one]).tone, place.tone)
