"""What a picture is taken for: the sun is found by light, names are doubted late, horizons tilt cameras."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import FOV_DEFAULT_RAD
from inhabit.core.frame import PlanarFrame
from inhabit.runtime.likeness import (
    LEVEL,
    Guess,
    Judge,
    Judged,
    described,
    explained,
    horizon_pitch_rad,
    looks_read,
)
from inhabit.runtime.probe import attribute_probe
from inhabit.world.canvas import Canvas

NOTHING = Canvas.fresh(*(np.zeros((1, 1)) for _ in range(4)))
EVENING = Attributes(hour=18.0)


def judge_for(truth: Guess, *, named: float = 0.0) -> Judge:
    """Light is off by the angle to the true sun and by the hour, and by `named` for another style."""

    def judge(guess: Guess) -> Judged:
        turn = abs(math.remainder(guess.pose.yaw_rad - truth.pose.yaw_rad, math.tau))
        hours = abs(math.remainder(guess.attributes.hour - truth.attributes.hour, 24.0))
        style = 0.0 if guess.attributes.style == truth.attributes.style else named
        return Judged(guess, NOTHING, 10.0 + turn + hours + style)

    return judge


class TestExplained:
    def test_morning_is_told_from_evening_and_the_camera_turned_to_the_sun(self) -> None:
        truth = Guess(EVENING, replace(LEVEL, yaw_rad=2.0))
        best = explained([Attributes(hour=6.0), EVENING], judge_for(truth))
        assert best.guess.attributes.hour == 18.0
        assert best.guess.pose.yaw_rad == pytest.approx(2.0, abs=0.2)

    @pytest.mark.parametrize(("named", "style"), [(0.2, "painted"), (9.0, "neon")])
    def test_what_the_probe_names_is_doubted_only_for_much_better_light(
        self, named: float, style: str
    ) -> None:
        truth = Guess(EVENING.with_style("neon"), LEVEL)
        best = explained([EVENING], judge_for(truth, named=named))
        assert best.guess.attributes.main_style == style


class TestDescribed:
    def test_words_that_explain_nearly_as_well_are_believed(self) -> None:
        judge = judge_for(Guess(EVENING, LEVEL))
        best = judge(Guess(EVENING, LEVEL))
        assert described(best, replace(EVENING, hour=18.5), judge).guess.attributes.hour == 18.5

    def test_words_that_do_not_are_left_to_be_wishes(self) -> None:
        judge = judge_for(Guess(EVENING, LEVEL))
        best = judge(Guess(EVENING, LEVEL))
        assert described(best, replace(EVENING, hour=6.0), judge) is best


class TestHorizon:
    def test_the_lower_the_sky_ends_the_further_up_the_camera_looks(self) -> None:
        pitches = []
        for ends in (20, 36, 50):
            sky = np.zeros((72, 128), np.float32)
            sky[:ends] = 1.0
            pitches.append(horizon_pitch_rad(sky, FOV_DEFAULT_RAD))
        low, middle, high = pitches
        assert low is not None
        assert middle is not None
        assert high is not None
        assert low < middle < high
        assert abs(middle) < 0.05

    @pytest.mark.parametrize("share", [0.0, 1.0])
    def test_without_sky_or_without_land_there_is_none(self, share: float) -> None:
        assert horizon_pitch_rad(np.full((72, 128), share, np.float32), FOV_DEFAULT_RAD) is None


def test_a_picture_with_colour_is_no_black_and_white() -> None:
    luma = np.full((360, 640), 120, np.uint8)
    half = np.full((180, 320), 150, np.uint8)
    looks = looks_read(PlanarFrame(luma, half, half), attribute_probe())
    assert "noir" not in {look.main_style for look in looks}
    assert looks[0].hour + looks[1].hour == pytest.approx(24.0)
