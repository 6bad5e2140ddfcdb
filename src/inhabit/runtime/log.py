"""What a session remembers of its past: the events, in order, each at the frame that took them.

Seed, checkpoint and this log are enough to make every frame again, and the digests in it say whether the
frames came out the same. Kept as encoded lines and packed digests, because worlds live long: an hour of a
hand on the mouse is about ten megabytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from inhabit.core.frame import PlanarFrame
from inhabit.core.picture import Picture
from inhabit.inputs.events import Reset
from inhabit.inputs.picture_line import picture_line
from inhabit.inputs.script import Entry, Header, entry_line, header_line

WITNESS = struct.Struct("<II")
"""A frame index and its digest."""


class Log(Protocol):
    """Where a session writes what it did. Belongs to one event loop; never waits."""

    def add(self, entry: Entry) -> None:
        """Append one entry."""
        ...

    def witness(self, frame_index: int, digest: int) -> None:
        """Remember what a frame looked like."""
        ...

    def lines(self) -> Iterator[str]:
        """The script's lines as of now."""
        ...

    @property
    def size_bytes(self) -> int:
        """Memory held by what was logged."""
        ...


class EventLog:
    """An append-only script in memory; pictures that worlds began from are in it, each once."""

    def __init__(self, header: Header, picture: Picture | None = None) -> None:
        self.header = replace(header, picture=None if picture is None else picture.name)
        self._body = bytearray()
        self._digests = bytearray()
        self._pictures: set[str] = set()
        self._keep(picture)

    def add(self, entry: Entry) -> None:
        """Append one entry."""
        self._keep(entry.event.picture if isinstance(entry.event, Reset) else None)
        self._body += entry_line(entry).encode()

    def witness(self, frame_index: int, digest: int) -> None:
        """Remember what a frame looked like; `digest` is its `digest_of`."""
        self._digests += WITNESS.pack(frame_index, digest)

    def lines(self) -> Iterator[str]:
        """The script's lines as of now: header, events, digests; `inputs.script.read_script` reads them."""
        yield header_line(self.header)
        yield from bytes(self._body).decode().splitlines(keepends=True)
        for frame, digest in WITNESS.iter_unpack(bytes(self._digests)):
            yield entry_line(Entry(frame=frame, digest=written(digest)))

    def _keep(self, picture: Picture | str | None) -> None:
        if isinstance(picture, Picture) and picture.name not in self._pictures:
            self._body += picture_line(picture).encode()
            self._pictures.add(picture.name)

    @property
    def size_bytes(self) -> int:
        """Memory held by the entries."""
        return len(self._body) + len(self._digests)


def digest_of(picture: PlanarFrame) -> int:
    """CRC-32 over the three planes: cheap enough for every live frame, and no two pictures that differ by
    accident share it. It is a witness, not a seal: whoever wants to forge one can.
    """
    crc = 0
    for plane in (picture.luma, picture.blue, picture.red):
        crc = zlib.crc32(np.ascontiguousarray(plane).data, crc)
    return crc


def written(digest: int) -> str:
    """A digest as it stands in a log."""
    return f"{digest:08x}"
