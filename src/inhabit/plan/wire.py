"""Pictures on the wire: how long a compressed frame takes, and how many streams an uplink carries.

Sizes are in bytes (1 KB is 1,000), rates in megabits a second (10^6 bits). Figures of network time easily
lose the eight bits of a byte, or a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.plan.checks import non_negative, positive, share

BITS_PER_BYTE = 8
MEGA = 1e6
MOST_MBPS = 1e7
MOST_FRAME_BYTES = 1e9
MOST_FPS = 1000.0
USABLE = 0.8
"""Share of a line that streams may plan with: the rest is for bursts, other traffic and packet headers.
Assumed."""


@dataclass(frozen=True, slots=True)
class Uplink:
    """How many streams a line carries: `streams` whole ones, `exact` before rounding down."""

    exact: float

    @property
    def streams(self) -> int:
        return int(self.exact)


def transfer_ms(frame_bytes: float, line_mbps: float) -> float:
    """Milliseconds until the last bit of a frame has left: bytes * 8 / rate.

    The source document (section 3, stage 6) gives 0.01 to 0.04 ms for 50 to 150 KB at 100 Mbit/s; it is 4 to
    12 ms. Raises BadInputError for sizes and rates that are not positive or absurd.
    """
    size = positive("frame", frame_bytes, "bytes", most=MOST_FRAME_BYTES)
    line = positive("line", line_mbps, "Mbit/s", most=MOST_MBPS)
    return size * BITS_PER_BYTE / (line * MEGA) * 1e3


def delivery_ms(
    frame_bytes: float, line_mbps: float, *, jitter_ms: float = 0.0, decode_ms: float = 0.0
) -> float:
    """Milliseconds from the encoder's output to a decoded picture, without the way there: transfer, then
    `jitter_ms` (queues, packets) and `decode_ms` on the other side (the source's stage 6 in full)."""
    return (
        transfer_ms(frame_bytes, line_mbps)
        + non_negative("jitter", jitter_ms, "ms", most=1e6)
        + non_negative("decoding", decode_ms, "ms", most=1e6)
    )


def frame_bytes(stream_mbps: float, fps: float) -> float:
    """Bytes of a mean frame of a stream: rate / (8 * fps)."""
    rate = positive("stream", stream_mbps, "Mbit/s", most=MOST_MBPS)
    return rate * MEGA / (BITS_PER_BYTE * positive("frame rate", fps, "fps", most=MOST_FPS))


def stream_mbps(frame_bytes: float, fps: float) -> float:
    """Megabits a second of a stream whose mean frame has `frame_bytes`: bytes * 8 * fps."""
    size = positive("frame", frame_bytes, "bytes", most=MOST_FRAME_BYTES)
    return size * BITS_PER_BYTE * positive("frame rate", fps, "fps", most=MOST_FPS) / MEGA


def streams_per_uplink(uplink_mbps: float, stream_mbps: float, *, usable: float = USABLE) -> Uplink:
    """How many streams of a mean rate a line carries: uplink * usable / stream."""
    line = positive("uplink", uplink_mbps, "Mbit/s", most=MOST_MBPS)
    rate = positive("stream", stream_mbps, "Mbit/s", most=MOST_MBPS)
    return Uplink(line * positive("usable share", share("usable share", usable)) / rate)


def planar_bytes(width_px: float, height_px: float) -> float:
    """Bytes of a picture as YUV 4:2:0, as an encoder takes it: one of luma a pixel, half of one of chroma."""
    width = positive("width", width_px, "pixels", most=1e5)
    return 1.5 * width * positive("height", height_px, "pixels", most=1e5)


def compression(width_px: float, height_px: float, frame_bytes: float) -> float:
    """How many times smaller a compressed frame is than its YUV 4:2:0 planes."""
    size = positive("frame", frame_bytes, "bytes", most=MOST_FRAME_BYTES)
    return planar_bytes(width_px, height_px) / size
