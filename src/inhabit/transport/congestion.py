"""A client slower than the world: what to drop, and when to start afresh. Pure decisions.

Latency must never grow with time, so frames wait in a short line and nowhere else. When the line is
full, everything in it is dropped and only the newest counts; H.264 can't go on from a hole, so the
client then waits for a key frame. That key frame is asked for when the client is ready for it and not
before: asking earlier would send large frames into a link that is already too slow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LINE_LIMIT = 3
"""Frames that may wait: 0.1 s at 30 fps."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Bytes to send; `key` if a decoder can start here."""

    data: bytes
    key: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Frames waiting to be sent, oldest first.

    `broken` means that the client can't decode anything until the next key frame; `dropped` counts
    every frame that was offered and never sent.
    """

    waiting: tuple[Parcel, ...] = ()
    broken: bool = False
    dropped: int = 0


def offer(line: Line, parcel: Parcel, limit: int = LINE_LIMIT) -> Line:
    """The line after a new frame came: joined, or dropped, or in place of all that waited."""
    if parcel.key and (line.broken or len(line.waiting) >= limit):
        return Line((parcel,), broken=False, dropped=line.dropped + len(line.waiting))
    if line.broken:
        return replace(line, dropped=line.dropped + 1)
    if len(line.waiting) >= limit:
        return Line((), broken=True, dropped=line.dropped + len(line.waiting) + 1)
    return replace(line, waiting=(*line.waiting, parcel))


def take(line: Line) -> tuple[Line, Parcel | None]:
    """What a client that is ready to receive gets next, and the line after it."""
    if not line.waiting:
        return line, None
    return replace(line, waiting=line.waiting[1:]), line.waiting[0]


def restart(line: Line) -> Line:
    """The line for a client whose decoder holds nothing: new, come back, or lost."""
    return Line((), broken=True, dropped=line.dropped + len(line.waiting))


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: how much a client may still say at `at_s`."""

    tokens: float
    at_s: float


def spend(bucket: Bucket, now_s: float, *, rate: float, burst: float) -> tuple[Bucket, bool]:
    """Take one token of a bucket refilled at `rate` per second up to `burst`; False if it was empty."""
    tokens = min(burst, bucket.tokens + max(0.0, now_s - bucket.at_s) * rate)
    allowed = tokens >= 1.0
    return Bucket(tokens - 1.0 if allowed else tokens, now_s), allowed
