"""A place counts as remembered when it looks as it did; a world that never left it gets the floor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from inhabit.core.frame import PlanarFrame
from inhabit.evals.metrics import PSNR_CAP_DB
from inhabit.evals.revisit import Visits, compared, floor_db, has_left, trip_figures

ALL = np.ones((64, 64), bool)


def flat(luma: int) -> PlanarFrame:
    half = np.full((32, 32), 128, np.uint8)
    return PlanarFrame(np.full((64, 64), luma, np.uint8), half, half)


TRUE = Visits(flat(100), flat(180), flat(100))


def test_a_place_that_looks_as_it_did_is_remembered() -> None:
    assert compared(Visits(flat(60), flat(150), flat(60)), TRUE, ALL) == PSNR_CAP_DB


def test_it_is_held_against_its_own_first_visit_not_against_the_truth() -> None:
    near = compared(Visits(flat(60), flat(150), flat(62)), TRUE, ALL)
    far = compared(Visits(flat(60), flat(150), flat(100)), TRUE, ALL)
    assert PSNR_CAP_DB > near > 30.0 > far


def test_a_frozen_world_has_not_come_back() -> None:
    frozen = Visits(flat(100), flat(100), flat(100))
    assert not has_left(frozen, TRUE)
    assert compared(frozen, TRUE, ALL) == floor_db(TRUE, ALL) < 20.0


def test_only_what_is_solid_is_compared() -> None:
    luma = np.full((64, 64), 60, np.uint8)
    luma[:20] = 250
    clouded = PlanarFrame(luma, flat(0).blue, flat(0).red)
    mask = ALL.copy()
    mask[:20] = False
    assert compared(Visits(flat(60), flat(150), clouded), TRUE, mask) == PSNR_CAP_DB


def one(psnr_db: float, solid: float = 0.5) -> dict[str, Any]:
    keys = ("truth_db", "copy_db", "to_truth_db", "first_to_truth_db", "whole_picture_db")
    rest = dict.fromkeys((*keys, "truth_whole_picture_db"), 20.0) | {"sharpness": 1.0, "left": True}
    return rest | {"psnr_db": psnr_db, "without_bank_db": None, "solid": solid}


def test_the_worst_trip_stands_beside_the_mean_and_empty_views_are_left_out() -> None:
    figures = trip_figures([one(30.0), one(20.0), one(5.0, solid=0.01)])
    assert figures["psnr_db"] == 25.0 and figures["worst_db"] == 20.0
    assert figures["trips"] == 2 and figures["trips_left_out"] == 1


def test_a_world_without_a_bank_to_leave_out_has_no_figure_for_it() -> None:
    assert np.isnan(trip_figures([one(30.0)])["without_bank_db"])


def test_figures_of_no_trips_are_not_numbers() -> None:
    assert np.isnan(trip_figures([])["psnr_db"]) and trip_figures([])["trips"] == 0


def test_left_is_a_share() -> None:
    assert trip_figures([one(30.0), one(20.0) | {"left": False}])["left"] == pytest.approx(0.5)
