"""Things in a picture: where they are seen and nowhere else, nearest first, smooth, distinct, lit and dark
at the foot."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size, focal_px
from inhabit.core.cast import CHARACTERS, COLOURS, KINDS, WARDROBES, Cast, Thing
from inhabit.sim.canvas import canvas
from inhabit.sim.figures import HEIGHT_M, RADIUS_M, figure
from inhabit.sim.gbuffer import MATTER_UV, GBuffer
from inhabit.sim.layers import layer
from inhabit.sim.march import march
from inhabit.sim.paints import CLOTH, PAINT_UV
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade

SIZE = Size(160, 90)
OPEN = Attributes(relief=0.1, water=0.0, trees=0.0, hour=10.0)
NIGHT = replace(OPEN, hour=23.0)
NAME = 4711


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(3, OPEN)


def eye(scene: Scene, up: float = 2.0) -> Pose:
    return Pose(1000.0, float(scene.ground_m(1000.0, 1000.0)) + up, 1000.0, 0.0, -0.05)


def stood(scene: Scene, kind: str, ahead: float, aside: float = 0.0, **more: object) -> Thing:
    x, z = 1000.0 + aside, 1000.0 + ahead
    thing = Thing(NAME, kind, x, float(scene.ground_m(x, z)), z, 2.7)
    return replace(thing, **more)


def seen(scene: Scene, *things: Thing, size: Size = SIZE) -> GBuffer:
    return march(scene, eye(scene), size, 0.0, Cast(things))


def planes(buffer: GBuffer) -> list[np.ndarray]:
    names = ("distance_m", "depth_m", "sky", "normal", "position_m", "weights", "tone", "matter_u",
    "matter_v",
             "cloud", "star", "edges", "identity", "paint", "shadow")  # fmt: skip
    return [getattr(buffer, name) for name in names]


def touched(buffer: GBuffer) -> np.ndarray:
    """The thing, its outline and its shadow."""
    near = ((buffer.identity > 0) | (buffer.shadow > 0)).astype(np.uint8)
    return cv2.dilate(near, np.ones((3, 3), np.uint8)) > 0


def silhouette(scene: Scene, thing: Thing, high: int = 40) -> np.ndarray:
    """Its mask, 40 px high, in a square of 80 px."""
    tall = HEIGHT_M[thing.kind] * thing.scale
    focal = focal_px(eye(scene).fov_rad, 160, 160)
    ahead = max(tall, 0.9 * RADIUS_M[thing.kind]) * focal / high
    x, y, z = 1000.0, 100.0, 1000.0 + ahead
    pose = Pose(1000.0, y + 0.5 * tall, 1000.0)
    alone = layer(scene, replace(thing, x_m=x, y_m=y, z_m=z, heading_rad=2.3), pose, Size(160, 160))
    mask = np.zeros((160, 160), np.float32)
    height, width = alone.alpha.shape
    mask[alone.top_px : alone.top_px + height, alone.left_px : alone.left_px + width] = alone.alpha / 255.0
    return mask


def alike(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum())


def test_a_world_whose_things_are_out_of_sight_is_the_same_to_the_bit(scene: Scene) -> None:
    plain, behind = seen(scene), seen(scene, stood(scene, "house", -80.0))
    assert all(np.array_equal(a, b) for a, b in zip(planes(plain), planes(behind), strict=True))
    assert not plain.identity.any() and not plain.shadow.any() and not plain.lamps


@pytest.mark.parametrize("kind", ["house", "knight", "deer", "boat"])
def test_only_the_thing_its_outline_and_its_shadow_differ(scene: Scene, kind: str) -> None:
    plain, lived = seen(scene), seen(scene, stood(scene, kind, 12.0, 1.0))
    apart = ~touched(lived)
    assert 0.3 < apart.mean() < 1.0
    for a, b in zip(planes(plain), planes(lived), strict=True):
        assert np.array_equal(a[apart], b[apart])
    pictures = [shade(scene, buffer, OPEN, buffer.pose, 0.0) for buffer in (plain, lived)]
    assert np.array_equal(pictures[0][apart], pictures[1][apart])
    assert (pictures[0] != pictures[1])[lived.identity > 0].any(axis=-1).mean() > 0.9


def test_the_mask_is_where_it_stands(scene: Scene) -> None:
    lived = seen(scene, stood(scene, "wanderer", 8.0, 1.5))
    rows, columns = np.nonzero(lived.identity == NAME)
    focal = focal_px(lived.pose.fov_rad, 160, 90)
    assert abs(columns.mean() - (80.0 + focal * 1.5 / 8.0)) < 2.0
    assert abs((rows.max() - rows.min()) - focal * HEIGHT_M["wanderer"] / 8.0) < 3.0
    depth = lived.depth_m[lived.identity == NAME]
    assert np.abs(depth - 8.0).max() < 1.0
    assert not lived.sky[lived.identity == NAME].any()


def test_the_nearer_thing_hides_the_farther(scene: Scene) -> None:
    near, far = stood(scene, "robot", 6.0), stood(scene, "tower", 20.0, identity=2)
    both, alone = seen(scene, far, near), seen(scene, near)
    assert np.array_equal(both.identity == NAME, alone.identity == NAME)
    assert (both.identity == 2).any()


def test_what_land_hides_is_not_seen(scene: Scene) -> None:
    sunk = stood(scene, "fox", 12.0)
    assert not (seen(scene, replace(sunk, y_m=sunk.y_m - 3.0)).identity == NAME).any()


def test_the_same_things_give_the_same_picture(scene: Scene) -> None:
    things = [stood(scene, kind, 9.0 + k, 2.0 * k - 4.0, identity=1 + k) for k, kind in enumerate(KINDS[:6])]
    first, second = seen(scene, *things), seen(scene, *things)
    assert all(np.array_equal(a, b) for a, b in zip(planes(first), planes(second), strict=True))
    assert first.lamps == second.lamps


def test_outlines_are_smooth(scene: Scene) -> None:
    """The parts of pixels add up to what a sixteen times finer picture shows."""
    thing = stood(scene, "statue", 9.0)
    coarse = layer(scene, thing, eye(scene), SIZE)
    fine = layer(scene, thing, eye(scene), Size(640, 360))
    area = (fine.alpha > 127).sum() / 16.0
    assert coarse.alpha.sum() / 255.0 == pytest.approx(area, rel=0.02)
    assert ((coarse.alpha > 20) & (coarse.alpha < 235)).sum() > 20


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_seen_at_forty_pixels(scene: Scene, kind: str) -> None:
    mask = silhouette(scene, Thing(NAME, kind))
    assert mask.sum() > 60.0
    rows = np.nonzero(mask.sum(axis=1) > 0.5)[0]
    assert rows.max() - rows.min() > 12


def test_no_two_kinds_have_one_silhouette(scene: Scene) -> None:
    masks = {
        kind: silhouette(scene, Thing(NAME, kind, doing="fly" if kind == "bird" else "idle"))
        for kind in KINDS
    }
    close = {(a, b): round(alike(masks[a], masks[b]), 2) for i, a in enumerate(KINDS) for b in KINDS[i + 1 :]}
    assert max(close.values()) < 0.85, max(close.items(), key=lambda item: item[1])


@pytest.mark.parametrize("kind", CHARACTERS)
def test_doings_and_wardrobes_change_the_outline(scene: Scene, kind: str) -> None:
    def held(doing: str, since_s: float, wardrobe: int = 0) -> np.ndarray:
        return silhouette(
            scene, Thing(NAME, kind, doing=doing, before=doing, elapsed_s=since_s, wardrobe=wardrobe)
        )

    doings = [
        held("idle", 1.0),
        held("walk", 0.25),
        held("run", 0.17),
        held("jump", 0.4),
        held("wave", 0.7),
        held("look", 1.0),
    ]
    dressed = [held("idle", 1.0, wardrobe) for wardrobe in range(len(WARDROBES))]
    for poses in (doings, dressed):
        assert all(alike(a, b) < 0.97 for i, a in enumerate(poses) for b in poses[i + 1 :])
    assert alike(held("walk", 0.25), held("walk", 0.75)) < 0.97


def test_feet_are_on_the_ground() -> None:
    for kind in CHARACTERS:
        for doing in ("idle", "walk", "wave", "look"):
            for since_s in (0.0, 0.3, 0.61, 0.9, 1.7):
                parts = figure(Thing(NAME, kind, doing=doing, before=doing, elapsed_s=since_s)).parts
                legs = parts[:14][parts[:14, 0] == 0.0]
                lowest = min((legs[:, 4] - legs[:, 9]).min(), (legs[:, 7] - legs[:, 10]).min())
                assert -0.03 < lowest < 0.05, (kind, doing, since_s)


def test_clothes_have_the_colours_they_are_told(scene: Scene) -> None:
    for colour in range(len(COLOURS)):
        lived = seen(scene, stood(scene, "wanderer", 4.0, colour=colour, wardrobe=1))
        worn = np.bincount(lived.paint[lived.identity == NAME], minlength=19)
        assert worn.argmax() == CLOTH[colour]


def test_paints_stay_apart_from_each_other_and_from_the_land() -> None:
    places = np.concatenate([PAINT_UV[1:17], MATTER_UV])
    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert gaps[~np.eye(len(places), dtype=bool)].min() > 0.2


def test_the_canvas_holds_paints_and_tones_of_matter(scene: Scene) -> None:
    lived = seen(scene, stood(scene, "tent", 7.0, colour=0, second=0))
    mask = lived.identity == NAME
    assert lived.tone[mask].max() <= 0.5 and lived.tone[mask].min() >= 0.0
    picture = canvas(lived)
    inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8))[::2, ::2] > 0
    red = np.rint(PAINT_UV[CLOTH[0]] * 255.0)
    there = (np.abs(picture.matter[0] - red[0]) < 2) & (np.abs(picture.matter[1] - red[1]) < 2)
    assert there[inner].mean() > 0.3 and there[~(mask[::2, ::2] | inner)].mean() < 0.01


def test_the_ground_is_dark_at_the_foot_and_nowhere_else(scene: Scene) -> None:
    lived = seen(scene, stood(scene, "knight", 6.0))
    dark = lived.shadow > 60
    gap = np.hypot(lived.position_m[dark][:, 0] - 1000.0, lived.position_m[dark][:, 2] - 1006.0)
    assert dark.sum() > 10 and gap.max() < 1.2
    high = seen(scene, stood(scene, "knight", 6.0, y_m=float(scene.ground_m(1000.0, 1006.0)) + 4.0))
    assert high.shadow.max() < lived.shadow.max() / 2


@pytest.mark.parametrize("kind", ["campfire", "lantern", "lighthouse", "house"])
def test_lamps_light_what_is_near_by_night(scene: Scene, kind: str) -> None:
    plain, lived = seen(scene), seen(scene, stood(scene, kind, 14.0))
    before, after = (shade(scene, b, NIGHT, b.pose, 0.0).astype(int).sum(axis=-1) for b in (plain, lived))
    brighter = (after > before + 4) & (lived.identity == 0)
    assert brighter.sum() > 30
    assert after[lived.identity > 0].max() > 500


def test_lamps_do_nothing_by_day(scene: Scene) -> None:
    plain, lived = seen(scene), seen(scene, stood(scene, "lantern", 10.0))
    apart = ~touched(lived)
    before, after = (shade(scene, b, OPEN, b.pose, 0.0) for b in (plain, lived))
    assert np.array_equal(before[apart], after[apart])


@pytest.mark.parametrize("style", ["painted", "noir", "neon", "print"])
def test_one_buffer_shows_things_under_any_look(scene: Scene, style: str) -> None:
    lived = seen(scene, stood(scene, "house", 16.0))
    look = OPEN.with_style(style)
    with_it = shade(scene, lived, look, lived.pose, 0.0).astype(int)
    without = shade(scene, seen(scene), look, lived.pose, 0.0).astype(int)
    assert np.abs(with_it - without)[lived.identity > 0].mean() > 12.0
