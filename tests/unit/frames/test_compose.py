"""The fast full-size code equals its slow references."""

from __future__ import annotations

import cv2
import numpy as np
import torch

from inhabit.core.camera import Size
from inhabit.frames.colour import colour
from inhabit.frames.compose import Source, join, light, paint_planes, settle, smooth_map
from inhabit.frames.patches import fold_planes, unfold_planes
from tests.unit.frames.lights import smooth_plane, some_light

RNG = np.random.default_rng(0)


def own_map() -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(128, dtype=np.float32), np.arange(72, dtype=np.float32))
    return x, y


def test_light_equals_the_differentiable_reference() -> None:
    tone, matter = smooth_plane(360, 640), np.stack([smooth_plane(180, 320, 1), smooth_plane(180, 320, 2)])
    lit = some_light()
    fast = light(tone, matter, *lit, Size(640, 360))
    as_torch = [torch.from_numpy(a)[None].float() for a in (tone[None] / 255.0, matter / 255.0, *lit)]
    luma, chroma = colour(*as_torch)
    assert np.abs(luma[0, 0].numpy().clip(0, 1) * 219 + 16 - fast.luma).mean() < 1.0
    assert np.abs(chroma[0, 0].numpy() * 224 + 128 - fast.blue).mean() < 1.0
    assert np.abs(chroma[0, 1].numpy() * 224 + 128 - fast.red).mean() < 1.0


def test_a_whole_trusted_source_comes_through_unchanged() -> None:
    plane = smooth_plane(360, 640)
    whole = Source((plane,), *own_map(), np.ones((72, 128), np.float32))
    (joined,) = join([whole], [np.zeros_like(plane)], 5, fine=True)
    assert np.abs(joined.astype(int) - plane).max() <= 1


def test_what_no_source_knows_is_painted() -> None:
    plane, painted = smooth_plane(360, 640), np.full((360, 640), 77, np.uint8)
    weight = np.zeros((72, 128), np.float32)
    weight[:, :64] = 1.0
    (joined,) = join([Source((plane,), *own_map(), weight)], [painted], 5, fine=False)
    assert (joined[:, 330:] == 77).all()
    assert np.abs(joined[:, :300].astype(int) - plane[:, :300]).max() <= 1


def test_a_map_reaches_a_little_into_its_holes() -> None:
    x, y = own_map()
    trust = np.ones((72, 128), np.float32)
    trust[30:33, 40:43] = 0.0
    x[trust == 0] = -1.0
    smooth_x, _ = smooth_map(x + 2.0 * (trust > 0), y, trust)
    assert abs(smooth_x[30, 40] - 42.0) < 0.01


def test_painted_planes_equal_the_reference_unfolding() -> None:
    patches = RNG.random((35, 72, 128)).astype(np.float32)
    tone, matter = paint_planes(patches, Size(640, 360))
    slow_tone, slow_matter = unfold_planes(torch.from_numpy(patches)[None])
    assert np.abs(slow_tone[0, 0].numpy() * 255 - tone).max() <= 0.51
    resized = cv2.resize(slow_matter[0, 1].numpy(), (320, 180))
    assert np.abs(resized * 255 - matter[1]).max() <= 0.51


def test_folding_and_unfolding_tone_is_exact() -> None:
    tone, matter = torch.rand(1, 1, 80, 120), torch.rand(1, 2, 40, 60)
    back, _ = unfold_planes(fold_planes(tone, matter))
    assert torch.equal(back, tone)


def test_painted_tones_settle_on_their_side_of_the_horizon() -> None:
    tone = np.full((360, 640), 180, np.uint8)
    sky = np.zeros((72, 128), np.float32)
    sky[:36] = 1.0
    settled = settle(tone, sky)
    assert (settled[:170] == 180).all()
    assert (settled[190:] == int(255 * 0.54)).all()
