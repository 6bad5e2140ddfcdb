"""However long frames take, the grid holds: no drift, no frame twice, never more than time allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inhabit.runtime.pacer import STALL_S, next_tick, pace_from, starts_s

FPS = st.sampled_from([24.0, 30.0, 60.0, 23.976])
COSTS = st.lists(st.floats(0.0, 0.2), min_size=1, max_size=200)


@given(FPS, COSTS)
def test_frames_rise_and_every_one_is_made_or_skipped(fps: float, costs_s: list[float]) -> None:
    pace, now_s, expected = pace_from(3.0, fps), 3.0, 0
    for cost_s in costs_s:
        tick, pace = next_tick(pace, now_s)
        assert tick.frame_index == expected + tick.skipped
        assert tick.dt_s == (1 + tick.skipped) / fps
        expected = tick.frame_index + 1
        now_s = max(now_s, tick.start_s) + cost_s


@given(FPS, COSTS)
def test_world_time_follows_real_time_while_there_is_no_stall(fps: float, costs_s: list[float]) -> None:
    pace, now_s, world_s = pace_from(0.0, fps), 0.0, 0.0
    for cost_s in costs_s:
        tick, pace = next_tick(pace, now_s)
        assert tick.stalled == 0
        begun_s = max(now_s, tick.start_s)
        world_s += tick.dt_s
        assert -1e-6 <= begun_s - (world_s - 1.0 / fps) <= 1.0 / fps + 1e-6
        now_s = begun_s + cost_s


@given(FPS, st.integers(1, 10**7))
def test_the_grid_never_drifts(fps: float, frame: int) -> None:
    pace = pace_from(1000.0, fps)
    assert abs(starts_s(pace, frame) - (1000.0 + frame / fps)) < 1e-6


@given(FPS, st.floats(STALL_S * 1.5, 1e5))
def test_no_stall_is_ever_caught_up_with(fps: float, stall_s: float) -> None:
    _, pace = next_tick(pace_from(0.0, fps), 0.0)
    tick, _ = next_tick(pace, 1.0 / fps + stall_s)
    assert (tick.frame_index, tick.skipped) == (1, 0)
    assert tick.dt_s == 1.0 / fps
    assert tick.stalled >= 1
