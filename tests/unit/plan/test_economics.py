"""What a stream costs and what a user brings."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import economics
from inhabit.plan.economics import R1_COSTS, Cost

money = st.floats(0.01, 1e9)
shares = st.floats(0.001, 1.0)


@pytest.mark.parametrize(
    ("price", "most", "least", "cheap", "dear"),
    [
        (3.50, 6, 4, 0.58, 0.88),
        (2.20, 3, 2, 0.73, 1.10),
        (1.50, 2, 1, 0.75, 1.50),
        (5.00, 18, 12, 0.28, 0.42),
    ],
)
def test_a_stream_hour_costs_what_the_post_says(
    price: float, most: int, least: int, cheap: float, dear: float
) -> None:
    assert economics.stream_hour_usd(price, most) == pytest.approx(cheap, abs=0.0051)
    assert economics.stream_hour_usd(price, least) == pytest.approx(dear, abs=0.0051)


def test_streams_that_stand_idle_are_paid_by_those_that_do_not() -> None:
    assert economics.stream_hour_usd(3.0, 4, used=0.5) == 1.5


def test_an_hour_is_sixty_minutes() -> None:
    assert economics.minute_usd(1.2) == pytest.approx(0.02)
    assert economics.session_usd(1.2, 5.0) == pytest.approx(0.10)


def test_the_revenue_of_the_post_is_21_cents_a_user_and_5_21_a_payer() -> None:
    found = economics.revenue(40e6, 16_000_000, paying_share=0.04)
    assert found.month_usd == pytest.approx(40e6 / 12)
    assert round(found.arpu_usd, 2) == 0.21
    assert found.paying_users == 640_000
    assert round(found.paying_arpu_usd, 2) == 5.21


@settings(max_examples=30)
@given(money, st.integers(1, 10**9), shares)
def test_arpu_times_users_is_the_revenue_whoever_pays(yearly: float, users: int, share: float) -> None:
    found = economics.revenue(yearly, users, paying_share=share)
    assert found.arpu_usd * users == pytest.approx(found.month_usd)
    assert found.paying_arpu_usd * found.paying_users == pytest.approx(found.month_usd)
    assert found.paying_arpu_usd >= found.arpu_usd * (1 - 1e-12)


def test_a_paying_share_is_payers_over_users() -> None:
    assert economics.paying_share(640_000, 16_000_000) == 0.04
    assert economics.paying_share(0, 5) == 0.0


def test_the_month_of_the_post_breaks_even_with_a_gross_margin_of_40_per_cent() -> None:
    found = economics.accounts(3.33e6, R1_COSTS)
    assert found.total_usd == 3.33e6
    assert found.cogs_usd == 2.0e6
    assert round(100 * found.gross_margin) == 40
    assert found.result_usd == 0.0
    assert [round(100 * row.of_revenue) for row in found.rows] == [36, 15, 9, 30, 6, 4]


def test_without_training_in_the_cost_of_goods_the_margin_is_55_per_cent() -> None:
    costs = [
        Cost(cost.name, cost.usd, direct=cost.direct and "training" not in cost.name) for cost in R1_COSTS
    ]
    assert economics.accounts(3.33e6, costs).gross_margin == pytest.approx(1.83 / 3.33)


def test_a_gross_margin_may_be_negative() -> None:
    found = economics.accounts(100.0, [Cost("compute", 150.0, direct=True)])
    assert (found.gross_margin, found.result_usd) == (-0.5, -50.0)


@settings(max_examples=30)
@given(money, st.lists(money, min_size=1, max_size=6))
def test_shares_of_costs_sum_to_one(income: float, costs: list[float]) -> None:
    found = economics.accounts(income, [Cost(f"cost {i}", usd) for i, usd in enumerate(costs)])
    assert math.fsum(row.of_costs for row in found.rows) == pytest.approx(1.0)
    assert found.gross_margin == 1.0


def test_the_target_of_the_post_takes_42_cents_a_user() -> None:
    assert round(economics.required_arpu_usd(200e6, 40_000_000), 2) == 0.42
    twice = economics.required_arpu_usd(200e6, 40_000_000) / economics.required_arpu_usd(40e6, 16_000_000)
    assert twice == pytest.approx(2.0)


def test_payers_are_rounded_up_to_whole_people() -> None:
    assert economics.required_payers(40e6, 8.0) == 416_667
    assert economics.required_payers(96.0, 8.0) == 1
    assert economics.required_payers(0.0, 8.0) == 0


@settings(max_examples=30)
@given(money, st.floats(0.01, 1000.0))
def test_the_required_payers_bring_the_target_and_one_fewer_does_not(target: float, price: float) -> None:
    payers = economics.required_payers(target, price)
    assert payers * price * 12 >= target * (1 - 1e-9)
    assert (payers - 1) * price * 12 < target


def test_a_minute_breaks_even_at_its_cost() -> None:
    assert economics.break_even_minute_usd(0.02) == 0.02


def test_unpaid_minutes_fixed_costs_and_a_margin_raise_the_price() -> None:
    assert economics.break_even_minute_usd(0.02, paid_share=0.04) == pytest.approx(0.5)
    assert economics.break_even_minute_usd(0.02, minutes=1e6, fixed_usd=1e4) == pytest.approx(0.03)
    assert economics.break_even_minute_usd(0.02, margin=0.6) == pytest.approx(0.05)


@settings(max_examples=30)
@given(
    cost=st.floats(0.0, 10.0),
    minutes=st.floats(1.0, 1e9),
    fixed=st.floats(0.0, 1e6),
    paid=shares,
    margin=st.floats(0.0, 0.9),
)
def test_at_the_break_even_price_the_wanted_margin_is_left(
    cost: float, minutes: float, fixed: float, paid: float, margin: float
) -> None:
    price = economics.break_even_minute_usd(
        cost, minutes=minutes, fixed_usd=fixed, paid_share=paid, margin=margin
    )
    income, costs = price * minutes * paid, cost * minutes + fixed
    assert income - costs == pytest.approx(margin * income, rel=1e-6, abs=1e-6)


def test_growth_by_a_factor_of_four_in_two_periods_is_doubling() -> None:
    assert economics.growth(1.0, 4.0, periods=2.0) == pytest.approx(1.0)
    assert economics.growth(16e6, 40e6, periods=5.0) == pytest.approx(2.5**0.2 - 1)
    assert economics.growth(2.0, 1.0, periods=1.0) == pytest.approx(-0.5)


@settings(max_examples=30)
@given(st.floats(1.0, 1000.0), st.floats(1.0, 1000.0), st.floats(1.0, 100.0))
def test_growth_and_the_time_it_takes_are_inverse(start: float, end: float, periods: float) -> None:
    rate = economics.growth(start, end, periods=periods)
    if abs(rate) > 1e-6:
        assert economics.periods_to(start, end, rate=rate) == pytest.approx(periods, rel=1e-6)


def test_what_is_there_takes_no_time() -> None:
    assert economics.periods_to(5.0, 5.0, rate=0.0) == 0.0


@pytest.mark.parametrize("rate", [0.0, -0.1])
def test_what_does_not_grow_never_gets_there(rate: float) -> None:
    with pytest.raises(BadInputError, match="never becomes 2"):
        economics.periods_to(1.0, 2.0, rate=rate)


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_money_that_cannot_be_is_refused(bad: float) -> None:
    for refuse in (
        lambda: economics.stream_hour_usd(bad, 4),
        lambda: economics.minute_usd(bad),
        lambda: economics.session_usd(1.0, bad),
        lambda: economics.revenue(bad, 10, paying_share=0.1),
        lambda: economics.accounts(bad, R1_COSTS),
        lambda: economics.accounts(1.0, [Cost("compute", bad)]),
        lambda: economics.required_arpu_usd(bad, 10),
        lambda: economics.required_payers(bad, 8.0),
        lambda: economics.required_payers(1.0, bad),
        lambda: economics.break_even_minute_usd(bad),
        lambda: economics.growth(bad, 1.0, periods=1.0),
        lambda: economics.growth(1.0, 2.0, periods=bad),
        lambda: economics.periods_to(1.0, 2.0, rate=bad),
    ):
        with pytest.raises(BadInputError):
            refuse()


@pytest.mark.parametrize("zero", [0, 0.0])
def test_nothing_is_divided_by_zero(zero: float) -> None:
    for refuse in (
        lambda: economics.stream_hour_usd(3.5, zero),
        lambda: economics.stream_hour_usd(3.5, 4, used=zero),
        lambda: economics.revenue(40e6, int(zero), paying_share=0.04),
        lambda: economics.revenue(40e6, 16_000_000, paying_share=zero),
        lambda: economics.accounts(zero, R1_COSTS),
        lambda: economics.required_payers(1.0, zero),
        lambda: economics.break_even_minute_usd(0.02, minutes=zero, fixed_usd=1.0),
        lambda: economics.break_even_minute_usd(0.02, paid_share=zero),
        lambda: economics.growth(zero, 1.0, periods=1.0),
    ):
        with pytest.raises(BadInputError):
            refuse()


def test_shares_in_per_cent_are_told_what_they_are() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.04 for 4 %"):
        economics.revenue(40e6, 16_000_000, paying_share=4)
    with pytest.raises(BadInputError, match=r"give 0\.6 for 60 %"):
        economics.break_even_minute_usd(0.02, margin=60)


def test_a_fixed_cost_asks_for_the_minutes_that_carry_it() -> None:
    with pytest.raises(BadInputError, match="give the minutes"):
        economics.break_even_minute_usd(0.02, fixed_usd=100.0)


def test_a_margin_of_everything_is_refused() -> None:
    with pytest.raises(BadInputError, match="the margin is 1"):
        economics.break_even_minute_usd(0.02, margin=1.0)


def test_more_payers_than_users_are_refused() -> None:
    with pytest.raises(BadInputError, match="give at most 10"):
        economics.paying_share(11, 10)


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ([], "there are no costs"),
        ([Cost("a", 0.0)], "there are no costs"),
        ([Cost("a", 1.0), Cost("a", 2.0)], "a cost is called 'a'"),
        ([Cost("", 1.0)], "give each its own name"),
    ],
)
def test_a_cost_table_that_says_nothing_is_refused(costs: list[Cost], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        economics.accounts(1.0, costs)


def test_growth_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(BadInputError, match="give more periods"):
        economics.growth(1e-300, 1e15, periods=0.001)
