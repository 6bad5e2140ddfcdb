"""§4 of the source: quality against steps, the comparison of metrics, and the operating point."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import hardware, horizon, quality
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim, Statement

FIRST_TABLE = (
    (1, "0.632", "25 ms", "0.0253 per ms"),
    (2, "0.865", "50 ms", "0.0173 per ms"),
    (4, "0.982", "100 ms", "0.0098 per ms"),
    (8, "0.9997", "200 ms", "0.0050 per ms"),
    (16, "~1.000", "400 ms", "0.0025 per ms"),
    (50, "~1.000", "1250 ms", "0.0008 per ms"),
)
"""Steps, quality, time, quality per ms."""

SECOND_TABLE = (
    (1, "0.632", "2000 fps", "1.000", "0.632"),
    (2, "0.865", "1000 fps", "1.000", "0.865"),
    (4, "0.982", "500 fps", "1.000", "0.982"),
    (20, "1.000", "100 fps", "1.000", "1.000"),
    (50, "1.000", "40 fps", "1.000", "1.000"),
    (100, "1.000", "20 fps", "0.667", "0.667"),
    (200, "1.000", "10 fps", "0.333", "0.333"),
)
"""Steps, quality, frame rate, f(fps), perceived quality."""

SPEED_FLOP_PER_S, STEP_FLOP = 2e15, 1e12
"""What the second table is reckoned with: C and c_frame."""

MOST_STEPS = 200
"""As far as the second table goes."""

Ends = tuple[float, float]
FID: tuple[Ends, Ends] = ((1.5, 3.0), (4.0, 8.0))
LPIPS: tuple[Ends, Ends] = ((0.05, 0.10), (0.12, 0.20))
CLIP: tuple[Ends, Ends] = ((0.30, 0.35), (0.25, 0.30))
CONSISTENCY: tuple[Ends, Ends] = ((0.90, 0.95), (0.85, 0.92))
"""The comparison of metrics: batch, then real time, least and most of each."""


def claims(devices: hardware.Devices) -> Iterator[Checkable]:
    """Every number of §4 that follows from something; `devices` are those of `hardware.shipped`."""
    yield _curve()
    yield from _first_table()
    yield from _insight()
    yield from _metrics()
    yield from _second_table(devices)
    yield from _operating_point()


def _curve() -> Checkable:
    gains = [quality.quality(2 * steps) - quality.quality(steps) for steps in (1, 2, 4)]
    return Statement(
        "§4 diminishing returns",
        "shape of the curve",
        "a logarithmic curve",
        "an exponential that saturates",
        all(abs(gain - gains[0]) < 0.01 for gain in gains),
        f"a logarithm gains as much with every doubling, this {gains[0]:.2f}, {gains[1]:.2f}, {gains[2]:.2f}",
        "its own formula, Q_max (1 - e^(-alpha n))",
    )


def _first_table() -> Iterator[Checkable]:
    for steps, reached, took, each in FIRST_TABLE:
        where = f"§4 first table, {steps} step{'s' if steps > 1 else ''}"
        yield Claim(where, "quality", reached, quality.quality(steps), "1 - e^(-n), alpha = 1")
        yield Claim(where, "latency", took, quality.frame_ms(steps), "n x 25 ms")
        yield Claim(where, "quality per ms", each, quality.quality_per_ms(steps), "(1 - e^(-n)) / (25 n)")


def _insight() -> Iterator[Checkable]:
    where = "§4 key insight"
    yield Claim(where, "quality after the first step", "63 %", 100.0 * quality.quality(1), "1 - e^-1")
    yield Claim(where, "quality after 4 steps", "98 %", 100.0 * quality.quality(4), "1 - e^-4")
    yield Claim(where, "steps that remain of 50", "46", 50 - 4, "50 - 4")
    rest = 100.0 * (quality.quality(50) - quality.quality(4))
    yield Claim(where, "what the remaining 46 steps add", "2 %", rest, "e^-4 - e^-50")
    fits = "at most 33.33 ms"
    yield Claim(
        where,
        "4 steps, within the real-time budget",
        "within it",
        quality.frame_ms(4),
        "4 x 25 ms are three frames at 30 fps: that is 10 fps",
        reads_as=fits,
    )
    yield Claim(
        where,
        "1 step, within the real-time budget",
        "within it",
        quality.frame_ms(1),
        "1 x 25 ms against 1000 / 30",
        reads_as=fits,
    )


def _metrics() -> Iterator[Checkable]:
    where = "§4 metrics"
    yield Claim(where, "FID, batch", "1.5-3.0", horizon.BATCH_FID[-1][1], "§10, best batch FID of 2025")
    yield Claim(
        where,
        "FID, real time",
        "4.0-8.0",
        horizon.LIVE_FID[-1][1],
        "§2 and §10 give 2.40 for one step in 2025; 4 to 8 was the year 2023",
    )
    yield Claim(where, "FID, gap", "2-4x worse", _ratio(FID), "4.0 / 1.5 and 8.0 / 3.0")
    yield Claim(
        where,
        "LPIPS, gap",
        "1.5-2x worse",
        _ratio(LPIPS),
        "0.12 / 0.05 is 2.4 and 0.20 / 0.10 is 2.0",
    )
    yield Claim(where, "CLIP score", "~85 %", _per_cent(CLIP), "0.25 / 0.30 and 0.30 / 0.35")
    yield Claim(where, "temporal consistency", "~95 %", _per_cent(CONSISTENCY), "0.85 / 0.90 and 0.92 / 0.95")


def _ratio(metric: tuple[Ends, Ends]) -> Ends:
    """Real time over batch, best against best and worst against worst: the kindest way to read two ranges."""
    batch, live = metric
    ratios = sorted(ours / theirs for ours, theirs in zip(live, batch, strict=True))
    return ratios[0], ratios[1]


def _per_cent(metric: tuple[Ends, Ends]) -> Ends:
    least, most = _ratio(metric)
    return 100.0 * least, 100.0 * most


def _second_table(devices: hardware.Devices) -> Iterator[Checkable]:
    step_ms = quality.step_time_ms(SPEED_FLOP_PER_S, STEP_FLOP)
    yield Claim(
        "§4 example",
        "compute of about one H100",
        "2 × 10^15 FLOP/s",
        hardware.find("H100 SXM", devices).rate("fp16"),
        "2e15 is the sheet's rate with 2:4 sparsity; dense it is 0.99e15, and every rate of the table halves",
    )
    yield Claim(
        "§4 example",
        "time of a denoising step",
        "25 ms",
        step_ms,
        "10^12 / 2e15 s is 0.5 ms, where the first table takes 25 ms a step",
    )
    yield Claim("§4 example", "f at the target of 30 fps", "1.0", quality.perception(30.0), "min(1, 30 / 30)")
    for steps, reached, fps, seen, perceived in SECOND_TABLE:
        point = quality.point(steps, step_ms=step_ms)
        where = f"§4 second table, {steps} step{'s' if steps > 1 else ''}"
        yield Claim(where, "quality", reached, point.quality, "1 - e^(-n), alpha = 1")
        yield Claim(where, "frame rate", fps, point.fps, "2e15 / (10^12 n)")
        yield Claim(where, "f(fps)", seen, point.perception, "min(1, fps / 30)")
        yield Claim(where, "perceived quality", perceived, point.perceived, "quality x f(fps)")


def _operating_point() -> Iterator[Checkable]:
    step_ms = quality.step_time_ms(SPEED_FLOP_PER_S, STEP_FLOP)
    choice = quality.best(range(1, MOST_STEPS + 1), step_ms=step_ms, target_fps=givens.FPS)
    yield Claim(
        "§4 operating point",
        "best number of steps",
        "around 4-20 steps",
        (choice.as_good[0], choice.as_good[-1]),
        "perceived quality is the same to three decimals from 8 to 66 steps (30.3 fps); 4 are 0.018 below",
    )
