"""§2 of the source: the parts of a world model, and the gap between one step and fifty."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import horizon, interval
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim

LEVELS = (
    (2023.0, "~6.20", "~2.10", "4.10"),
    (2024.0, "~3.50", "~1.80", "1.70"),
    (2025.0, "~2.40", "~1.60", "0.80"),
)
"""FID by year: after one step, after fifty, and the gap between them."""

DIMENSIONS = (4096, 16384)
"""Of the state vector: the least and the most."""


def claims() -> Iterator[Checkable]:
    """Every number of §2 that follows from something, or that another section gives too."""
    yield from _parts()
    yield from _levels()


def _parts() -> Iterator[Checkable]:
    where = "§2 world model"
    yield Claim(where, "state update", "~2-5 ms", givens.stage_ms("state"), "the same stage in §3")
    yield Claim(where, "frame render", "~15-22 ms", givens.stage_ms("generate"), "the same stage in §3")
    yield Claim(
        "§2 consistency distillation",
        "denoising steps of standard diffusion",
        "20-50 steps",
        givens.DENOISING_STEPS,
        "the batch pipeline of §1",
    )
    table = "§2 game engine analogy"
    yield Claim(table, "frame budget at 60 fps", "16.67 ms", interval.interval_ms(60.0), "1000 / 60")
    yield Claim(table, "frame budget at 30 fps", "33.33 ms", givens.frame_ms(), "1000 / 30")
    where = "§2 architecture"
    size = givens.FULL_HD
    yield Claim(
        where,
        "values of a 1080p frame",
        "6.2 million",
        size.width_px * size.height_px * 3 / 1e6,
        "1920 x 1080 x 3",
    )
    yield Claim(
        where,
        "parameters of the state transition",
        "~100-500 million",
        givens.STATE_PARAMETERS / 1e6,
        "200 million in §3 and §6",
    )
    yield Claim(
        where,
        "parameters of the renderer",
        "~0.5-2 billion",
        givens.RENDER_PARAMETERS / 1e9,
        "1 billion in §3 and §6",
    )


def _levels() -> Iterator[Checkable]:
    live, batch = dict(horizon.LIVE_FID), dict(horizon.BATCH_FID)
    for year, one_step, fifty_steps, gap in LEVELS:
        where = f"§2 levels, {year:.0f}"
        yield Claim(where, "FID after 1 step", one_step, live[year], "§10, best fast FID of that year")
        yield Claim(
            where,
            "FID after 50 steps",
            fifty_steps,
            batch[year],
            f"§10 gives {batch[year]:.2f} as the best batch FID of that year, on the same ImageNet 256 x 256",
        )
        difference = float(one_step[1:]) - float(fifty_steps[1:])
        yield Claim(where, "gap", gap, difference, f"{one_step[1:]} - {fifty_steps[1:]}")
