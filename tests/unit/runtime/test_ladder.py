"""Cheaper when frames are missed, better when there is room, and no swinging in between."""

from __future__ import annotations

import itertools

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.runtime.ladder import (
    BAR_S,
    MISS_LIMIT,
    SLACK_S,
    Ladder,
    Outcome,
    choose,
    ladder_for,
    modest,
    observe,
    standard_rungs,
)

TOO_MANY = round(MISS_LIMIT) + 1
SIZES = (Size(640, 360), Size(960, 540), Size(512, 512), Size(1280, 720))
RUNGS = standard_rungs(SIZES, Size(960, 540))
BUDGET_MS = 1000 / 30

GOOD = Outcome(30.0, 30.0, BUDGET_MS, missed=False)
EASY = Outcome(5.0, 5.0, BUDGET_MS, missed=False)
BAD = Outcome(50.0, 50.0, BUDGET_MS, missed=True)


def played(ladder: Ladder, *outcomes: Outcome, from_s: float = 10.0) -> Ladder:
    for index, outcome in enumerate(outcomes):
        ladder = observe(ladder, from_s + index / 30, outcome)
    return ladder


def test_rungs_go_from_best_to_cheapest_within_the_proportions() -> None:
    names = [rung.name for rung in RUNGS]
    assert names == ["960x540/4", "960x540/2", "960x540/1", "960x540/1c", "960x540/1cc", "640x360/1cc"]


def test_it_starts_where_it_is_told() -> None:
    assert ladder_for(RUNGS).rung.name == "960x540/4"
    assert ladder_for(RUNGS, "960x540/2").rung.steps == 2
    assert modest(RUNGS) == "960x540/1cc"


def test_a_burst_of_misses_changes_nothing() -> None:
    assert played(ladder_for(RUNGS), GOOD, *[BAD] * (TOO_MANY // 2), GOOD, GOOD).index == 0


def test_sustained_misses_step_down_one_rung() -> None:
    assert played(ladder_for(RUNGS), *[BAD] * TOO_MANY).index == 1


def test_rare_misses_are_forgiven_and_frequent_ones_are_not() -> None:
    assert played(ladder_for(RUNGS), *([BAD] + [GOOD] * 99) * 50).index == 0
    assert played(ladder_for(RUNGS), *([BAD] + [GOOD] * 9) * 40).index > 0


def test_it_does_not_fall_below_the_last_rung() -> None:
    last = ladder_for(RUNGS, RUNGS[-1].name)
    assert played(last, *[BAD] * 200).index == last.index


def test_sustained_slack_steps_up() -> None:
    ladder = ladder_for(RUNGS, "960x540/1")
    assert played(ladder, *[EASY] * int((SLACK_S - 1) * 30)).index == 2
    assert played(ladder, *[EASY] * int((SLACK_S + 2) * 30)).index == 1


def test_more_steps_need_room_to_make_and_more_pixels_room_to_show() -> None:
    slow_to_make = Outcome(25.0, 5.0, BUDGET_MS, missed=False)
    slow_to_show = Outcome(5.0, 25.0, BUDGET_MS, missed=False)
    seconds = int((SLACK_S + 2) * 30)
    assert played(ladder_for(RUNGS, "960x540/1"), *[slow_to_make] * seconds).rung.name == "960x540/1"
    assert played(ladder_for(RUNGS, "960x540/1"), *[slow_to_show] * seconds).rung.name == "960x540/2"
    assert played(ladder_for(RUNGS, "640x360/1cc"), *[slow_to_make] * seconds).rung.name == "960x540/1cc"
    assert played(ladder_for(RUNGS, "640x360/1cc"), *[slow_to_show] * seconds).rung.name == "640x360/1cc"


def test_leaving_off_to_carry_pictures_needs_room_for_busier_cores() -> None:
    fits, tight = (Outcome(share * BUDGET_MS, 5.0, BUDGET_MS, missed=False) for share in (0.8, 0.9))
    seconds = int((SLACK_S + 2) * 30)
    for here, better in (("960x540/1c", "960x540/1"), ("960x540/1cc", "960x540/1c")):
        assert played(ladder_for(RUNGS, here), *[fits] * seconds).rung.name == better
        assert played(ladder_for(RUNGS, here), *[tight] * seconds).rung.name == here


def test_carried_pictures_say_nothing_of_what_a_better_rung_would_take() -> None:
    carried = Outcome(1.0, 1.0, BUDGET_MS, missed=False, carried=True)
    assert played(ladder_for(RUNGS, "960x540/1c"), *[carried] * 600).rung.name == "960x540/1c"


def test_a_frame_that_fits_without_slack_holds_the_rung() -> None:
    assert played(ladder_for(RUNGS, "960x540/1"), *[GOOD] * 3000).index == 2


def test_a_rung_that_failed_is_barred_longer_each_time() -> None:
    ladder, now_s, falls = ladder_for(RUNGS, "960x540/1"), 0.0, []
    for _ in range(30 * 300):
        outcome = BAD if ladder.index < 2 else EASY
        after, now_s = observe(ladder, now_s, outcome), now_s + 1 / 30
        falls += [now_s] if after.index > ladder.index else []
        ladder = after
    gaps_s = [later - earlier for earlier, later in itertools.pairwise(falls)]
    assert gaps_s[0] > BAR_S
    assert all(later > 1.5 * earlier for earlier, later in itertools.pairwise(gaps_s))


def test_a_pinned_rung_stays() -> None:
    ladder = choose(ladder_for(RUNGS), "960x540/2", 0.0)
    assert played(ladder, *[BAD] * 100).rung.name == "960x540/2"
    assert played(choose(ladder, "auto", 0.0), *[BAD] * (TOO_MANY + 2)).rung.name == "960x540/1"


def test_an_unknown_rung_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadInputError, match="'4k' is unknown: use auto or one of 960x540/4"):
        choose(ladder_for(RUNGS), "4k", 0.0)
