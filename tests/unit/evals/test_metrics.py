"""The figures agree with what they are named after, on pictures whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.frames.pixels import planes_to_rgb, rgb_to_planes


def smooth_rgb(height: int = 90, width: int = 160) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 255 / width, y * 255 / height, (x + y) * 255 / (width + height)]
    return np.stack(planes, axis=2).astype(np.uint8)


def checkered(step_px: int, low: int = 60, high: int = 180) -> PlanarFrame:
    y, x = np.mgrid[0:90, 0:160]
    value = np.where((y // step_px + x // step_px) % 2, high, low).astype(np.uint8)
    return rgb_to_planes(np.repeat(value[:, :, None], 3, axis=2))


class TestColour:
    def test_rgb_survives_the_round_trip_on_smooth_pictures(self) -> None:
        rgb = smooth_rgb()
        back = planes_to_rgb(rgb_to_planes(rgb)).astype(int)
        assert np.abs(back - rgb.astype(int)).mean() < 2.5

    def test_black_and_white_sit_at_the_ends_of_limited_range(self) -> None:
        black = rgb_to_planes(np.zeros((64, 64, 3), np.uint8))
        white = rgb_to_planes(np.full((64, 64, 3), 255, np.uint8))
        assert (black.luma == 16).all() and (white.luma == 235).all()
        assert (white.blue == 128).all() and (white.red == 128).all()

    def test_pure_red_has_the_luma_and_chroma_of_bt709(self) -> None:
        red = rgb_to_planes(np.tile(np.array([255, 0, 0], np.uint8), (64, 64, 1)))
        assert (int(red.luma[0, 0]), int(red.blue[0, 0]), int(red.red[0, 0])) == (63, 102, 240)


class TestFidelity:
    def test_an_identical_frame_reaches_the_cap(self) -> None:
        frame = checkered(8)
        assert metrics.psnr_db(frame, frame) == metrics.PSNR_CAP_DB
        assert metrics.ssim(frame, frame) == pytest.approx(1.0)

    def test_a_known_offset_gives_the_known_decibels(self) -> None:
        low = rgb_to_planes(np.full((64, 64, 3), 100, np.uint8))
        high = rgb_to_planes(np.full((64, 64, 3), 110, np.uint8))
        assert metrics.psnr_db(low, high) == pytest.approx(20 * math.log10(255 / 10), abs=1.0)

    def test_structure_falls_when_a_pattern_moves(self) -> None:
        frame = checkered(8)
        moved = PlanarFrame(np.roll(frame.luma, 4, axis=1), frame.blue, frame.red)
        assert metrics.ssim(moved, frame) < 0.6


class TestSharpness:
    def test_blur_loses_gradient_energy(self) -> None:
        frame = checkered(4)
        assert metrics.gradient_energy(metrics.blurred(frame, 2.0)) < 0.2 * metrics.gradient_energy(frame)

    def test_a_plain_picture_has_none(self) -> None:
        assert metrics.gradient_energy(rgb_to_planes(np.full((64, 64, 3), 90, np.uint8))) == 0.0

    def test_finer_patterns_have_more(self) -> None:
        assert metrics.gradient_energy(checkered(2)) > metrics.gradient_energy(checkered(16))


class TestLightAndMotion:
    def test_brightness_runs_from_black_to_white(self) -> None:
        black = rgb_to_planes(np.zeros((64, 64, 3), np.uint8))
        white = rgb_to_planes(np.full((64, 64, 3), 255, np.uint8))
        assert metrics.brightness(black) < 0.1 < 0.9 < metrics.brightness(white)

    def test_grey_is_unsaturated_and_red_is_not(self) -> None:
        red = rgb_to_planes(np.tile(np.array([255, 0, 0], np.uint8), (64, 64, 1)))
        assert metrics.saturation(checkered(8)) < 0.01 < 0.5 < metrics.saturation(red)

    def test_a_frozen_picture_does_not_change(self) -> None:
        frame = checkered(8)
        moved = PlanarFrame(np.roll(frame.luma, 4, axis=1), frame.blue, frame.red)
        assert metrics.change(frame, frame) == 0.0 < metrics.change(frame, moved)


class TestMeans:
    def test_half_and_double_cancel(self) -> None:
        assert metrics.geometric_mean([0.5, 2.0]) == pytest.approx(1.0)

    def test_nothing_has_no_mean(self) -> None:
        assert math.isnan(metrics.mean([])) and math.isnan(metrics.geometric_mean([]))

    def test_correlation_is_zero_where_nothing_varies(self) -> None:
        assert metrics.correlation([1, 1, 1], [1, 2, 3]) == 0.0
        assert metrics.correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1.0)
