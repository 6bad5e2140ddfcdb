"""§1 of the source: frame rates and their budgets, the two pipelines, and the response time."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from inhabit.plan import interval, response
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim

RATES = ((24.0, "41.67 ms"), (30.0, "33.33 ms"), (60.0, "16.67 ms"), (90.0, "11.11 ms"), (120.0, "8.33 ms"))

LIVE_STAGES = (
    ("state update", "~2-5 ms", (2.0, 5.0), ("state",)),
    ("frame generation", "~15-22 ms", (15.0, 22.0), ("generate",)),
    ("post-processing", "~3-5 ms", (3.0, 5.0), ("post",)),
    ("display and stream", "~2-5 ms", (2.0, 5.0), ("encode", "network")),
)
"""A stage of the live pipeline as printed, its range in ms, and the stages of §3 that it is made of."""

STREAM_WHY = "§3 gives 3 ms for encoding and 4 ms for the network: 7 ms"


def claims() -> Iterator[Checkable]:
    """Every number of §1 that follows from something."""
    yield from _rates()
    yield from _batch()
    yield from _live()
    yield from _response()


def _rates() -> Iterator[Checkable]:
    for fps, says in RATES:
        where = f"§1 frame rates, {fps:g} fps"
        yield Claim(where, "budget of a frame", says, interval.interval_ms(fps), "1000 / fps")
    yield Claim(
        "§1 frame rates",
        "compute of the next usual rate (60 fps) against 30 fps",
        "roughly doubles",
        interval.compute_ratio(60.0, givens.FPS),
        "60 / 30; at 90 fps it is 3 times, at 120 fps 4 times",
        reads_as="~2x",
    )
    yield Claim(
        "§1 core constraint", "time for each frame at 30 fps", "33.33 ms", givens.frame_ms(), "1000 / 30"
    )


def _batch() -> Iterator[Checkable]:
    _, least_s, most_s = givens.BATCH_PARTS_S[2]
    where = "§1 batch pipeline"
    yield Claim(where, "iterative denoising", "4-25 s", (least_s, most_s), "20 x 200 ms to 50 x 500 ms")
    yield Claim(
        where,
        "total of a 4-second clip",
        "5-30 s",
        givens.batch_s(),
        "its five parts sum to 0.2 + 0.05 + (4 to 25) + 0.5 + 0.2 s: 5 to 26 s",
    )


def _live() -> Iterator[Checkable]:
    where = "§1 live pipeline"
    for name, says, _, stages in LIVE_STAGES:
        found = fsum(givens.stage_ms(stage) for stage in stages)
        why = STREAM_WHY if len(stages) > 1 else "the same stage in the budget of §3"
        yield Claim(where, name, says, found, why)
    yield Claim(
        where,
        "total of a frame",
        "< 33 ms",
        (fsum(span[0] for _, _, span, _ in LIVE_STAGES), fsum(span[1] for _, _, span, _ in LIVE_STAGES)),
        "its four parts sum to 2 + 15 + 3 + 2 = 22 ms up to 5 + 22 + 5 + 5 = 37 ms",
    )


def _response() -> Iterator[Checkable]:
    where = "§1 response"
    depth = response.deepest(givens.FPS)
    room_ms = response.WANTED_MS - response.INPUT_MS - response.PROCESSING_MS
    yield Claim(where, "frame budget at 30 fps", "33 ms", givens.frame_ms(), "1000 / 30")
    yield Claim(where, "t_frame", "33.3 ms", givens.frame_ms(), "1000 / 30")
    yield Claim(
        where,
        "frames after which an input shows, for under 100 ms",
        "2-3 frames",
        response.deepest(givens.FPS, input_ms=0.0, processing_ms=0.0).frames,
        "the most whole n with n x 33.33 ms under 100 ms: 2, since 3 frames are 100 ms and not under it",
    )
    yield Claim(
        where,
        "t_input",
        "~5 ms",
        givens.stage_ms("input"),
        "§3 gives 1 ms for input capture",
    )
    yield Claim(where, "what input and processing leave", "85 ms", room_ms, "100 - 5 - 10 ms")
    yield Claim(where, "bound on n", "2.55", depth.bound, "85 / 33.33")
    yield Claim(
        where,
        "frames that an input is ahead of the display",
        "2 frames",
        depth.frames,
        f"the most whole n below {depth.bound:.2f}",
    )
    yield Claim(
        where,
        "deepest pipeline, the current frame counted",
        "3 frames",
        depth.frames + 1,
        "the current frame and n = 2 buffered ones, as the sentence counts",
    )
