"""Whatever rungs cost, the ladder settles: changes become rare, and it holds what can be held."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.camera import Size
from inhabit.runtime.ladder import BAR_S, MISS_LIMIT, Outcome, ladder_for, observe, rung_of

RUNGS = tuple(rung_of(Size(640, 360), steps) for steps in (4, 3, 2, 1))
BUDGET_MS = 1000 / 30
MINUTES = 10
SHARES = st.lists(st.floats(0.05, 1.6), min_size=4, max_size=4).map(lambda v: sorted(v, reverse=True))


@settings(max_examples=25)
@given(SHARES, st.integers(0, 3))
def test_with_steady_costs_the_ladder_does_not_swing(shares: list[float], start: int) -> None:
    ladder, changes = ladder_for(RUNGS, RUNGS[start].name), []
    for frame in range(MINUTES * 60 * 10):
        now_s, share = frame / 10, shares[ladder.index]
        after = observe(ladder, now_s, Outcome(share * BUDGET_MS, 0.0, BUDGET_MS, share > 1.0))
        changes += [now_s] if after.index != ladder.index else []
        ladder = after
    settling = len(RUNGS)
    trials = math.log2(MINUTES * 60 / BAR_S) + 1
    assert len(changes) <= settling + 2 * trials
    assert shares[ladder.index] <= 1.0 or ladder.index == len(RUNGS) - 1


@given(st.lists(st.booleans(), max_size=300), st.integers(0, 3))
def test_it_moves_one_rung_at_a_time_and_stays_on_the_ladder(missed: list[bool], start: int) -> None:
    ladder = ladder_for(RUNGS, RUNGS[start].name)
    for frame, miss in enumerate(missed):
        after = observe(ladder, frame / 30, Outcome(10.0, 10.0, BUDGET_MS, miss))
        assert 0 <= after.index < len(RUNGS)
        assert abs(after.index - ladder.index) <= 1
        assert after.misses <= MISS_LIMIT
        ladder = after
