"""The response equation, backwards and forwards."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import response

times = st.floats(0.0, 40.0)
rates = st.floats(5.0, 500.0)


def test_the_worked_example_of_the_post_allows_two_frames() -> None:
    depth = response.deepest(30.0, wanted_ms=100.0, input_ms=5.0, processing_ms=10.0)
    assert depth.frames == 2
    assert depth.bound == pytest.approx(2.55)
    assert depth.response_ms == pytest.approx(5 + 10 + 2 * 100 / 3)
    assert depth.spare_ms == pytest.approx(100 - depth.response_ms)
    assert depth.feels.name == "responsive"


def test_a_third_frame_would_lag() -> None:
    depth = response.deepest(30.0)
    assert depth.one_deeper_ms == pytest.approx(115.0)
    assert response.response_ms(3, 30.0) == pytest.approx(depth.one_deeper_ms)


def test_a_depth_that_takes_exactly_the_wanted_time_is_one_too_deep() -> None:
    assert response.deepest(30.0, wanted_ms=100.0, input_ms=0.0, processing_ms=0.0).frames == 2
    assert response.deepest(20.0, wanted_ms=50.0, input_ms=0.0, processing_ms=0.0).frames == 0


def test_half_an_interval_is_waited_for_a_tick_on_average() -> None:
    assert response.response_ms(0.5, 50.0, input_ms=1.0, processing_ms=2.0) == 13.0


def test_the_rate_that_a_depth_takes() -> None:
    assert response.fps_for(3) == pytest.approx(3000 / 85)
    assert response.deepest(response.fps_for(3) * 1.001).frames == 3
    assert response.deepest(response.fps_for(3)).frames == 2


@settings(max_examples=30)
@given(fps=rates, input_ms=times, processing_ms=times)
def test_the_deepest_pipeline_is_in_time_and_one_frame_more_is_not(
    fps: float, input_ms: float, processing_ms: float
) -> None:
    found = response.deepest(fps, input_ms=input_ms, processing_ms=processing_ms)
    assert found.response_ms < 100.0
    assert found.one_deeper_ms >= 100.0 * (1 - 1e-9)


@settings(max_examples=30)
@given(frames=st.integers(1, 50), input_ms=times, processing_ms=times)
def test_at_the_rate_that_a_depth_takes_the_response_is_the_wanted_one(
    frames: int, input_ms: float, processing_ms: float
) -> None:
    fps = response.fps_for(frames, input_ms=input_ms, processing_ms=processing_ms)
    back = response.response_ms(frames, fps, input_ms=input_ms, processing_ms=processing_ms)
    assert back == pytest.approx(100.0)


@settings(max_examples=30)
@given(fps=rates, factor=st.floats(1.0, 10.0))
def test_a_higher_rate_never_allows_less_depth(fps: float, factor: float) -> None:
    assume(fps * factor < 10_000)
    assert response.deepest(fps * factor).frames >= response.deepest(fps).frames


@pytest.mark.parametrize(("input_ms", "processing_ms"), [(60.0, 40.0), (200.0, 0.0)])
def test_when_nothing_is_left_for_frames_the_message_says_what_to_change(
    input_ms: float, processing_ms: float
) -> None:
    for ask in (
        lambda **given: response.deepest(30.0, **given),
        lambda **given: response.fps_for(1, **given),
    ):
        with pytest.raises(BadInputError, match="of the wanted 100 ms") as caught:
            ask(input_ms=input_ms, processing_ms=processing_ms)
        assert caught.value.code == "no_time_left"


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_times_that_cannot_be_are_refused(bad: float) -> None:
    for name in ("wanted_ms", "input_ms", "processing_ms"):
        with pytest.raises(BadInputError):
            response.deepest(30.0, **{name: bad})
    with pytest.raises(BadInputError):
        response.response_ms(bad, 30.0)


@pytest.mark.parametrize("frames", [0, -1, 1.5])
def test_a_depth_is_a_whole_number_of_frames(frames: int) -> None:
    with pytest.raises(BadInputError, match="the frames in between"):
        response.fps_for(frames)


def test_a_depth_that_takes_an_absurd_rate_is_refused() -> None:
    with pytest.raises(BadInputError, match="at most 10000 fps"):
        response.fps_for(1000)
