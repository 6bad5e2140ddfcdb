"""An answer is the first frame that the event alone changed, and the frame by which nine tenths have come."""

from __future__ import annotations

from inhabit.core.camera import Motion
from inhabit.evals.response import TAP_TICKS, VISIBLE, _tap, answer, answer_figures
from inhabit.evals.world import CONTEXT_TICKS
from inhabit.inputs.control import Control

QUIET = [0.0] * 10


def test_frames_are_counted_from_the_first_that_can_show_the_event() -> None:
    assert answer([10.0] * 10, QUIET) == {"first_frames": 1, "to_90_percent_frames": 1}


def test_a_slow_answer_begins_early_and_ends_late() -> None:
    rising = [0.0, 1.0, 3.0, 6.0, 8.0, 9.1, 10.0, 10.0, 10.0, 10.0]
    assert answer(rising, QUIET) == {"first_frames": 2, "to_90_percent_frames": 6}


def test_what_two_unchanged_runs_differ_by_is_no_answer() -> None:
    shaky = [3.0] * 10
    assert answer([3.0] * 5 + [9.0] * 5, shaky)["first_frames"] == 6
    assert answer([3.0 + VISIBLE] * 10, shaky)["first_frames"] is None


def test_a_change_that_goes_away_again_has_no_end() -> None:
    flash = [5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert answer(flash, QUIET) == {"first_frames": 1, "to_90_percent_frames": None}


def test_a_key_is_tapped_and_let_go() -> None:
    held = [
        _tap(Motion(yaw_rps=1.0))(Control(CONTEXT_TICKS + tick, 0.1)).motion.yaw_rps for tick in range(1, 6)
    ]
    assert held == [1.0] * TAP_TICKS + [0.0] * (5 - TAP_TICKS)


def test_who_never_answers_takes_all_of_the_time() -> None:
    never = {"first_frames": None, "to_90_percent_frames": None}
    soon = {"first_frames": 1, "to_90_percent_frames": 3}
    figures = answer_figures([[never, soon], [never, soon]], 75)
    assert figures["first_frames"]["p50"] == figures["to_90_percent_frames"]["max"] == 75
    assert figures["first_frames"]["truth_p50"] == 1 and figures["to_90_percent_frames"]["truth_max"] == 3
    assert figures["answered"] == 0.0 and figures["truth_answered"] == 1.0


def test_the_slowest_stands_beside_the_middle() -> None:
    answers = [{"first_frames": n, "to_90_percent_frames": n} for n in (1, 2, 9)]
    figures = answer_figures([[one, one] for one in answers], 75)["first_frames"]
    assert (figures["p50"], figures["max"]) == (2, 9)
