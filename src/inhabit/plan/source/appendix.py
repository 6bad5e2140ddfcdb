"""The appendix of the source: its formulas against the sections that use them, and its closing figures."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import budget, interval, queueing
from inhabit.plan.source import givens, trajectory
from inhabit.plan.source.claim import Checkable, Claim
from inhabit.plan.source.queueing import CLIP_FRAMES


def claims() -> Iterator[Checkable]:
    """Every number of the appendix, and its formulas with the numbers of the worked examples."""
    yield Claim(
        "appendix, frame budget",
        "sum of the six stages of §3",
        "at most 1 / fps",
        budget.in_sequence(budget.R1_STAGES, givens.FPS).total_ms,
        "1 + 3 + 18 + 4 + 3 + 4 ms against 1000 / 30",
        reads_as="at most 33.33 ms",
    )
    yield Claim(
        "appendix, throughput (batch)",
        "B F / T_gen with the numbers of §5",
        "4 fps",
        interval.clips_fps(1, CLIP_FRAMES, givens.CLIP_RENDER_S),
        "1 x 120 / 30",
    )
    yield Claim(
        "appendix, throughput (real time)",
        "S x fps with one stream, as in §5",
        "30 fps",
        interval.streams_fps(1, givens.FPS),
        "1 x 30",
    )
    yield Claim(
        "appendix, Little's law",
        "lambda W with the numbers of §5",
        "3000",
        queueing.little_inside(100.0, givens.CLIP_RENDER_S),
        "100 per second x 30 s",
    )
    yield Claim(
        "appendix, convergence of the gap",
        "tau, the halving time",
        "1.25 years",
        trajectory.halving_years(),
        trajectory.HALVES,
    )
    yield Claim("appendix, closing", "monthly active users", "16M", givens.USERS / 1e6, "the table of §7")
    yield Claim("appendix, closing", "yearly revenue", "$40M", givens.YEARLY_USD / 1e6, "the table of §7")
