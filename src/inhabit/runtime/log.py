"""What a session remembers of its past: the events, in order, each at the frame that took them.

Seed, checkpoint and this log are enough to make every frame again. Kept as encoded lines, because
worlds live long: an hour of a hand on the mouse is about ten megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.inputs.script import Entry, Header, entry_line, header_line


class EventLog:
    """An append-only script in memory."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self._body = bytearray()

    def add(self, entry: Entry) -> None:
        """Append one entry."""
        self._body += entry_line(entry).encode()

    def lines(self) -> Iterator[str]:
        """The script's lines, header first, as of now; `inputs.script.read_script` reads them."""
        yield header_line(self.header)
        yield from bytes(self._body).decode().splitlines(keepends=True)

    @property
    def size_bytes(self) -> int:
        """Memory held by the entries."""
        return len(self._body)
