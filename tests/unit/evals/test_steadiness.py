"""Flicker is what is left once the known motion is out; softness and stillness buy nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from inhabit.core.frame import PlanarFrame
from inhabit.evals.metrics import blurred
from inhabit.evals.steadiness import Steadiness, contrast, flicker
from inhabit.evals.suite import suite_named

ALL = np.ones((64, 64), bool)


def noise(seed: int) -> PlanarFrame:
    luma = np.random.default_rng(seed).integers(60, 200, (64, 64), np.uint8)
    half = np.full((32, 32), 128, np.uint8)
    return PlanarFrame(luma, half, half)


def shifted(plane: np.ndarray) -> np.ndarray:
    return np.roll(plane.astype(np.float32), 3, axis=1)


def test_known_motion_is_no_flicker() -> None:
    before = noise(0)
    now = PlanarFrame(np.roll(before.luma, 3, axis=1), before.blue, before.red)
    assert flicker(before, now, shifted, ALL) == 0.0
    assert flicker(before, now, lambda plane: plane.astype(np.float32), ALL) > 10.0


def test_flicker_is_in_levels() -> None:
    before = noise(1)
    brighter = PlanarFrame(before.luma + np.uint8(4), before.blue, before.red)
    assert flicker(before, brighter, lambda plane: plane.astype(np.float32), ALL) == pytest.approx(4.0)


def test_a_soft_picture_has_less_contrast_to_divide_by() -> None:
    assert contrast(blurred(noise(2), 2.0), ALL) < 0.3 * contrast(noise(2), ALL)


def pair(error: float) -> dict[str, Any]:
    keys = ("truth_relative", "copy_relative", "model_relative")
    rest: dict[str, Any] = dict.fromkeys(keys, 0.1) | {"truth": 1.0, "copy": 9.0}
    return rest | {"model": {"1": error, "2": error}}


def test_both_cameras_count_and_stillness_of_the_sky_is_told() -> None:
    living = [{"model": 0.0, "truth": 2.0}]
    found = {
        "still": {"pairs": [pair(0.0)], "living": living},
        "moving": {"pairs": [pair(8.0)], "living": []},
    }
    figures = Steadiness(suite_named("tiny")).figures([found])["steadiness"]
    assert figures["warped_error"] == 4.0 and figures["still"]["warped_error"] == 0.0
    assert figures["worst"] == 8.0 and figures["by_steps"]["1"]["warped_error"] == 4.0
    assert figures["living"]["ratio"] == 0.0
