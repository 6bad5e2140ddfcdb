"""§3 of the source: the six stages of a frame, what each is made of, and the budget that they fill."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from inhabit.plan import budget, hardware, roofline, wire
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim, Statement

DIAGRAM = (
    ("input", "input capture", "~1 ms", "3.0 %"),
    ("state", "state update", "~3 ms", "9.0 %"),
    ("generate", "frame generation", "~18 ms", "54.0 %"),
    ("post", "post-processing", "~4 ms", "12.0 %"),
    ("encode", "encode and buffer", "~3 ms", "9.0 %"),
    ("network", "network", "~4 ms", "12.0 %"),
)
"""A stage of `budget.R1_STAGES`, its name in the document, its time in the diagram and its share of the
budget as printed."""

PARTS_MS = (
    ("§3 stage 2", "state update, sum of its parts", "~3 ms", (0.5, 2.0, 0.5)),
    ("§3 stage 3", "frame generation, sum of its parts", "~18 ms", (8.0, 6.0, 4.0)),
    ("§3 stage 4", "post-processing, sum of its parts", "~4 ms", (0.5, 0.5, 1.0, 1.0, 1.0)),
    ("§3 stage 5", "encode and buffer, sum of its parts", "~3 ms", (2.0, 1.0)),
)

UTILISATION = 0.4
"""Stage 3: the share of the sheet's rate that its example takes."""

PASSES = (1.0, 4.0)
"""Times that the renderer runs for a frame: once, or a few steps (§2)."""

FRAME_KB, LINE_MBPS = (50.0, 150.0), 100.0
JITTER_MS, DECODE_MS = (2.0, 5.0), (1.0, 2.0)
"""Stage 6: a compressed frame, the line, jitter and queues, and decoding at the client."""


def claims(devices: hardware.Devices) -> Iterator[Checkable]:
    """Every number of §3 that follows from something; `devices` are those of `hardware.shipped`."""
    h100 = hardware.find("H100 SXM", devices)
    yield from _diagram()
    for where, quantity, says, parts in PARTS_MS:
        yield Claim(where, quantity, says, fsum(parts), " + ".join(f"{part:g}" for part in parts) + " ms")
    yield from _state(h100)
    yield from _generation(h100)
    yield _encoder(h100)
    yield from _network()
    yield from _summary()


def _diagram() -> Iterator[Checkable]:
    for stage, name, says, _ in DIAGRAM:
        why = "the same stage in the budget summary"
        yield Claim("§3 diagram", name, says, givens.stage_ms(stage), why)
    yield Claim("§3 diagram", "total frame budget", "33.33 ms", givens.frame_ms(), "1000 / 30")


def _state(h100: hardware.Device) -> Iterator[Checkable]:
    rate = h100.rate("fp16")
    arithmetic_s = roofline.arithmetic_s(givens.STATE_PARAMETERS, givens.PRINTED_FLOP_PER_S)
    yield Claim(
        "§3 stage 2",
        "parameters of the state transition",
        "2 × 10^8",
        givens.STATE_PARAMETERS,
        "~200 million parameters, as the line above it and §6 say",
    )
    yield Claim(
        "§3 stage 2",
        "arithmetic of the state update",
        "0.2 ms",
        1e3 * arithmetic_s,
        "4e8 / 1.98e15 s is 0.2 µs, a thousand times less; and it is the work of one token, not of a frame",
    )
    yield Claim(
        "§3 stage 2",
        "FP16 rate of the H100",
        "1.98 × 10^15 FLOP/s",
        rate,
        "the sheet's 1,979 TFLOPS are with 2:4 sparsity; dense, as these networks are, it is 989",
    )


def _generation(h100: hardware.Device) -> Iterator[Checkable]:
    where = "§3 stage 3"
    arithmetic_s = roofline.arithmetic_s(
        givens.RENDER_PARAMETERS, givens.PRINTED_FLOP_PER_S, efficiency=UTILISATION
    )
    read_ms = 1e3 * roofline.weights_read_s(givens.RENDER_PARAMETERS, "fp16", 1e9 * givens.H100_GB_PER_S)
    size = givens.FULL_HD
    yield Claim(
        where,
        "height of the latent, 240 wide",
        "135",
        240 * size.height_px / size.width_px,
        "the shape of 1920 x 1080",
    )
    yield Claim(where, "utilisation of the GPU", "0.3-0.5", UTILISATION, "what its example puts in")
    yield Claim(
        where,
        "arithmetic of the renderer",
        "2.5 ms",
        1e3 * arithmetic_s,
        "2e9 / (1.98e15 x 0.4) s is 2.5 µs, a thousand times less; and it is the work of one token",
    )
    yield Claim(
        where,
        "bandwidth of the H100",
        "~3.35 TB/s",
        h100.bandwidth_bytes_per_s / 1e12,
        h100.sources["figures"],
    )
    yield Claim(
        where, "reading the weights once", "0.6 ms", read_ms, "1e9 x 2 bytes / 3.35 TB/s, 0.6 ms a pass"
    )
    yield Claim(
        where,
        "reading the weights for a frame",
        "5-10 ms",
        (PASSES[0] * read_ms, PASSES[1] * read_ms),
        "every layer has its own weights, so a pass reads them once: 1 to 4 passes (§2) are 0.6 to 2.4 ms",
    )


def _encoder(h100: hardware.Device) -> Checkable:
    return Statement(
        "§3 stage 5",
        "what encodes on the H100",
        "H.264/H.265 hardware encoding on NVENC, ~2 ms",
        f"{h100.encoders or 'no'} NVENC on an H100",
        h100.encoders > 0,
        "H100 and H200 decode video in hardware but cannot encode it: that takes the CPU, or JPEG",
        h100.sources["encoders"],
    )


def _network() -> Iterator[Checkable]:
    least, most = (wire.transfer_ms(1e3 * kb, LINE_MBPS) for kb in FRAME_KB)
    whole = tuple(
        wire.delivery_ms(1e3 * kb, LINE_MBPS, jitter_ms=jitter, decode_ms=decode)
        for kb, jitter, decode in zip(FRAME_KB, JITTER_MS, DECODE_MS, strict=True)
    )
    yield Claim(
        "§3 stage 6",
        "transfer of 50 to 150 KB at 100 Mbit/s",
        "~0.01-0.04 ms",
        (least, most),
        "50,000 to 150,000 bytes x 8 bits / 10^8 bit/s",
    )
    yield Claim(
        "§3 stage 6",
        "network, sum of its parts",
        "~4 ms",
        (whole[0], whole[1]),
        f"transfer of {least:g} to {most:g} ms, jitter and queues of 2 to 5 ms, decoding of 1 to 2 ms",
    )


def _summary() -> Iterator[Checkable]:
    whole = budget.in_sequence(budget.R1_STAGES, givens.FPS)
    for (stage, name, _, says), row in zip(DIAGRAM, whole.rows, strict=True):
        yield Claim(
            f"§3 budget summary, {name}",
            "share of the budget",
            says,
            100.0 * row.share,
            f"{givens.stage_ms(stage):g} / 33.33 ms",
        )
    where = "§3 budget summary, total"
    yield Claim(where, "time", "33.0 ms", whole.total_ms, "1 + 3 + 18 + 4 + 3 + 4 ms")
    yield Claim(where, "share of the budget", "99.0 %", 100.0 * whole.share, "33 / 33.33 ms")
    where = "§3 budget summary, margin"
    yield Claim(where, "time", "0.33 ms", whole.slack_ms, "33.33 - 33 ms")
    yield Claim(
        where, "share of the budget", "1.0 %", 100.0 * whole.slack_ms / whole.interval_ms, "0.33 / 33.33"
    )
