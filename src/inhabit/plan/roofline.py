"""How long work takes on a device if arithmetic and memory traffic are all there is to it, and for how many
streams that leaves time.

The roofline model (Williams, Waterman and Patterson, "Roofline: an insightful visual performance model", CACM
2009): work takes as long as the slower of its arithmetic and its traffic, each at the share of the sheet's
rate that programs reach. Streams that are made together read the weights once, streams that are made one by
one read them each.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Literal

from inhabit.core.errors import BadInputError
from inhabit.plan.checks import count, non_negative, positive, share
from inhabit.plan.hardware import Device, precision_of

MOST_FLOP, MOST_BYTES, MOST_RATE = 1e21, 1e18, 1e18
MOST_FPS, MOST_STREAMS, MOST_OVERHEAD_S = 1000.0, 1e9, 3600.0
Reads = Literal["per stream", "per batch"]
"""Whether each stream reads the weights for itself, or all streams of a device share one read."""


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Shares of a sheet's rates that programs reach, in (0, 1].

    `compute` and `memory` are assumed: the middle of what the source document gives, 0.3 to 0.5 of arithmetic
    (section 3, stage 3) and 0.5 to 0.7 of bandwidth (section 6). `pixels` is of the fp32 rate, for what is
    done pixel by pixel: the 57 million operations of `pixels.pixel_work` took 21 ms of one of two cores
    (p50 of three stages in benchmarks/live_two_cores_seventh_20261122.md); on other machines it is assumed.
    """

    compute: float = 0.4
    memory: float = 0.6
    pixels: float = 0.03

    def __post_init__(self) -> None:
        for name, reached in asdict(self).items():
            positive(f"{name} efficiency", share(f"{name} efficiency", reached))


@dataclass(frozen=True, slots=True)
class Roofline:
    """`time_s` = max(`compute_s`, `memory_s`) + `overhead_s`; `bound` is the side that binds.

    `intensity` is FLOP per byte of the work; `ridge` the intensity from which this device is bound by
    arithmetic, at the same efficiencies."""

    compute_s: float
    memory_s: float
    overhead_s: float
    intensity: float
    ridge: float

    @property
    def bound(self) -> Literal["compute", "memory"]:
        return "compute" if self.compute_s >= self.memory_s else "memory"

    @property
    def time_s(self) -> float:
        return max(self.compute_s, self.memory_s) + self.overhead_s

    @property
    def frames_per_s(self) -> float:
        """Frames a second, if this work is a frame and nothing else runs."""
        return 1.0 / self.time_s


@dataclass(frozen=True, slots=True)
class Demand:
    """What a mean frame of one stream asks for, at one precision.

    `flop` in matrix products at that precision, `operations` value by value in fp32; `weight_bytes` read by
    whoever shares them, `own_bytes` read and written for this stream alone.
    """

    precision: str
    flop: float
    operations: float
    weight_bytes: float
    own_bytes: float

    def __post_init__(self) -> None:
        precision_of(self.precision)
        for name, value, most in (
            ("work", self.flop, MOST_FLOP),
            ("operations", self.operations, MOST_FLOP),
            ("weights", self.weight_bytes, MOST_BYTES),
            ("own traffic", self.own_bytes, MOST_BYTES),
        ):
            non_negative(f"{name} of a frame", value, most=most)

    def moved_bytes(self, streams: float = 1.0, *, reads: Reads = "per batch") -> float:
        """Memory traffic of one frame of each of `streams` streams."""
        return (1.0 if reads == "per batch" else streams) * self.weight_bytes + streams * self.own_bytes

    def flop_on(self, device: Device, efficiency: Efficiency) -> float:
        """`flop`, and as many more as take as long as `operations` do. Raises as `Device.rate`."""
        products = device.rate(self.precision) * efficiency.compute
        return self.flop + self.operations * products / (device.rate("fp32") * efficiency.pixels)


@dataclass(frozen=True, slots=True)
class InTime:
    """Most streams whose frames are made in time, by arithmetic and by memory traffic, before rounding; inf
    where a stream asks for none."""

    by_compute: float
    by_bandwidth: float


def roofline(
    flop: float,
    moved_bytes: float,
    device: Device,
    precision: str,
    *,
    efficiency: Efficiency | None = None,
    overhead_s: float = 0.0,
) -> Roofline:
    """Time of `flop` operations at `precision` that move `moved_bytes` to and from memory.

    max(flop / (rate * compute), moved_bytes / (bandwidth * memory)) + overhead_s, the last for what is paid
    per piece of work whatever its size (kernel launches). Raises BadInputError for negative or absurd work,
    for work that moves nothing, and for a precision the device does not have.
    """
    reached = efficiency or Efficiency()
    flop = non_negative("work", flop, "FLOP", most=MOST_FLOP)
    moved = positive("memory traffic", moved_bytes, "bytes", most=MOST_BYTES)
    rate, bandwidth = _rates(device, precision, reached)
    return Roofline(
        compute_s=flop / rate,
        memory_s=moved / bandwidth,
        overhead_s=non_negative("overhead", overhead_s, "s", most=MOST_OVERHEAD_S),
        intensity=flop / moved,
        ridge=rate / bandwidth,
    )


def batch(
    demand: Demand,
    device: Device,
    streams: int,
    *,
    efficiency: Efficiency | None = None,
    overhead_s: float = 0.0,
) -> Roofline:
    """Time to make one frame of each of `streams` streams together, weights read once.

    Arithmetic and traffic of all layers are each taken together: the least time that the rates allow.
    """
    together = count("streams", streams, most=MOST_STREAMS)
    return roofline(
        together * demand.flop_on(device, efficiency or Efficiency()),
        demand.moved_bytes(together),
        device,
        demand.precision,
        efficiency=efficiency,
        overhead_s=overhead_s,
    )


def streams_in_time(
    demand: Demand,
    device: Device,
    fps: float,
    *,
    reads: Reads = "per batch",
    efficiency: Efficiency | None = None,
    overhead_s: float = 0.0,
) -> InTime:
    """Most streams of which a device makes a frame each in 1 / fps.

    `overhead_s` is paid once a batch, or once a stream, as weights are read. Raises BadInputError where it
    leaves nothing of the interval.
    """
    interval_s = 1.0 / positive("frame rate", fps, "fps", most=MOST_FPS)
    paid_s = non_negative("overhead", overhead_s, "s", most=MOST_OVERHEAD_S)
    if paid_s >= interval_s:
        paid, all_of = f"overhead is {1e3 * paid_s:g} ms", f"a frame's {1e3 * interval_s:g} ms"
        raise BadInputError("bad_plan_value", f"{paid}: give less than {all_of}")
    reached = efficiency or Efficiency()
    rate, bandwidth = _rates(device, demand.precision, reached)
    compute_s = demand.flop_on(device, reached) / rate
    if reads == "per batch":
        left_s = interval_s - paid_s
        return InTime(_times(left_s, compute_s), _streams_by_traffic(left_s * bandwidth, demand, reads))
    memory_s = demand.moved_bytes(reads=reads) / bandwidth
    return InTime(_times(interval_s, compute_s + paid_s), _times(interval_s, memory_s + paid_s))


def streams_by_bandwidth(
    bandwidth_bytes_per_s: float,
    demand: Demand,
    fps: float,
    *,
    efficiency: float = 0.6,
    reads: Reads = "per stream",
) -> float:
    """Most streams whose memory traffic a bandwidth carries at `fps`, before rounding.

    Per stream: bandwidth * efficiency / (fps * (weights + own)), as the source document has it (section 6).
    Per batch: (bandwidth * efficiency / fps - weights) / own.
    """
    reach = positive("efficiency", share("efficiency", efficiency))
    rate = positive("bandwidth", bandwidth_bytes_per_s, "bytes/s") * reach
    return _streams_by_traffic(rate / positive("frame rate", fps, "fps", most=MOST_FPS), demand, reads)


def arithmetic_s(
    parameters: float, flop_per_s: float, *, uses: float = 1.0, efficiency: float = 1.0
) -> float:
    """Seconds of arithmetic of a network each of whose parameters is used `uses` times.

    2 * parameters * uses / (flop_per_s * efficiency): the source document's formula (section 3, stages 2 and
    3) but for `uses`. One is right for one token; a picture takes as many as it has tokens or cells.
    """
    work = 2.0 * positive("parameters", parameters) * positive("uses", uses)
    rate = positive("rate", flop_per_s, "FLOP/s", most=MOST_RATE)
    return work / (rate * positive("efficiency", share("efficiency", efficiency)))


def weights_read_s(parameters: float, precision: str, bandwidth_bytes_per_s: float) -> float:
    """Seconds to read every weight once: parameters * bytes of one / bandwidth (section 3, stage 3)."""
    held = positive("parameters", parameters) * precision_of(precision).weight_bytes
    return held / positive("bandwidth", bandwidth_bytes_per_s, "bytes/s")


def dense(sheet_flop_per_s: float) -> float:
    """The dense rate behind one that a sheet gives "with sparsity", where two of four weights are zero and
    left out: half of it. 1,979 TFLOP/s of an H100 are 989 dense."""
    return 0.5 * positive("rate", sheet_flop_per_s, "FLOP/s", most=MOST_RATE)


def _rates(device: Device, precision: str, reached: Efficiency) -> tuple[float, float]:
    return device.rate(precision) * reached.compute, device.bandwidth_bytes_per_s * reached.memory


def _streams_by_traffic(frame_bytes: float, demand: Demand, reads: Reads) -> float:
    # `frame_bytes` can be moved in a frame's time.
    if reads == "per stream":
        return _times(frame_bytes, demand.moved_bytes(reads=reads))
    return _times(max(frame_bytes - demand.weight_bytes, 0.0), demand.own_bytes)


def _times(whole: float, each: float) -> float:
    return whole / each if each else math.inf
