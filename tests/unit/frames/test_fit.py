"""A canvas fitted to a picture gives that picture back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.frames.colour import SKY_TONE_FROM, SKY_TONE_TO
from inhabit.frames.fit import fit
from inhabit.frames.lighting import light
from tests.unit.frames.lights import plain_light, smooth_plane

SIZE = Size(640, 360)


def scene() -> tuple[np.ndarray, np.ndarray]:
    """Sky above, land below, texture on both."""
    texture = smooth_plane(360, 640).astype(np.float32) / 255.0
    land, sky = SKY_TONE_FROM * texture, SKY_TONE_TO + 0.02 + (0.97 - SKY_TONE_TO) * texture
    tone = np.where(np.arange(360)[:, None] < 150, sky, land)
    return (255 * tone).astype(np.uint8), np.stack([smooth_plane(180, 320, seed) for seed in (1, 2)])


@pytest.fixture(scope="module")
def seen() -> tuple[PlanarFrame, np.ndarray, np.ndarray]:
    """A picture, and the canvas as a short-sighted eye sees it."""
    tone, matter = scene()
    picture = light(tone, matter, plain_light(), SIZE)
    blurred = np.concatenate([cv2.GaussianBlur(part, (0, 0), 6) for part in (tone[:150], tone[150:])])
    return picture, blurred, np.stack([cv2.GaussianBlur(plane, (0, 0), 6) for plane in matter])


def error(picture: PlanarFrame, tone: np.ndarray, matter: np.ndarray) -> float:
    shown = light(tone, matter, plain_light(), SIZE)
    return float(np.abs(shown.luma.astype(int) - picture.luma).mean())


def test_lighting_the_fitted_canvas_gives_the_picture_back(seen) -> None:
    picture, tone, matter = seen
    assert error(picture, *fit(tone, matter, picture, plain_light())) < 0.2 * error(picture, tone, matter)


def test_matter_is_found_again_too(seen) -> None:
    picture, tone, matter = seen
    _, fitted = fit(tone, matter, picture, plain_light())
    true = scene()[1].astype(int)
    assert np.abs(fitted - true).mean() < 0.5 * np.abs(matter - true).mean()


def test_nothing_crosses_the_horizon(seen) -> None:
    picture, tone, matter = seen
    fitted, _ = fit(tone, matter, picture, plain_light())
    land, sky = tone <= 255 * SKY_TONE_FROM, tone > 255 * SKY_TONE_TO + 1
    assert (fitted[land] <= 255 * SKY_TONE_FROM).all()
    assert (fitted[sky] > 255 * SKY_TONE_TO).all()
