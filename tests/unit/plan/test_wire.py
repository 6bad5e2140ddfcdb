"""Frames on the wire: milliseconds from bytes, and streams from an uplink."""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.wire import (
    compression,
    delivery_ms,
    frame_bytes,
    planar_bytes,
    stream_mbps,
    streams_per_uplink,
    transfer_ms,
)


@pytest.mark.parametrize(("kilobytes", "took_ms"), [(50, 4.0), (150, 12.0)])
def test_a_frame_of_the_source_takes_milliseconds_and_not_hundredths(
    kilobytes: float, took_ms: float
) -> None:
    assert transfer_ms(1e3 * kilobytes, 100) == pytest.approx(took_ms)


def test_delivery_adds_what_happens_beside_the_transfer() -> None:
    assert delivery_ms(50e3, 100, jitter_ms=2, decode_ms=1) == pytest.approx(7.0)
    assert delivery_ms(150e3, 100, jitter_ms=5, decode_ms=2) == pytest.approx(19.0)


def test_frames_of_the_source_make_streams_of_twelve_to_thirty_six_megabits() -> None:
    assert stream_mbps(50e3, 30) == pytest.approx(12.0)
    assert stream_mbps(150e3, 30) == pytest.approx(36.0)


def test_bytes_of_a_frame_and_rate_of_a_stream_are_each_other_s_inverse() -> None:
    assert stream_mbps(frame_bytes(5.0, 24), 24) == pytest.approx(5.0)


def test_a_frame_of_a_stream_takes_its_share_of_the_interval() -> None:
    assert transfer_ms(frame_bytes(25, 30), 100) == pytest.approx(1e3 / 30 / 4)


def test_an_uplink_carries_whole_streams_of_what_is_usable() -> None:
    assert streams_per_uplink(1000, 12).exact == pytest.approx(66.667, rel=1e-4)
    assert streams_per_uplink(1000, 12).streams == 66
    assert streams_per_uplink(1000, 12, usable=1.0).streams == 83
    assert streams_per_uplink(5, 12).streams == 0


def test_a_plane_of_luma_and_two_quarters_of_chroma() -> None:
    assert planar_bytes(1920, 1080) == 1920 * 1080 * 1.5
    assert compression(1920, 1080, 50e3) == pytest.approx(62.2, abs=0.05)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf, 1e12])
def test_absurd_values_are_refused_by_name(value: float) -> None:
    with pytest.raises(BadInputError, match="frame is"):
        transfer_ms(value, 100)
    with pytest.raises(BadInputError, match="line is"):
        transfer_ms(1e3, value)
    with pytest.raises(BadInputError, match="frame rate is"):
        frame_bytes(5, value)
    with pytest.raises(BadInputError, match="uplink is"):
        streams_per_uplink(value, 5)


def test_a_usable_share_in_per_cent_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.8 for 80 %"):
        streams_per_uplink(100, 5, usable=80)
