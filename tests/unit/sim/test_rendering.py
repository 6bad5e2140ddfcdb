"""The ground truth: the same seed gives the same pictures, and geometry means what it says."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inhabit.core.attributes import STYLES, Attributes, one_hot
from inhabit.core.camera import Pose, Size, focal_px
from inhabit.core.errors import BadInputError
from inhabit.core.sky import CLOUD_PLANE_M
from inhabit.sim.canvas import canvas, geometry
from inhabit.sim.gbuffer import GROUND, ROCK, GBuffer
from inhabit.sim.march import march
from inhabit.sim.rays import REACH_M
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

SIZE = Size(160, 90)
LAND = Attributes(relief=0.5, water=0.4, trees=0.4, wind=0.0)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(3, LAND)


@pytest.fixture(scope="module")
def poses(scene: Scene) -> list[Pose]:
    return walk(scene, 5, 40, kind="roam").poses


@pytest.fixture(scope="module")
def view(scene: Scene, poses: list[Pose]) -> GBuffer:
    return march(scene, poses[20], SIZE, 0.0)


def flat_scene(scene: Scene) -> Scene:
    """A dry plain at altitude 0 without a tree."""
    from inhabit.sim import beams
    from inhabit.sim.terrain import CELLS
    from inhabit.sim.trees import GRID

    ceiling = np.zeros((GRID, GRID), np.float32)
    upright = np.zeros((CELLS, CELLS, 3), np.float32)
    upright[..., 2] = 0.7
    return replace(
        scene,
        height_m=np.zeros((CELLS, CELLS), np.float32),
        surface=upright,
        trees=np.zeros_like(scene.trees),
        ceiling_m=ceiling,
        ceiling_far_m=np.zeros((GRID // 8, GRID // 8), np.float32),
        land_top_m=np.zeros((GRID, GRID), np.float32),
        reach_m=beams.reaches(ceiling),
        water_m=-30.0,
        floor_m=0.0,
    )


def test_the_same_seed_gives_the_same_world_and_picture(scene: Scene, view: GBuffer) -> None:
    again = Scene.from_seed(3, LAND)
    buffer = march(again, view.pose, SIZE, 0.0)
    assert np.array_equal(again.height_m, scene.height_m)
    assert np.array_equal(buffer.tone, view.tone)
    assert np.array_equal(
        shade(again, buffer, LAND, view.pose, 0.0), shade(scene, view, LAND, view.pose, 0.0)
    )


def test_another_seed_gives_another_world(scene: Scene) -> None:
    assert not np.array_equal(Scene.from_seed(4, LAND).height_m, scene.height_m)


def test_looks_do_not_change_the_canvas_but_do_change_the_picture(scene: Scene, view: GBuffer) -> None:
    day = shade(scene, view, LAND, view.pose, 0.0)
    night = shade(scene, view, replace(LAND, hour=23.0), view.pose, 0.0)
    assert night.mean() < 0.6 * day.mean()


def test_a_blend_of_styles_lies_between_them(scene: Scene, view: GBuffer) -> None:
    def under(style: tuple[float, ...]) -> np.ndarray:
        return shade(scene, view, replace(LAND, style=style), view.pose, 0.0).astype(np.float32)

    painted, noir = under(one_hot(STYLES, "painted")), under(one_hot(STYLES, "noir"))
    between = under((0.5, 0.5, *[0.0] * (len(STYLES) - 2)))
    assert np.abs(between - 0.5 * (painted + noir)).max() <= 2.0


def test_sky_and_land_are_told_apart_by_tone(view: GBuffer) -> None:
    assert view.sky.any() and not view.sky.all()
    assert view.tone[view.sky].min() >= 0.7 and view.tone[view.sky].max() <= 1.0
    assert view.tone[~view.sky].min() >= 0.0 and view.tone[~view.sky].max() <= 0.5


def test_materials_are_weights_and_sky_has_none(view: GBuffer) -> None:
    total = view.weights.sum(axis=-1)
    assert np.allclose(total[~view.sky], 1.0, atol=1e-5)
    assert not total[view.sky].any()


def test_the_canvas_has_a_full_tone_plane_and_two_half_planes(view: GBuffer) -> None:
    picture = canvas(view)
    assert picture.tone.shape == (90, 160) and picture.tone.dtype == np.uint8
    assert picture.matter.shape == (2, 45, 80) and picture.matter.dtype == np.uint8


def test_depth_is_distance_along_the_optical_axis(scene: Scene) -> None:
    eye = Pose(100.0, 20.0, 100.0, yaw_rad=0.7, pitch_rad=-0.3)
    buffer = march(flat_scene(scene), eye, SIZE, 0.0)
    near = ~buffer.sky & (buffer.distance_m < 600.0)
    forward = eye.rotation()[:, 2]
    along = (buffer.position_m - eye.position) @ forward
    assert near.mean() > 0.5
    assert np.allclose(buffer.depth_m[near], along[near], rtol=1e-4, atol=1e-3)
    assert np.abs(buffer.position_m[near][:, 1]).max() < 0.05


def test_geometry_of_a_plane_is_linear_in_the_picture(scene: Scene) -> None:
    eye = Pose(100.0, 20.0, 100.0, pitch_rad=-0.3)
    grid = geometry(march(flat_scene(scene), eye, SIZE, 0.0), SIZE)
    rows = np.arange(grid.disparity.shape[0]) + 0.5
    down = (rows * 5.0 - 45.0) / focal_px(eye.fov_rad, 160, 90)
    rotation = eye.rotation()
    expected = -(rotation[1, 2] - rotation[1, 1] * down) / 20.0
    land = grid.sky[:, 16] < 0.1
    assert np.allclose(grid.disparity[land, 16], np.maximum(expected, 0.0)[land], rtol=0.02, atol=3e-4)


def test_rays_end_on_the_land_and_pass_over_none_of_it(scene: Scene, view: GBuffer) -> None:
    land = (view.weights[..., GROUND] + view.weights[..., ROCK] > 0.5) & (view.distance_m < REACH_M)
    met = view.position_m[land].astype(np.float64)
    assert land.mean() > 0.1
    assert np.abs(met[:, 1] - scene.ground_m(met[:, 0], met[:, 2])).max() < 2e-3
    way = np.linspace(0.0, 1.0, 1000, endpoint=False)[:, None, None]
    passed = view.pose.position + way * (met - view.pose.position)
    under = passed[..., 1] < scene.ground_m(passed[..., 0], passed[..., 2]) - 2e-3
    # Half the pixels look only where their neighbours met something.
    assert under.any(axis=0).mean() < 2e-3


def test_sky_has_the_disparity_of_the_cloud_plane(scene: Scene) -> None:
    eye = Pose(0.0, 100.0, 0.0, pitch_rad=0.4)
    grid = geometry(march(flat_scene(scene), eye, SIZE, 0.0))
    middle = grid.disparity[8:10, 15:17].mean()
    assert middle == pytest.approx(np.sin(0.4) / (CLOUD_PLANE_M - 100.0), rel=0.01)


def test_geometry_refuses_a_size_that_is_not_the_frames(view: GBuffer) -> None:
    with pytest.raises(BadInputError, match="320x180"):
        geometry(view, Size(320, 180))


@pytest.mark.parametrize("seed", [5, 6])
def test_a_canvas_carried_by_its_geometry_lands_on_the_next_view(scene: Scene, seed: int) -> None:
    """The proof that poses, image axes and disparity agree: pull frame A into frame B and compare."""
    size = Size(320, 180)
    path = walk(scene, seed, 60, kind="roam").poses
    first, second = march(scene, path[15], size, 0.0), march(scene, path[45], size, 0.0)
    carried, known = carry(first, second, size)
    target = soft(canvas(second).tone)[2::5, 2::5]
    still = soft(canvas(first).tone)[2::5, 2::5]
    assert known.mean() > 0.5
    wrong = np.abs(carried - target)[known]
    assert np.median(wrong) < 1.5
    assert wrong.mean() < 0.5 * np.abs(still - target)[known].mean()


def carry(first: GBuffer, second: GBuffer, size: Size) -> tuple[np.ndarray, np.ndarray]:
    width, height = size.width_px, size.height_px
    focal = focal_px(second.pose.fov_rad, width, height)
    u, v = np.meshgrid((np.arange(width // 5) + 0.5) * 5, (np.arange(height // 5) + 0.5) * 5)
    rays = np.stack([(u - width / 2) / focal, (height / 2 - v) / focal, np.ones_like(u)], axis=-1)
    depth = 1.0 / np.maximum(geometry(second, size).disparity, 1e-6)
    world = rays @ second.pose.rotation().T * depth[..., None] + second.pose.position
    seen = (world - first.pose.position) @ first.pose.rotation()
    at_u = seen[..., 0] / seen[..., 2] * focal + width / 2
    at_v = height / 2 - seen[..., 1] / seen[..., 2] * focal
    known = (seen[..., 2] > 0) & (at_u > 2) & (at_u < width - 2) & (at_v > 2) & (at_v < height - 2)
    maps = (at_u - 0.5).astype(np.float32), (at_v - 0.5).astype(np.float32)
    return cv2.remap(soft(canvas(first).tone), *maps, cv2.INTER_LINEAR), known


def soft(tone: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(tone.astype(np.float32), (0, 0), 1.5)


def test_clouds_drift_with_the_wind(scene: Scene) -> None:
    """Looking straight along the drift, the field a second later is the field one shift upstream."""
    windy = replace(scene, wind=1.0)
    up = Pose(500.0, 60.0, 500.0, pitch_rad=1.0)
    later = march(windy, up, SIZE, 1.0)
    moved = march(windy, replace(up, x_m=500.0 - 24.0, z_m=500.0 - 18.0), SIZE, 0.0)
    both = later.sky & moved.sky
    assert np.allclose(later.cloud[both], moved.cloud[both], atol=1e-3)


def test_distance_of_sky_is_infinite(view: GBuffer) -> None:
    assert np.isinf(view.distance_m[view.sky]).all()
    assert np.isfinite(view.distance_m[~view.sky]).all()
