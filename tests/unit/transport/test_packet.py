"""The 32 bytes in front of every frame."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from inhabit.core.errors import BadInputError
from inhabit.transport.packet import HEADER_BYTES, MediaPacket, pack, unpack

PACKET = MediaPacket(
    epoch=3, frame_index=1234, pts_s=41.1, key=True, mjpeg=False, made_ms=21.5, seq=77, rung=2, payload=b"abc"
)


def test_a_packet_comes_back_as_it_was_packed() -> None:
    for packet in (PACKET, replace(PACKET, key=False, mjpeg=True, payload=b"")):
        assert unpack(pack(packet)) == packet


def test_the_header_is_laid_out_as_the_wire_document_says() -> None:
    data = pack(PACKET)
    assert HEADER_BYTES == 32
    assert (data[0], data[1], struct.unpack_from("<H", data, 2)) == (1, 0b01, (32,))
    assert struct.unpack_from("<II", data, 4) == (3, 1234)
    assert struct.unpack_from("<d", data, 12) == (41.1,)
    assert struct.unpack_from("<f", data, 20) == (21.5,)
    assert struct.unpack_from("<IHH", data, 24) == (77, 2, 0)
    assert data[32:] == b"abc"


def test_a_longer_header_of_a_later_minor_version_is_skipped() -> None:
    data = bytearray(pack(PACKET))
    data[2:4] = struct.pack("<H", 40)
    assert unpack(bytes(data[:32]) + b"\0" * 8 + b"abc") == PACKET


@pytest.mark.parametrize("data", [b"", b"\1" * 31, b"\2\0\x20\0" + b"\0" * 40, b"\1\0\xff\xff" + b"\0" * 40])
def test_bytes_of_another_kind_are_refused(data: bytes) -> None:
    with pytest.raises(BadInputError, match="packet"):
        unpack(data)
