"""Sessions that play at once, and the streams that hold them."""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import erlang
from inhabit.plan.concurrency import concurrency, full_share, streams_for


def test_ten_starts_a_second_of_five_minutes_are_three_thousand_at_once() -> None:
    at_once = concurrency(10.0, 300.0)
    assert at_once.mean == 3000.0
    assert at_once.spread == pytest.approx(math.sqrt(3000.0))


def test_a_hundredth_of_the_time_there_are_more_than_the_99th_percentile() -> None:
    at_once = concurrency(10.0, 300.0)
    sessions = at_once.quantile(0.99)
    assert at_once.over_share(sessions) <= 0.01 < at_once.over_share(sessions - 1)
    assert sessions == pytest.approx(3000 + 2.326 * at_once.spread, abs=3)


def test_streams_for_a_seldom_full_house_are_enough_and_one_fewer_is_not() -> None:
    streams = streams_for(10.0, 300.0, 0.01)
    assert full_share(10.0, 300.0, streams) <= 0.01 < full_share(10.0, 300.0, streams - 1)
    assert full_share(10.0, 300.0, streams) == erlang.blocking(streams, 3000.0)


def test_large_pools_need_a_smaller_share_in_reserve() -> None:
    reserve = [streams_for(rate, 300.0, 0.001) / (rate * 300.0) for rate in (0.1, 1.0, 10.0, 1000.0)]
    assert reserve == sorted(reserve, reverse=True)


def test_absurd_values_are_refused() -> None:
    with pytest.raises(BadInputError, match="session_s"):
        concurrency(10.0, -1.0)
    with pytest.raises(BadInputError, match="chance"):
        concurrency(10.0, 300.0).quantile(0.0)
