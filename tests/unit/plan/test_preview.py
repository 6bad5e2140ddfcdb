"""Live preview against direct batch: what a clip that satisfies takes, and where both are even."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import preview
from inhabit.plan.preview import Clip

rejections = st.floats(0.0, 0.95)
prices = st.floats(0.01, 10.0)


def direct(rejection: float = 0.6, *, first: float | None = None) -> Clip:
    return preview.clip(render_usd=0.10, render_s=30.0, rejection=rejection, first_rejection=first)


def previewed(rejection: float = 0.15) -> Clip:
    return preview.clip(
        render_usd=0.10, render_s=30.0, rejection=rejection, preview_usd_per_minute=0.02, preview_minutes=2.0
    )


def test_15_per_cent_rejected_takes_the_1_18_renders_of_the_post() -> None:
    assert round(preview.expected_renders(0.15), 2) == 1.18


def test_60_per_cent_rejected_takes_two_and_a_half_renders_not_three_and_a_half() -> None:
    assert preview.expected_renders(0.6) == pytest.approx(2.5)
    assert preview.rejection_of(3.5) == pytest.approx(1 - 1 / 3.5)


def test_three_and_a_half_takes_76_per_cent_after_the_first() -> None:
    assert preview.expected_renders(0.76, first_rejection=0.6) == pytest.approx(3.5)


def test_with_preview_a_clip_takes_what_the_post_says() -> None:
    found = previewed()
    assert found.preview_usd == pytest.approx(0.04)
    assert round(found.cost_usd, 3) == 0.158
    assert round(found.wasted_usd, 3) == 0.058
    assert round(found.time_s) == 155
    assert found.waiting_s == pytest.approx(30 / 0.85)


def test_without_preview_it_takes_what_the_post_says_at_three_and_a_half_renders() -> None:
    found = direct(0.76, first=0.6)
    assert found.cost_usd == pytest.approx(0.35)
    assert found.wasted_usd == pytest.approx(0.25)
    assert found.time_s == pytest.approx(105.0)


def test_so_compared_the_savings_are_those_of_the_post() -> None:
    found = preview.compare(previewed(), direct(0.76, first=0.6))
    assert found.cost_saved == pytest.approx(0.55, abs=0.005)
    assert found.renders_saved == pytest.approx(0.66, abs=0.005)
    assert found.waste_saved == pytest.approx(0.77, abs=0.005)
    assert found.time_saved == pytest.approx(-0.48, abs=0.005)


def test_from_its_own_60_per_cent_they_are_smaller() -> None:
    found = preview.compare(previewed(), direct())
    assert found.cost_saved == pytest.approx(0.369, abs=0.001)
    assert found.renders_saved == pytest.approx(0.529, abs=0.001)
    assert found.waste_saved == pytest.approx(0.616, abs=0.001)
    assert found.waiting_saved == pytest.approx(0.529, abs=0.001)
    assert found.time_saved == pytest.approx(-1.071, abs=0.001)


def test_what_the_other_has_none_of_cannot_be_saved() -> None:
    found = preview.compare(previewed(), direct(0.0))
    assert found.waste_saved is None
    assert found.cost_saved is not None


@settings(max_examples=30)
@given(rejections)
def test_renders_and_rejection_are_inverse(rejection: float) -> None:
    assert preview.rejection_of(preview.expected_renders(rejection)) == pytest.approx(rejection, abs=1e-12)


@settings(max_examples=30)
@given(rejections, rejections)
def test_more_rejection_never_takes_fewer_renders(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1.0 <= preview.expected_renders(low) <= preview.expected_renders(high)


@settings(max_examples=30)
@given(rejections)
def test_renders_are_the_mean_of_the_geometric_law(rejection: float) -> None:
    # Sum of n (1 - r) r^(n - 1); the tail beyond 2,000 renders is nothing at r <= 0.95.
    mean = math.fsum(n * (1 - rejection) * rejection ** (n - 1) for n in range(1, 2001))
    assert preview.expected_renders(rejection) == pytest.approx(mean)


def test_at_the_even_price_of_a_preview_minute_both_cost_the_same() -> None:
    price = preview.even_preview_usd_per_minute(
        render_usd=0.10, preview_minutes=2.0, direct_renders=2.5, previewed_renders=1 / 0.85
    )
    assert price == pytest.approx(0.0662, abs=1e-4)
    even = preview.clip(
        render_usd=0.10, render_s=30.0, rejection=0.15, preview_usd_per_minute=price, preview_minutes=2.0
    )
    assert even.cost_usd == pytest.approx(direct().cost_usd)


def test_a_preview_that_spares_nothing_would_have_to_be_paid_for() -> None:
    price = preview.even_preview_usd_per_minute(
        render_usd=0.10, preview_minutes=2.0, direct_renders=1.0, previewed_renders=2.0
    )
    assert price == pytest.approx(-0.05)


def test_the_preview_of_the_post_pays_from_37_per_cent_rejected_on() -> None:
    rejection = preview.even_direct_rejection(render_usd=0.10, preview_usd=0.04, rejection=0.15)
    assert rejection == pytest.approx(0.3657, abs=1e-4)
    assert direct(rejection).cost_usd == pytest.approx(previewed().cost_usd)


def test_and_as_long_as_it_lowers_60_per_cent_below_52() -> None:
    rejection = preview.even_previewed_rejection(render_usd=0.10, preview_usd=0.04, rejection=0.6)
    assert rejection == pytest.approx(0.5238, abs=1e-4)
    assert rejection is not None
    assert previewed(rejection).cost_usd == pytest.approx(direct().cost_usd)


def test_a_preview_dearer_than_all_refused_renders_never_pays() -> None:
    assert preview.even_previewed_rejection(render_usd=0.10, preview_usd=0.2, rejection=0.6) is None


@settings(max_examples=30)
@given(render_usd=prices, preview_usd=prices, rejection=rejections)
def test_the_two_even_rejections_are_inverse(render_usd: float, preview_usd: float, rejection: float) -> None:
    without = preview.even_direct_rejection(
        render_usd=render_usd, preview_usd=preview_usd, rejection=rejection
    )
    after = preview.even_previewed_rejection(
        render_usd=render_usd, preview_usd=preview_usd, rejection=without
    )
    # With r = 0 the way back lands on 1 render to the last bit, on either side of it.
    assert rejection < 1e-6 if after is None else after == pytest.approx(rejection, abs=1e-6)


@pytest.mark.parametrize("bad", [-0.1, 1.0, 60.0, math.nan, math.inf])
def test_a_rejection_rate_is_a_share_below_one(bad: float) -> None:
    with pytest.raises(BadInputError, match="the rejection rate is"):
        preview.expected_renders(bad)


def test_a_rejection_rate_in_per_cent_is_told_what_share_it_is() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.6 for 60 %"):
        preview.expected_renders(60)
    with pytest.raises(BadInputError, match=r"the first rejection rate is 60"):
        preview.expected_renders(0.5, first_rejection=60)


@pytest.mark.parametrize("bad", [0.0, 0.99, -1.0, math.nan, math.inf])
def test_a_clip_takes_at_least_one_render(bad: float) -> None:
    with pytest.raises(BadInputError, match="the renders"):
        preview.rejection_of(bad)
    with pytest.raises(BadInputError):
        preview.even_preview_usd_per_minute(
            render_usd=0.1, preview_minutes=2.0, direct_renders=bad, previewed_renders=1.0
        )


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
@pytest.mark.parametrize(
    "name", ["render_usd", "render_s", "rejection", "preview_usd_per_minute", "preview_minutes"]
)
def test_numbers_that_cannot_be_are_refused(name: str, bad: float) -> None:
    good = {"render_usd": 0.1, "render_s": 30.0, "rejection": 0.6}
    with pytest.raises(BadInputError):
        preview.clip(**{**good, name: bad})


def test_a_render_that_costs_nothing_has_no_break_even() -> None:
    for refuse in (
        lambda: preview.clip(render_usd=0.0, render_s=30.0, rejection=0.6),
        lambda: preview.even_direct_rejection(render_usd=0.0, preview_usd=0.04, rejection=0.6),
        lambda: preview.even_previewed_rejection(render_usd=0.0, preview_usd=0.04, rejection=0.6),
        lambda: preview.even_preview_usd_per_minute(
            render_usd=0.1, preview_minutes=0.0, direct_renders=2.0, previewed_renders=1.0
        ),
    ):
        with pytest.raises(BadInputError):
            refuse()
