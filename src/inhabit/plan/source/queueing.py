"""§5 of the source: Little's law, throughput of a GPU, and the two worked examples of the M/M/c queue."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import interval, queueing
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim, Statement
from inhabit.plan.source.printed import powers

BATCH_TABLE = ((1, "4 fps"), (2, "7 fps"), (4, "12 fps"), (8, "18 fps"), (16, "28 fps"))
LIVE_FPS = "30 fps"
"""Frames a second of the batch model by batch size, and of the real-time model at each of them."""

CLIP_FRAMES = 120

RENDERS_PER_S, RENDER_GPUS = 10.0, 400
STARTS_PER_S, SESSION_S, STREAMS = 10.0, 300.0, 3200
"""The two worked examples: requests of 30 s each on 400 GPUs, sessions of 300 s on 3,200 streams."""

SAID_WAIT_SHARE, SAID_WAIT_S = 0.31, 9.3

INSTANT = "> 50 ms"
"""What §1 calls instantaneous ends at 50 ms: a delay that nobody could notice is not significant."""


def claims() -> Iterator[Checkable]:
    """Every number of §5 that follows from something."""
    yield from _little()
    yield from _throughput()
    yield from _batch_sizes()
    yield from _batch_example()
    yield from _live_example()


def _little() -> Iterator[Checkable]:
    where = "§5 Little's law, batch"
    inside = queueing.little_inside(100.0, givens.CLIP_RENDER_S)
    yield Claim(where, "concurrent requests", "3000", inside, "100 per second x 30 s")
    yield Claim(where, "GPUs at one for each request", "3000 H100s", inside, "one for each of 100 x 30")
    where = "§5 Little's law, real time"
    yield Statement(
        where,
        "what lambda is",
        "lambda = 1000 concurrent users",
        "1000 concurrent users are L",
        False,
        "lambda is a rate of arrivals, and concurrent users are what L = lambda W gives",
        "the section's own definition: average arrival rate, requests per second",
    )
    yield Claim(
        where, "frames per second in all", "30000 fps", interval.streams_fps(1000, givens.FPS), "1000 x 30"
    )


def _throughput() -> Iterator[Checkable]:
    where = "§5 throughput, batch model"
    fps = interval.clips_fps(1, CLIP_FRAMES, givens.CLIP_RENDER_S)
    yield Claim(where, "frames of a clip", "120 frames", givens.CLIP_S * givens.FPS, "4 s x 30 fps")
    yield Claim(where, "frames per second and GPU", "4 fps", fps, "120 frames / 30 s")
    yield Claim(
        where,
        "time of a generation",
        "~30 s",
        givens.BATCH_TOTAL_S,
        "§1 gives 5 to 30 s for a 4-second clip",
    )
    where = "§5 throughput, real-time model"
    low, high = (interval.streams_fps(streams, givens.FPS) for streams in givens.STREAMS_PER_H100)
    yield Claim(where, "frames per second of a stream", LIVE_FPS, interval.fps_of(33.0), "1 frame in 33 ms")
    yield Claim(
        where,
        "frames per second and GPU",
        LIVE_FPS,
        (low, high),
        "§6 puts 4 to 6 streams on a GPU, and S x fps (appendix) is then 120 to 180",
    )
    yield Claim(where, "latency of a frame", "33 ms", givens.frame_ms(), "1000 / 30")
    yield Claim(where, "throughput against the batch model", "7.5x", givens.FPS / fps, "30 / 4")


def _batch_sizes() -> Iterator[Checkable]:
    alone = interval.clips_fps(1, CLIP_FRAMES, givens.CLIP_RENDER_S)
    most = givens.STREAMS_PER_H100
    for batch, says in BATCH_TABLE:
        where = f"§5 batch sizes, {batch}"
        yield Claim(
            where,
            "frames per second, batch model",
            says,
            (alone, batch * alone),
            f"as it scales sub-linearly: no less than 4 and no more than {batch} x 4",
        )
        streams = tuple(min(float(batch), each) for each in most)
        yield Claim(
            where,
            "frames per second, real time",
            LIVE_FPS,
            (interval.streams_fps(streams[0], givens.FPS), interval.streams_fps(streams[1], givens.FPS)),
            f"S x fps (appendix) with {_either(streams)} streams on a GPU, which holds 4 to 6 by §6",
        )
    where, size, made_fps = "§5 batch sizes, 16", 16, 28.0
    yield Claim(
        where,
        "throughput against real time: the gap closes",
        "closes",
        made_fps / givens.FPS,
        "28 / 30",
        reads_as="~1x",
    )
    yield Claim(
        where,
        "latency of the batch model",
        "30 s",
        size * CLIP_FRAMES / made_fps,
        "B F / throughput (appendix): 16 x 120 frames at 28 a second take 68.6 s, not 30 s regardless",
    )


def _either(streams: tuple[float, ...]) -> str:
    low, high = streams
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _batch_example() -> Iterator[Checkable]:
    where = "§5 M/M/c, batch"
    waits = queueing.waits(RENDERS_PER_S, givens.CLIP_RENDER_S, RENDER_GPUS)
    finish_per_s = RENDER_GPUS / givens.CLIP_RENDER_S
    enough = queueing.servers_for_wait_share(RENDERS_PER_S, givens.CLIP_RENDER_S, SAID_WAIT_SHARE)
    almost_none = f"Erlang C for 300 busy of 400 GPUs; 0.31 is between {enough - 1} and {enough} GPUs"
    yield Claim(where, "c mu", "13.33 per second", finish_per_s, "400 / 30")
    yield Claim(where, "utilisation", "0.75", waits.utilisation, "10 x 30 / 400")
    yield Claim(where, "P_wait", "0.31", waits.wait_share, almost_none)
    yield Claim(where, "requests that wait", "31 %", 100.0 * waits.wait_share, almost_none)
    yield Claim(
        where,
        "mean wait, from its own P_wait of 0.31",
        "9.3 s",
        SAID_WAIT_SHARE / (finish_per_s * (1.0 - waits.utilisation)),
        "P_wait / (c mu (1 - rho)) = 0.31 / (13.33 x 0.25); 9.3 is 0.31 x 30",
    )
    yield Claim(
        where,
        "mean wait",
        "9.3 s",
        waits.queue_s,
        f"P_wait / (c mu (1 - rho)) with the P_wait of 300 busy of 400 GPUs, {powers(waits.wait_share)}",
    )
    total = SAID_WAIT_S + givens.CLIP_RENDER_S
    yield Claim(where, "total time, its own sum", "39.3 s", total, "9.3 + 30")
    yield Claim(where, "total time", "39.3 s", waits.stay_s, "W_q + 1 / mu, and W_q is next to nothing")


def _live_example() -> Iterator[Checkable]:
    where = "§5 M/M/c, real time"
    waits = queueing.waits(STARTS_PER_S, SESSION_S, STREAMS)
    inside = queueing.little_inside(STARTS_PER_S, SESSION_S)
    yield Claim(where, "length of a session of 5 minutes", "300 s", 5 * 60.0, "5 x 60")
    yield Claim(where, "concurrent sessions", "3000", inside, "10 per second x 300 s")
    yield Claim(where, "utilisation", "0.9375", waits.utilisation, "3000 / 3200")
    yield Claim(
        where,
        "mean delay before a session starts",
        "significant",
        1e3 * waits.queue_s,
        f"P_wait is {powers(waits.wait_share)}: of so many streams one is nearly always free",
        reads_as=INSTANT,
    )
    yield Claim(where, "latency of a frame", "33 ms", givens.frame_ms(), "1000 / 30")
