"""Minutes that look alike are near, other looks and lost variety are far, and a frozen run has collapsed."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.evals.distance import distance, distances, pooled, size
from inhabit.evals.minutes import excursion, run_minutes, vde, worst_over_first
from inhabit.evals.samples import Samples, Spread


def pictures(seed: int, *, at: float = 0.0, spread: float = 1.0, count: int = 60) -> Spread:
    rng = np.random.default_rng(seed)
    return Spread.over(list(2.0 + at + spread * rng.standard_normal((count, 32))))


UNIT = size(pictures(0))


def test_other_pictures_of_the_same_kind_are_near() -> None:
    assert distance(pictures(1), pictures(2), UNIT) < 0.15


def test_another_look_is_far_and_so_is_one_look_for_ever() -> None:
    near = distance(pictures(1), pictures(2), UNIT)
    assert distance(pictures(1, at=1.0), pictures(2), UNIT) > 3.0 * near
    assert distance(pictures(1, spread=0.01), pictures(2), UNIT) > 3.0 * near


def test_pooling_parts_is_measuring_all_at_once() -> None:
    rng = np.random.default_rng(3)
    rows = list(rng.standard_normal((20, 4)))
    both = pooled([Spread.over(rows[:5]), Spread.over(rows[5:])])
    whole = Spread.over(rows)
    assert both.mean == pytest.approx(whole.mean) and both.deviation == pytest.approx(whole.deviation)


def test_the_truth_is_held_against_its_other_minutes() -> None:
    truth = [pictures(seed) for seed in range(3)]
    assert all(gap > 0.01 for gap in distances(truth, truth))


def test_a_dead_feature_does_not_explode() -> None:
    dead = Spread(np.array([0.0, 2.0, 2.0]), np.zeros(3), 4)
    assert size(dead).min() > 0.05


def test_the_video_drift_error_counts_every_later_minute() -> None:
    assert vde([10.0, 12.0, 8.0]) == pytest.approx(0.2)
    assert vde([10.0]) == 0.0


def test_a_collapse_in_the_middle_is_the_worst_minute() -> None:
    assert worst_over_first([1.0, 4.0, 1.0]) == 4.0
    assert worst_over_first([1.0]) == 1.0
    assert np.isnan(worst_over_first([0.0, 1.0]))


def test_too_much_is_as_far_out_as_too_little() -> None:
    assert excursion(0.5, 0.4, 0.6) == 1.0
    assert excursion(1.2, 0.4, 0.6) == excursion(0.2, 0.4, 0.6) == pytest.approx(2.0)


def moving(motion: float) -> Samples:
    values = {"gradient_energy": 0.01, "brightness": 0.5, "saturation": 0.1, "motion": motion}
    return Samples([float(second) for second in range(1, 5)], [dict(values) for _ in range(4)])


def test_a_frozen_run_counts_as_collapsed() -> None:
    minutes, grey = [pictures(1), pictures(2)], pictures(9, at=-2.0, spread=0.0)

    def run(motion: float) -> dict[str, object]:
        return run_minutes(moving(motion), moving(0.1), minutes, minutes, grey, 2.0)

    assert not run(0.1)["frozen"] and run(0.0)["frozen"]
    over = run(0.0)["worst_over_first"]
    assert isinstance(over, dict) and over["model"] == over["collapsed"] > over["truth"]
