"""Quality against steps: the curve, its inverse, its fit, and the operating point that looks best."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import quality

alphas = st.floats(0.01, 5.0)
H100_STEP_MS = quality.step_time_ms(2e15, 1e12)


@pytest.mark.parametrize(
    ("steps", "reached", "takes_ms", "per_ms"),
    [
        (1, 0.632, 25.0, 0.0253),
        (2, 0.865, 50.0, 0.0173),
        (4, 0.982, 100.0, 0.0098),
        (8, 1.000, 200.0, 0.0050),
        (16, 1.000, 400.0, 0.0025),
        (50, 1.000, 1250.0, 0.0008),
    ],
)
def test_the_curve_is_the_table_of_the_post(
    steps: int, reached: float, takes_ms: float, per_ms: float
) -> None:
    assert round(quality.quality(steps), 3) == reached
    assert quality.frame_ms(steps) == takes_ms
    assert round(quality.quality_per_ms(steps), 4) == per_ms


def test_eight_steps_miss_the_ceiling_by_three_in_ten_thousand() -> None:
    assert round(quality.quality(8), 4) == 0.9997


@pytest.mark.parametrize(
    ("steps", "fps", "seen", "perceived"),
    [
        (1, 2000, 1.0, 0.632),
        (2, 1000, 1.0, 0.865),
        (4, 500, 1.0, 0.982),
        (20, 100, 1.0, 1.0),
        (50, 40, 1.0, 1.0),
        (100, 20, 0.667, 0.667),
        (200, 10, 0.333, 0.333),
    ],
)
def test_perceived_quality_is_the_second_table_of_the_post(
    steps: int, fps: float, seen: float, perceived: float
) -> None:
    found = quality.point(steps, step_ms=H100_STEP_MS)
    assert found.fps == pytest.approx(fps)
    assert round(found.perception, 3) == seen
    assert round(found.perceived, 3) == perceived


def test_of_the_steps_in_the_post_20_and_50_tie_and_the_fewest_is_taken() -> None:
    found = quality.best((1, 2, 4, 20, 50, 100, 200), step_ms=H100_STEP_MS)
    assert found.best.steps == 20
    assert found.as_good == (20, 50)
    assert "the fewest, 20, is taken" in found.said


def test_a_range_has_a_plateau_that_ends_where_the_rate_falls_below_the_target() -> None:
    found = quality.best(range(1, 201), step_ms=H100_STEP_MS)
    assert (found.as_good[0], found.as_good[-1]) == (8, 66)
    assert found.best.steps == 8


def test_without_a_width_only_equals_tie() -> None:
    assert quality.best((1, 2, 4), step_ms=1.0, within=0.0).as_good == (4,)
    assert "without a tie" in quality.best((1, 2, 4), step_ms=1.0).said


def test_at_25_ms_a_step_one_step_looks_best_since_two_miss_the_rate() -> None:
    found = quality.best(range(1, 51), step_ms=25.0)
    assert found.best.steps == 1
    assert quality.point(2).perceived == pytest.approx((1 - math.exp(-2)) * 20 / 30)


def test_steps_that_fit_into_a_budget() -> None:
    assert quality.steps_within(1000 / 30, step_ms=25.0) == 1
    assert quality.steps_within(18.0, step_ms=25.0) == 0
    assert quality.steps_within(100 / 3, step_ms=100 / 9) == 3


def test_fewest_steps_for_a_quality() -> None:
    assert quality.steps_for(0.0) == 1
    assert quality.steps_for(0.63) == 1
    assert quality.steps_for(0.64) == 2
    assert quality.steps_for(0.98) == 4


@settings(max_examples=30)
@given(wanted=st.floats(0.0, 0.999999), alpha=alphas)
def test_the_fewest_steps_reach_the_quality_and_one_less_does_not(wanted: float, alpha: float) -> None:
    steps = quality.steps_for(wanted, alpha=alpha)
    assert quality.quality(steps, alpha=alpha) >= wanted * (1 - 1e-12)
    assert steps == 1 or quality.quality(steps - 1, alpha=alpha) < wanted


@settings(max_examples=30)
@given(steps=st.integers(1, 20), alpha=st.floats(0.01, 0.5))
def test_steps_for_the_quality_of_n_steps_are_n(steps: int, alpha: float) -> None:
    assert quality.steps_for(quality.quality(steps, alpha=alpha), alpha=alpha) == steps


@settings(max_examples=30)
@given(one=st.integers(0, 1000), other=st.integers(0, 1000), alpha=alphas)
def test_more_steps_are_never_worse_and_never_better_than_the_ceiling(
    one: int, other: int, alpha: float
) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= quality.quality(low, alpha=alpha) <= quality.quality(high, alpha=alpha) <= 1.0


@settings(max_examples=30)
@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=10),
    st.floats(0.1, 100.0),
    alphas,
    st.floats(0.0, 0.1),
)
def test_the_choice_is_as_good_as_any_and_nothing_as_good_has_fewer_steps(
    candidates: list[int], step_ms: float, alpha: float, within: float
) -> None:
    found = quality.best(candidates, step_ms=step_ms, alpha=alpha, within=within)
    best = max(point.perceived for point in found.points)
    assert found.best.perceived >= best - within
    assert all(point.perceived < best - within for point in found.points if point.steps < found.best.steps)


def test_a_fit_through_the_table_of_the_post_finds_its_alpha() -> None:
    found = quality.fit([(1, 0.632), (2, 0.865), (4, 0.982), (8, 0.9997)])
    assert found.alpha == pytest.approx(1.0, abs=1e-3)
    assert found.ceiling == pytest.approx(1.0, abs=1e-3)
    assert found.rms_error < 1e-3


@settings(max_examples=30)
@given(alpha=st.floats(0.05, 2.0), ceiling=st.floats(0.5, 50.0))
def test_a_fit_finds_the_curve_that_the_points_came_from(alpha: float, ceiling: float) -> None:
    pairs = [(n, ceiling * quality.quality(n, alpha=alpha)) for n in (1, 2, 4, 8, 16)]
    found = quality.fit(pairs)
    assert found.alpha == pytest.approx(alpha, rel=1e-5)
    assert found.ceiling == pytest.approx(ceiling, rel=1e-5)


def test_with_a_known_ceiling_one_point_is_enough() -> None:
    assert quality.fit([(2, 0.5)], ceiling=1.0).alpha == pytest.approx(math.log(2) / 2)


def test_two_points_fix_alpha_and_ceiling() -> None:
    # 0.75 / 0.5 = (1 - x^2) / (1 - x) = 1 + x, so x = 1/2, alpha = ln 2, and the ceiling is 1.
    found = quality.fit([(1, 0.5), (2, 0.75)])
    assert found.alpha == pytest.approx(math.log(2), rel=1e-6)
    assert found.ceiling == pytest.approx(1.0, rel=1e-6)


def test_a_fit_is_the_least_of_the_squares() -> None:
    pairs = [(1, 0.55), (2, 0.9), (4, 0.95), (8, 1.02)]
    found = quality.fit(pairs)

    def squares(alpha: float, ceiling: float) -> float:
        return sum((value - ceiling * quality.quality(n, alpha=alpha)) ** 2 for n, value in pairs)

    best = squares(found.alpha, found.ceiling)
    assert found.rms_error == pytest.approx(math.sqrt(best / 4))
    for alpha, ceiling in ((1.001, 1.0), (0.999, 1.0), (1.0, 1.001), (1.0, 0.999)):
        assert squares(found.alpha * alpha, found.ceiling * ceiling) > best


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([], "alpha takes 2 or more"),
        ([(1, 0.5)], "alpha takes 2 or more"),
        ([(2, 0.5), (2, 0.6)], "alpha takes 2 or more"),
        ([(1, 0.0), (2, 0.0)], "some quality above 0"),
        ([(1, 0.5), (2, 0.5), (4, 0.5)], "is at its ceiling"),
        ([(1, 0.9), (2, 0.5), (4, 0.2)], "or falls"),
        ([(1, 0.1), (2, 0.2), (4, 0.4)], "straight line"),
        ([(0, 0.1), (2, 0.2)], "the steps is 0"),
        ([(1, -0.1), (2, 0.2)], "a measured quality is -0.1"),
        ([(1, math.nan), (2, 0.2)], "a measured quality is nan"),
    ],
)
def test_measurements_that_do_not_fix_the_curve_are_refused(
    pairs: list[tuple[float, float]], words: str
) -> None:
    with pytest.raises(BadInputError, match=words):
        quality.fit(pairs)


@pytest.mark.parametrize("wanted", [1.0, -0.1, 98.0, math.nan, math.inf])
def test_a_quality_that_no_steps_reach_is_refused(wanted: float) -> None:
    with pytest.raises(BadInputError, match="the wanted quality is"):
        quality.steps_for(wanted)


def test_a_quality_in_per_cent_is_told_what_share_it_is() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.98 for 98 %"):
        quality.steps_for(98.0)


def test_a_quality_that_takes_absurdly_many_steps_is_refused() -> None:
    with pytest.raises(BadInputError, match="the steps it takes"):
        quality.steps_for(0.99, alpha=1e-6)


@pytest.mark.parametrize("steps", [0, -1, 1.5, math.nan, math.inf, 1e9])
def test_a_frame_takes_a_whole_number_of_steps(steps: int) -> None:
    with pytest.raises(BadInputError):
        quality.point(steps)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_numbers_that_cannot_be_are_refused(bad: float) -> None:
    for refuse in (
        lambda: quality.quality(1, alpha=bad),
        lambda: quality.frame_ms(1, step_ms=bad),
        lambda: quality.steps_within(bad),
        lambda: quality.step_time_ms(bad, 1e12),
        lambda: quality.step_time_ms(1e15, bad),
        lambda: quality.perception(30.0, target_fps=bad),
        lambda: quality.fit([(1, 0.5)], ceiling=bad),
    ):
        with pytest.raises(BadInputError):
            refuse()


def test_a_choice_among_nothing_is_refused() -> None:
    with pytest.raises(BadInputError, match="no numbers of steps"):
        quality.best([])
