"""The media packet: one encoded frame and its stamp, as bytes on the wire.

A fixed 32-byte little-endian header (docs/wire.md) and the payload. The header carries its own length,
so that later versions can grow it without breaking the clients of this one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from inhabit.core.errors import BadInputError

PACKET_VERSION = 1
_HEADER = struct.Struct("<BBHIIdfIHH")
HEADER_BYTES = _HEADER.size
_KEY, _MJPEG = 1, 2
_U16, _U32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class MediaPacket:
    """An encoded frame: `payload` is H.264 Annex B, or one JPEG when `mjpeg`.

    `made_ms` is the time the frame took to make; `seq` the newest event it shows (0 = none); `rung` an
    index into the rungs that `welcome` listed.
    """

    epoch: int
    frame_index: int
    pts_s: float
    key: bool
    mjpeg: bool
    made_ms: float
    seq: int
    rung: int
    payload: bytes


def pack(packet: MediaPacket) -> bytes:
    """The bytes to send."""
    header = _HEADER.pack(
        PACKET_VERSION,
        _KEY * packet.key | _MJPEG * packet.mjpeg,
        HEADER_BYTES,
        packet.epoch & _U32,
        packet.frame_index & _U32,
        packet.pts_s,
        packet.made_ms,
        packet.seq & _U32,
        packet.rung & _U16,
        0,
    )
    return header + packet.payload


def unpack(data: bytes) -> MediaPacket:
    """The inverse of `pack`; raises BadInputError (`bad_packet`) for bytes of another kind."""
    if len(data) < HEADER_BYTES:
        raise BadInputError("bad_packet", f"{len(data)} bytes are no media packet: its header alone has 32")
    version, flags, length, epoch, index, pts_s, made_ms, seq, rung, _ = _HEADER.unpack_from(data)
    if version != PACKET_VERSION or not HEADER_BYTES <= length <= len(data):
        raise BadInputError(
            "bad_packet",
            f"media packet version {version} with a header of {length} bytes is not known: "
            f"expected version {PACKET_VERSION} and {HEADER_BYTES} bytes or more",
        )
    return MediaPacket(
        epoch, index, pts_s, bool(flags & _KEY), bool(flags & _MJPEG), made_ms, seq, rung, data[length:]
    )
