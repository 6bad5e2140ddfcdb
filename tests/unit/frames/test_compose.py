"""The fast full-size code equals its slow references."""

from __future__ import annotations

import cv2
import numpy as np
import torch

from inhabit.core.camera import Size
from inhabit.frames.compose import Source, join, mirrored_map, smooth_map
from inhabit.frames.painting import paint_planes
from inhabit.frames.patches import fold_planes, unfold_planes
from tests.unit.frames.lights import smooth_plane

RNG = np.random.default_rng(0)


def own_map() -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(128, dtype=np.float32), np.arange(72, dtype=np.float32))
    return x, y


def source(tone: np.ndarray, matter: np.ndarray, weight: np.ndarray) -> Source:
    return Source(tone, matter, *own_map(), weight)


def test_a_whole_trusted_source_comes_through_unchanged() -> None:
    tone, matter = smooth_plane(360, 640), RNG.integers(0, 255, (2, 180, 320)).astype(np.uint8)
    whole = source(tone, matter, np.ones((72, 128), np.float32))
    joined, stuff = join([whole], np.zeros_like(tone), np.zeros_like(matter))
    assert np.abs(joined.astype(int) - tone).max() <= 1
    assert np.array_equal(stuff, matter)


def test_what_no_source_knows_is_painted() -> None:
    tone, matter = smooth_plane(360, 640), np.zeros((2, 180, 320), np.uint8)
    painted, stuff = np.full_like(tone, 77), np.full_like(matter, 99)
    weight = np.zeros((72, 128), np.float32)
    weight[:, :64] = 1.0
    joined, mixed = join([source(tone, matter, weight)], painted, stuff)
    assert (joined[:, 330:] == 77).all()
    assert (mixed[:, :, 165:] == 99).all()
    assert np.abs(joined[:, :300].astype(int) - tone[:, :300]).max() <= 1


def test_without_sources_everything_is_painted() -> None:
    painted, stuff = smooth_plane(360, 640), np.zeros((2, 180, 320), np.uint8)
    assert join([], painted, stuff) == (painted, stuff)


def test_joining_equals_resampling_each_source_and_mixing() -> None:
    x, y = own_map()
    x, y = 1.02 * x + 0.3 + 0.2 * np.sin(y / 9), 0.97 * y + 0.8
    planes = [smooth_plane(360, 640) for _ in range(3)]
    weights = [np.zeros((72, 128), np.float32) for _ in range(2)]
    weights[0][:, 40:], weights[1][20:50] = 0.5, 0.4
    matter = np.zeros((2, 180, 320), np.uint8)
    sources = [Source(p, matter, x, y, w) for p, w in zip(planes, weights, strict=False)]
    joined, _ = join(sources, planes[2], matter)
    big_x, big_y = (5.0 * enlarged(cells, odd=True) + 2.0 for cells in (x, y))
    shares = [enlarged(w, odd=False) for w in weights]
    total = (1 - sum(shares)) * planes[2]
    for plane, share in zip(planes, shares, strict=False):
        total += share * cv2.remap(plane, big_x, big_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    assert np.abs(total - joined).max() < 3.0
    assert np.abs(total - joined).mean() < 0.5


def enlarged(cells: np.ndarray, *, odd: bool) -> np.ndarray:
    padded = np.pad(cells, 1, mode="reflect", reflect_type="odd") if odd else np.pad(cells, 1, mode="edge")
    padded = padded.astype(np.float32)
    return cv2.resize(padded, (650, 370), interpolation=cv2.INTER_LINEAR)[5:365, 5:645].copy()


def test_a_map_reaches_a_little_into_its_holes() -> None:
    x, y = own_map()
    trust = np.ones((72, 128), np.float32)
    trust[30:33, 40:43] = 0.0
    x[trust == 0] = -1.0
    smooth_x, _ = smooth_map(x + 2.0 * (trust > 0), y, trust)
    assert abs(smooth_x[30, 40] - 42.0) < 0.01


def test_painted_planes_equal_the_reference_unfolding() -> None:
    patches = RNG.random((35, 72, 128)).astype(np.float32)
    tone, matter = paint_planes(patches, np.full((72, 128), 0.5, np.float32), Size(640, 360))
    slow_tone, slow_matter = unfold_planes(torch.from_numpy(patches)[None])
    assert np.abs(slow_tone[0, 0].numpy() * 255 - tone).max() <= 0.51
    resized = cv2.resize(slow_matter[0, 1].numpy(), (320, 180))
    assert np.abs(resized * 255 - matter[1]).max() <= 0.51


def test_folding_and_unfolding_tone_is_exact() -> None:
    tone, matter = torch.rand(1, 1, 80, 120), torch.rand(1, 2, 40, 60)
    back, _ = unfold_planes(fold_planes(tone, matter))
    assert torch.equal(back, tone)


def test_painted_tones_settle_on_their_side_of_the_horizon() -> None:
    patches = np.full((35, 72, 128), 180 / 255, np.float32)
    sky = np.zeros((72, 128), np.float32)
    sky[:36] = 1.0
    settled, _ = paint_planes(patches, sky, Size(640, 360))
    assert (settled[:170] == 180).all()
    assert (settled[190:] == int(255 * 0.54)).all()


def test_what_is_not_painted_yet_mirrors_what_is_beside_it() -> None:
    y, x = np.mgrid[0:6, 0:10].astype(np.float32)
    trust = np.ones((6, 10), np.float32)
    trust[:, 7:] = 0.0
    moved_x, moved_y = mirrored_map(x, y, trust)
    assert moved_x[2].tolist() == [0, 1, 2, 3, 4, 5, 6, 5, 4, 3]
    assert np.array_equal(moved_y, y)


def test_a_corner_that_is_not_painted_yet_mirrors_across_it() -> None:
    y, x = np.mgrid[0:8, 0:8].astype(np.float32)
    trust = np.zeros((8, 8), np.float32)
    trust[3:, :5] = 1.0
    moved_x, moved_y = mirrored_map(x, y, trust)
    assert (moved_x[1, 6], moved_y[1, 6]) == (2.0, 5.0)


def test_where_nothing_is_known_everything_stays() -> None:
    y, x = np.mgrid[0:4, 0:5].astype(np.float32)
    moved_x, moved_y = mirrored_map(-x, -y, np.zeros((4, 5), np.float32))
    assert np.array_equal(moved_x, x) and np.array_equal(moved_y, y)
