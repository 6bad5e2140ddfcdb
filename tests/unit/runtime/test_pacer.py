"""When the next frame is due: on a grid, skipping a little, never racing after a stall."""

from __future__ import annotations

import pytest

from inhabit.runtime.pacer import LEAN_LIMIT, WAIT_LIMIT, next_tick, overdue, pace_from, skip

FPS = 30.0
FRAME_S = 1 / FPS


def test_the_first_frame_is_due_now() -> None:
    tick, _ = next_tick(pace_from(100.0, FPS), 100.0)
    assert (tick.frame_index, tick.start_s, tick.skipped) == (0, 100.0, 0)
    assert tick.deadline_s == pytest.approx(100.0 + 2 * FRAME_S)
    assert tick.dt_s == FRAME_S


def test_an_early_loop_is_told_when_to_start() -> None:
    _, pace = next_tick(pace_from(0.0, FPS), 0.0)
    tick, _ = next_tick(pace, 0.01)
    assert tick.start_s == pytest.approx(FRAME_S)


def test_a_little_late_runs_at_once_and_keeps_its_deadline() -> None:
    _, pace = next_tick(pace_from(0.0, FPS), 0.0)
    tick, _ = next_tick(pace, 1.5 * FRAME_S)
    assert (tick.frame_index, tick.skipped) == (1, 0)
    assert tick.deadline_s == pytest.approx(3 * FRAME_S)


def test_whole_frames_behind_are_skipped_and_the_next_takes_the_longer_stride() -> None:
    _, pace = next_tick(pace_from(0.0, FPS), 0.0)
    tick, _ = next_tick(pace, 3.5 * FRAME_S)
    assert (tick.frame_index, tick.skipped, tick.stalled) == (3, 2, 0)
    assert tick.dt_s == pytest.approx(3 * FRAME_S)


def test_after_a_stall_the_grid_is_laid_anew() -> None:
    _, pace = next_tick(pace_from(0.0, FPS), 0.0)
    tick, pace = next_tick(pace, 10.0)
    assert (tick.frame_index, tick.start_s, tick.skipped) == (1, 10.0, 0)
    assert tick.stalled == 299
    assert tick.dt_s == FRAME_S
    after, _ = next_tick(pace, 10.0)
    assert after.start_s == pytest.approx(10.0 + FRAME_S)


def test_a_loop_that_needs_a_third_too_long_keeps_real_time_by_skipping() -> None:
    pace, now_s, made, skipped = pace_from(0.0, FPS), 0.0, 0, 0
    while now_s < 10.0:
        tick, pace = next_tick(pace, now_s)
        now_s = max(now_s, tick.start_s) + 1.33 * FRAME_S
        made, skipped = made + 1, skipped + tick.skipped
    assert made + skipped == pytest.approx(300, abs=2)
    assert made == pytest.approx(300 / 1.33, abs=2)


def test_a_frame_that_begins_behind_its_time_is_lean() -> None:
    _, pace = next_tick(pace_from(0.0, FPS), 0.0)
    assert not next_tick(pace, 0.9 * FRAME_S)[0].lean
    assert not next_tick(pace, 1.2 * FRAME_S)[0].lean
    assert next_tick(pace, 1.3 * FRAME_S)[0].lean


def test_what_waits_does_not_wait_for_ever() -> None:
    pace, lean = pace_from(0.0, FPS), []
    for frame in range(2 * (LEAN_LIMIT + 1)):
        tick, pace = next_tick(pace, (frame + 0.5) * FRAME_S)
        lean.append(tick.lean)
    assert lean == 2 * [*[True] * LEAN_LIMIT, False]


def test_a_frame_that_would_wait_is_lean_until_that_takes_too_long() -> None:
    pace, lean = pace_from(0.0, FPS), []
    for frame in range(WAIT_LIMIT + 2):
        tick, pace = next_tick(pace, frame * FRAME_S, waiting=True)
        lean.append(tick.lean)
    assert lean == [*[True] * WAIT_LIMIT, False, True]


def test_a_replay_is_as_lean_as_it_is_told() -> None:
    assert skip(pace_from(0.0, FPS), 0, lean=True)[0].lean
    assert not skip(pace_from(0.0, FPS), 0)[0].lean


def test_overdue_counts_how_often_the_old_picture_stays() -> None:
    tick, _ = next_tick(pace_from(0.0, FPS), 0.0)
    assert overdue(tick, 1.9 * FRAME_S, FPS) == 0
    assert overdue(tick, 2.0 * FRAME_S, FPS) == 0
    assert overdue(tick, 2.1 * FRAME_S, FPS) == 1
    assert overdue(tick, 3.5 * FRAME_S, FPS) == 2


def test_a_replay_takes_the_stride_it_is_told() -> None:
    tick, pace = skip(pace_from(0.0, FPS), 2)
    assert (tick.frame_index, tick.skipped) == (2, 2)
    assert tick.dt_s == next_tick(pace_from(0.0, FPS), 2.5 * FRAME_S)[0].dt_s
    assert skip(pace, 0)[0].frame_index == 3
