"""Time of work on a device: which side binds, batches, and how many streams are made in time."""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.hardware import Device, find, shipped
from inhabit.plan.roofline import (
    Demand,
    Efficiency,
    arithmetic_s,
    batch,
    dense,
    roofline,
    streams_by_bandwidth,
    streams_in_time,
    weights_read_s,
)

H100 = find("H100 SXM", shipped())
PLAIN = Device("plain", "gpu", 100e9, 1e12, {"fp32": 10e12, "fp16": 100e12}, 0, None, {})
ALL = Efficiency(compute=1.0, memory=1.0, pixels=1.0)
DEMAND = Demand("fp16", flop=1e11, operations=0.0, weight_bytes=2e9, own_bytes=1e9)
SOURCE = Demand("fp16", flop=0.0, operations=0.0, weight_bytes=2.6e9, own_bytes=8.1e9)
"""What a frame moves in the source document, section 6."""


def test_work_that_is_dense_in_arithmetic_is_bound_by_it() -> None:
    made = roofline(1e12, 1e9, PLAIN, "fp16", efficiency=ALL)
    assert (made.bound, made.time_s) == ("compute", pytest.approx(0.01))
    assert made.frames_per_s == pytest.approx(100)


def test_work_that_moves_much_is_bound_by_memory() -> None:
    made = roofline(1e9, 1e9, PLAIN, "fp16", efficiency=ALL)
    assert (made.bound, made.time_s) == ("memory", pytest.approx(0.001))


def test_the_ridge_is_where_both_sides_take_equally_long() -> None:
    ridge = roofline(1.0, 1.0, PLAIN, "fp16").ridge
    made = roofline(1e9 * ridge, 1e9, PLAIN, "fp16")
    assert made.intensity == pytest.approx(ridge)
    assert made.compute_s == pytest.approx(made.memory_s)


def test_efficiencies_stretch_each_side_alone() -> None:
    full = roofline(1e12, 1e9, PLAIN, "fp16", efficiency=ALL)
    half = roofline(1e12, 1e9, PLAIN, "fp16", efficiency=Efficiency(compute=0.5, memory=1.0))
    assert half.compute_s == pytest.approx(2 * full.compute_s)
    assert half.memory_s == pytest.approx(full.memory_s)


def test_overhead_is_added_whichever_side_binds() -> None:
    made = roofline(1e12, 1e9, PLAIN, "fp16", efficiency=ALL, overhead_s=0.002)
    assert made.time_s == pytest.approx(0.012)


@pytest.mark.parametrize(
    ("flop", "moved", "told"),
    [
        (-1.0, 1.0, "work is -1 FLOP"),
        (math.nan, 1.0, "work is nan"),
        (1.0, 0.0, "memory traffic is 0 bytes: give more than 0"),
        (1.0, math.inf, "memory traffic is inf"),
        (1e30, 1.0, "at most 1e\\+21 FLOP"),
    ],
)
def test_absurd_work_is_refused(flop: float, moved: float, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        roofline(flop, moved, PLAIN, "fp16")


@pytest.mark.parametrize(
    ("value", "told"), [(0.0, "more than 0"), (-0.1, "at least 0"), (60.0, "give 0.6 for 60 %")]
)
def test_an_efficiency_is_a_share(value: float, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        Efficiency(compute=value)


def test_a_precision_the_device_lacks_is_refused() -> None:
    with pytest.raises(BadInputError, match="plain does not multiply in fp8: choose one of fp32, fp16, int4"):
        roofline(1.0, 1.0, PLAIN, "fp8")


def test_arithmetic_of_the_source_is_microseconds_for_one_token() -> None:
    assert arithmetic_s(2e8, 1.98e15) == pytest.approx(0.202e-6, rel=1e-3)
    assert arithmetic_s(1e9, 1.98e15, efficiency=0.4) == pytest.approx(2.525e-6, rel=1e-3)


def test_the_same_network_over_a_picture_of_latents_takes_more_than_a_frame() -> None:
    cells = 240 * 135
    assert arithmetic_s(1e9, H100.rate("fp16"), uses=cells, efficiency=0.4) == pytest.approx(0.1637, rel=1e-3)


def test_reading_a_billion_weights_takes_what_the_source_says() -> None:
    assert weights_read_s(1e9, "fp16", H100.bandwidth_bytes_per_s) == pytest.approx(0.597e-3, rel=1e-3)


def test_a_rate_with_sparsity_is_twice_the_dense_one() -> None:
    assert dense(1978.9e12) == pytest.approx(H100.rate("fp16"), rel=1e-3)


def test_a_batch_reads_its_weights_once() -> None:
    assert DEMAND.moved_bytes(4) == 2e9 + 4e9
    assert DEMAND.moved_bytes(4, reads="per stream") == 4 * 3e9
    alone, four = (batch(DEMAND, PLAIN, n, efficiency=ALL) for n in (1, 4))
    assert alone.time_s == pytest.approx(0.003)
    assert four.time_s == pytest.approx(0.006)
    assert four.compute_s == pytest.approx(4 * alone.compute_s)


def test_a_batch_of_no_or_half_a_stream_is_refused() -> None:
    for streams in (0, 1.5):
        with pytest.raises(BadInputError, match="streams is"):
            batch(DEMAND, PLAIN, streams)  # pyright: ignore[reportArgumentType]


def test_operations_take_their_time_at_the_fp32_rate() -> None:
    plain = Demand("fp16", flop=0.0, operations=1e11, weight_bytes=0.0, own_bytes=1.0)
    assert batch(plain, PLAIN, 1, efficiency=ALL).compute_s == pytest.approx(0.01)
    slow = Efficiency(compute=0.5, memory=1.0, pixels=0.1)
    assert batch(plain, PLAIN, 1, efficiency=slow).compute_s == pytest.approx(0.1)


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
def test_streams_in_time_are_as_many_as_a_batch_of_them_makes_in_time(fps: float) -> None:
    made = streams_in_time(DEMAND, PLAIN, fps, efficiency=ALL, overhead_s=0.001)
    most = math.floor(min(made.by_compute, made.by_bandwidth))
    assert batch(DEMAND, PLAIN, most, efficiency=ALL, overhead_s=0.001).time_s <= 1 / fps
    assert batch(DEMAND, PLAIN, most + 1, efficiency=ALL, overhead_s=0.001).time_s > 1 / fps


def test_streams_made_one_by_one_are_as_many_as_fit_one_after_another() -> None:
    made = streams_in_time(DEMAND, PLAIN, 30, reads="per stream", efficiency=ALL, overhead_s=0.001)
    one_s = roofline(1e11, 3e9, PLAIN, "fp16", efficiency=ALL, overhead_s=0.001).time_s
    assert min(made.by_compute, made.by_bandwidth) == pytest.approx(1 / 30 / one_s)


def test_sharing_reads_never_leaves_fewer_streams() -> None:
    for fps in (10.0, 30.0, 90.0):
        alone, shared = (streams_in_time(DEMAND, H100, fps, reads=how) for how in ("per stream", "per batch"))
        assert shared.by_bandwidth >= alone.by_bandwidth
        assert shared.by_compute == pytest.approx(alone.by_compute)


def test_a_frame_rate_at_which_the_weights_alone_take_too_long_leaves_no_stream() -> None:
    heavy = Demand("fp16", flop=1.0, operations=0.0, weight_bytes=1e12, own_bytes=1.0)
    assert streams_in_time(heavy, PLAIN, 30).by_bandwidth == 0.0


def test_what_is_not_asked_for_does_not_bind() -> None:
    made = streams_in_time(SOURCE, H100, 30)
    assert made.by_compute == math.inf


def test_bandwidth_carries_as_many_streams_as_the_source_says() -> None:
    ideal = streams_by_bandwidth(3.35e12, SOURCE, 30, efficiency=1.0)
    assert ideal == pytest.approx(10.436, rel=1e-4)
    assert streams_by_bandwidth(3.35e12, SOURCE, 30) == pytest.approx(6.262, rel=1e-4)


def test_bandwidth_carries_more_streams_if_the_weights_are_read_once() -> None:
    assert streams_by_bandwidth(3.35e12, SOURCE, 30, reads="per batch") == pytest.approx(7.951, rel=1e-4)


def test_an_overhead_that_fills_the_interval_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"overhead is 40 ms: give less than a frame's 33\.3333 ms"):
        streams_in_time(DEMAND, PLAIN, 30, overhead_s=0.04)


@pytest.mark.parametrize("fps", [0.0, -30.0, math.nan, 1e6])
def test_absurd_frame_rates_are_refused(fps: float) -> None:
    with pytest.raises(BadInputError, match="frame rate is"):
        streams_in_time(DEMAND, PLAIN, fps)


def test_a_demand_names_what_is_wrong_with_it() -> None:
    with pytest.raises(BadInputError, match="weights of a frame is -1"):
        Demand("fp16", 1.0, 1.0, -1.0, 1.0)
    with pytest.raises(BadInputError, match="precision 'fp17' is not known"):
        Demand("fp17", 1.0, 1.0, 1.0, 1.0)
