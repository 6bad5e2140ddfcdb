"""Latency never grows: what happens to frames when a client is slower than the world."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inhabit.transport.congestion import LINE_LIMIT, Bucket, Line, Parcel, offer, restart, spend, take

KEY, DELTA = Parcel(b"key", key=True), Parcel(b"delta", key=False)


def line_after(*parcels: Parcel) -> Line:
    line = Line()
    for parcel in parcels:
        line = offer(line, parcel)
    return line


def test_frames_leave_in_the_order_they_came() -> None:
    line, first = take(line_after(KEY, DELTA))
    line, second = take(line)
    assert (first, second, take(line)[1]) == (KEY, DELTA, None)


def test_a_full_line_is_emptied_and_waits_for_a_key_frame() -> None:
    line = line_after(KEY, *[DELTA] * LINE_LIMIT)
    assert line == Line((), broken=True, dropped=LINE_LIMIT + 1)
    assert offer(line, DELTA).dropped == line.dropped + 1


def test_a_key_frame_mends_a_broken_line() -> None:
    broken = line_after(KEY, *[DELTA] * LINE_LIMIT)
    assert offer(broken, KEY) == Line((KEY,), broken=False, dropped=LINE_LIMIT + 1)


def test_a_key_frame_takes_the_place_of_a_full_line() -> None:
    assert line_after(*[KEY] * (LINE_LIMIT + 1)) == Line((KEY,), dropped=LINE_LIMIT)


def test_a_client_that_lost_its_place_starts_anew() -> None:
    line = restart(line_after(KEY, DELTA))
    assert line == Line((), broken=True, dropped=2)


@given(st.lists(st.sampled_from(["key", "delta", "take"])))
def test_a_client_never_gets_a_delta_without_all_frames_since_a_key(steps: list[str]) -> None:
    line, made, sent = restart(Line()), 0, []
    for step in steps:
        if step == "take":
            line, parcel = take(line)
            sent += [parcel] if parcel else []
        else:
            line, made = offer(line, Parcel(str(made).encode(), key=step == "key")), made + 1
        assert len(line.waiting) <= LINE_LIMIT
    for before, parcel in zip([None, *sent], sent, strict=False):
        assert parcel.key or (before is not None and int(parcel.data) == int(before.data) + 1)
    assert len(sent) + len(line.waiting) + line.dropped == made


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    bucket, passed = Bucket(10.0, 0.0), 0
    for index in range(10_000):
        bucket, allowed = spend(bucket, index / 10_000, rate=100.0, burst=10.0)
        passed += allowed
    assert 105 <= passed <= 110


def test_a_clock_that_stands_still_or_steps_back_gives_nothing_away() -> None:
    bucket, _ = spend(Bucket(1.0, 5.0), 5.0, rate=100.0, burst=10.0)
    assert not spend(bucket, 4.0, rate=100.0, burst=10.0)[1]
