"""The fast light equals its differentiable reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from inhabit.core.camera import Size
from inhabit.frames.colour import SKY_TONE_FROM, SKY_TONE_TO, colour
from inhabit.frames.lighting import light
from tests.unit.frames.lights import plain_light, smooth_plane, some_light

SIZE = Size(640, 360)


def matter() -> np.ndarray:
    return np.stack([smooth_plane(180, 320, 1), smooth_plane(180, 320, 2)])


LANDSCAPES = {
    "everything": smooth_plane(360, 640),
    "land": (smooth_plane(360, 640) * SKY_TONE_FROM * 0.99).astype(np.uint8),
    "sky": (255 * (SKY_TONE_TO + 0.01) + smooth_plane(360, 640) * 0.3).astype(np.uint8),
}


@pytest.mark.parametrize("name", LANDSCAPES)
def test_it_equals_the_reference(name: str) -> None:
    tone, lit = LANDSCAPES[name], some_light()
    fast = light(tone, matter(), lit, SIZE)
    parts = (tone[None] / 255.0, matter() / 255.0, lit.maps, lit.glow, lit.curves)
    luma, chroma = colour(*(torch.from_numpy(part)[None].float() for part in parts))
    assert np.abs(luma[0, 0].numpy().clip(0, 1) * 219 + 16 - fast.luma).mean() < 1.0
    assert np.abs(chroma[0, 0].numpy() * 224 + 128 - fast.blue).mean() < 1.0
    assert np.abs(chroma[0, 1].numpy() * 224 + 128 - fast.red).mean() < 1.0


def test_rain_brightens_and_moves() -> None:
    tone, wet = LANDSCAPES["land"], replace(plain_light(), fall=np.array([0.4, 0.0], np.float32))
    dry = light(tone, matter(), plain_light(), SIZE).luma.astype(int)
    early, late = (light(tone, matter(), wet, SIZE, time_s).luma.astype(int) for time_s in (1.0, 1.1))
    assert (early >= dry).all()
    assert (early > dry + 20).mean() > 0.02
    assert (early != late).mean() > 0.02


def test_any_size_can_be_lit() -> None:
    picture = light(LANDSCAPES["everything"], matter(), some_light(), Size(960, 540))
    assert picture.luma.shape == (540, 960)
    assert picture.blue.shape == (270, 480)
