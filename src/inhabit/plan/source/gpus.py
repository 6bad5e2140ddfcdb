"""§6 of the source, second half: the table of GPUs, what it says of the B200, and precision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inhabit.plan import economics, hardware, memory
from inhabit.plan.source.claim import Checkable, Claim
from inhabit.plan.source.memory import whole_streams


@dataclass(frozen=True, slots=True)
class Card:
    """A line of the table: memory, bandwidth and streams as numbers, then what is printed, then the price."""

    name: str
    memory_gb: float
    bandwidth_gb_per_s: float
    streams: tuple[float, float]
    says_memory: str
    says_bandwidth: str
    says_rate: str
    says_streams: str
    says_stream_hour: str
    usd_per_hour: float


CARDS = (
    Card(
        "H100 SXM", 80, 3350, (4, 6), "80 GB", "3.35 TB/s", "1979 TFLOPS", "4-6 streams", "$0.58-0.88", 3.50
    ),
    Card(
        "A100 80GB", 80, 2040, (2, 3), "80 GB", "2.04 TB/s", "312 TFLOPS", "2-3 streams", "$0.73-1.10", 2.20
    ),
    Card("L40S", 48, 864, (1, 2), "48 GB", "864 GB/s", "362 TFLOPS", "1-2 streams", "$0.75-1.50", 1.50),
    Card("RTX 4090", 24, 1010, (1, 1), "24 GB", "1.01 TB/s", "330 TFLOPS", "1 stream", "", 0.0),
    Card(
        "B200", 192, 8000, (12, 18), "192 GB", "8.0 TB/s", "4500 TFLOPS", "12-18 streams", "$0.28-0.42", 5.00
    ),
)

SPARSE = "that is the sheet's rate with 2:4 sparsity; the A100 and the L40S are given dense"
REASONS = {
    ("H100 SXM", "rate"): SPARSE,
    ("B200", "rate"): SPARSE,
    (
        "RTX 4090",
        "rate",
    ): "330 is with sums in FP16 (or with sparsity); with sums in FP32, as the others, it is 165",
    (
        "B200",
        "memory",
    ): "the chip carries 192 GB, of which a server shows 180 (DGX B200: 1,440 GB over eight)",
    ("A100 80GB", "streams"): "80 / 19.2 are 4 streams by memory, 2040 x 0.6 / 321 are 3 by bandwidth",
    ("B200", "streams"): "192 / 19.2 are 10 streams by memory, 8000 x 0.6 / 321 are 14 by bandwidth",
}
"""Why a cell disagrees."""

WEIGHTS = (("fp32", "4.0 GB"), ("fp16", "2.0 GB"), ("int8", "1.0 GB"), ("int4", "0.5 GB"), ("fp8", "1.0 GB"))
SPEEDS = (("fp16", "2x faster"), ("int8", "3-4x faster"), ("int4", "5-8x faster"), ("fp8", "3-4x faster"))


def claims(devices: hardware.Devices) -> Iterator[Checkable]:
    """Every number of both tables that follows from something, except for effects on quality, which follow
    from nothing; `devices` are those of `hardware.shipped`."""
    for card in CARDS:
        yield from _card(card, hardware.find(card.name, devices))
    yield from _b200()
    yield from _precision()


def _card(card: Card, device: hardware.Device) -> Iterator[Checkable]:
    where, sheet = f"§6 table of GPUs, {card.name}", device.sources["figures"]

    def why(column: str, otherwise: str) -> str:
        return REASONS.get((card.name, column), otherwise)

    unit = 1e12 if card.says_bandwidth.endswith("TB/s") else 1e9
    yield Claim(where, "memory", card.says_memory, device.memory_bytes / 1e9, why("memory", sheet))
    yield Claim(where, "bandwidth", card.says_bandwidth, device.bandwidth_bytes_per_s / unit, sheet)
    yield Claim(where, "FP16 rate, dense", card.says_rate, device.rate("fp16") / 1e12, why("rate", sheet))
    yield Claim(
        where,
        "streams",
        card.says_streams,
        whole_streams(card.memory_gb, card.bandwidth_gb_per_s),
        why("streams", f"whole streams: {card.memory_gb} / 19.2, {card.bandwidth_gb_per_s} x 0.6 / 321"),
    )
    if card.says_stream_hour:
        dearer, cheaper = (economics.stream_hour_usd(card.usd_per_hour, each) for each in card.streams)
        yield Claim(
            where,
            "cost of a stream hour",
            card.says_stream_hour,
            (cheaper, dearer),
            f"${card.usd_per_hour:.2f} over the {card.says_streams} of the table",
        )


def _b200() -> Iterator[Checkable]:
    h100, b200 = CARDS[0], CARDS[-1]
    where = "§6 B200"
    more = tuple(ours / theirs for ours, theirs in zip(b200.streams, h100.streams, strict=True))
    by_size = (
        b200.bandwidth_gb_per_s / h100.bandwidth_gb_per_s,
        b200.memory_gb / h100.memory_gb,
    )
    yield Claim(
        where, "streams against the H100, by the table", "3-4x", (more[0], more[1]), "12 / 4 and 18 / 6"
    )
    yield Claim(
        where,
        "streams against the H100, by its memory and bandwidth",
        "3-4x",
        by_size,
        "8.0 / 3.35 TB/s is 2.39 and 192 / 80 GB is 2.4, and the section counts streams by these two",
    )
    saved = tuple(100.0 * (1.0 - _each(b200, end) / _each(h100, end)) for end in range(len(b200.streams)))
    yield Claim(
        where,
        "saved on the cost of a stream",
        "roughly 40-50 %",
        (min(saved), max(saved)),
        "$5.00 / 18 against $3.50 / 6, and $5.00 / 12 against $3.50 / 4: both save 52 %",
    )


def _each(card: Card, end: int) -> float:
    return economics.stream_hour_usd(card.usd_per_hour, card.streams[end])


def _precision() -> Iterator[Checkable]:
    for name, says in WEIGHTS:
        held = memory.weights_bytes(1e9, name) / 1e9
        each = hardware.precision_of(name).weight_bytes
        yield Claim(
            f"§6 precision, {name.upper()}",
            "weights of 10^9 parameters",
            says,
            held,
            f"10^9 x {each:g} bytes",
        )
    for name, says in SPEEDS:
        yield Claim(
            f"§6 precision, {name.upper()}",
            "speed against FP32",
            says,
            _lighter(name, "fp32"),
            "bytes of a weight against FP32's, where memory binds as the section says",
        )
    where = "§6 precision, sweet spot"
    yield Claim(
        where, "throughput of FP8 against FP16", "2x", _lighter("fp8", "fp16"), "half the bytes to read"
    )
    yield Claim(
        where,
        "memory of FP8 against FP16",
        "half",
        1.0 / _lighter("fp8", "fp16"),
        "1 byte a weight against 2",
        reads_as="0.5",
    )


def _lighter(name: str, than: str) -> float:
    return hardware.precision_of(than).weight_bytes / hardware.precision_of(name).weight_bytes
