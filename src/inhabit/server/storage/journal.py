"""A live branch's log on its way to the database: nothing is acknowledged as applied before it is there.

Entries are gathered and written in batches, on a thread of their own. Whoever has something to acknowledge
asks to be called when all that was logged so far is durable. Where that takes too long (the disk is full, the
database is away) the world goes on, and the acknowledgement says that it is not kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from inhabit.core.picture import Picture
from inhabit.inputs.events import Reset
from inhabit.inputs.picture_line import picture_line
from inhabit.inputs.script import Entry, Header, entry_line, header_line, read_script
from inhabit.runtime.log import WITNESS, written
from inhabit.server.storage.pictures import kept_pictures, needed_by
from inhabit.server.storage.rows import Stretch
from inhabit.server.storage.store import Store
from inhabit.server.storage.writer import Writes

BATCH = 45
"""Entries and witnesses that are written without anybody asking: a second and a half of frames."""

Call = Callable[[bool], None]
"""Is told whether everything logged before it was asked for is durable."""
Soon = Callable[[Callable[[], None]], object]
"""Runs something on the thread that the journal belongs to."""


class Journal:
    """Implements `runtime.log.Log`. Belongs to one event loop; `soon` is how the writer's thread gets
    there."""

    def __init__(
        self, store: Store, writer: Writes, branch: str, header: Header, soon: Soon, *, first: int = 0
    ) -> None:
        """`first` is the number of the next line of the branch's log."""
        self.branch, self.header = branch, header
        self._store, self._writer, self._soon = store, writer, soon
        self._lines: list[tuple[int, str]] = []
        self._pictures: dict[str, Picture] = {}
        self._witnessed = bytearray()
        self._ordinal = first
        self._submitted = self._durable = 0
        self._waiting: deque[tuple[int, Call]] = deque()
        self.is_broken = False
        """Whether a batch was lost for good: nothing after it is kept, because it could not be replayed."""

    @property
    def is_settled(self) -> bool:
        """Whether all that was logged is durable."""
        return not self._lines and not self._witnessed and self._durable == self._submitted

    @property
    def size_bytes(self) -> int:
        """Memory held by what has not been handed over yet."""
        lines = sum(len(line) for _, line in self._lines)
        return lines + len(self._witnessed) + sum(len(picture.png) for picture in self._pictures.values())

    def add(self, entry: Entry) -> None:
        if isinstance(entry.event, Reset) and isinstance(entry.event.picture, Picture):
            self._pictures[entry.event.picture.name] = entry.event.picture
        self._lines.append((entry.frame or 0, entry_line(entry).rstrip("\n")))
        self._write_if_many()

    def witness(self, frame_index: int, digest: int) -> None:
        self._witnessed += WITNESS.pack(frame_index, digest)
        self._write_if_many()

    def when_durable(self, call: Call) -> None:
        """Call once everything logged so far is durable, in the order of asking; at once if it is."""
        self.flush()
        if not self._waiting and (self.is_settled or self.is_broken):
            call(not self.is_broken)
        else:
            self._waiting.append((self._submitted, call))

    def give_up(self) -> None:
        """Tell everybody who waits that it is not durable; what was logged goes on being written."""
        while self._waiting:
            self._waiting.popleft()[1](False)

    def flush(self) -> None:
        """Hand what was logged to the writer."""
        if not self._lines and not self._witnessed:
            return
        lines, witnessed, ordinal = self._lines, bytes(self._witnessed), self._ordinal
        pictures = tuple(self._pictures.values())
        self._lines, self._witnessed, self._pictures = [], bytearray(), {}
        if self.is_broken:
            return
        # A batch takes a number even if it holds no line: its witnesses are kept under it.
        self._ordinal += max(len(lines), 1)
        self._submitted += 1
        batch = self._submitted
        self._writer.submit(
            lambda: self._store.append(self.branch, ordinal, lines, witnessed, pictures),
            lambda done: self._soon(lambda: self._written(batch, done=done)),
        )

    def lines(self) -> Iterator[str]:
        """The whole log of this branch's past as a script: asks the database, so not on the event loop."""
        return script_lines(self._store, self.branch)

    def _write_if_many(self) -> None:
        if len(self._lines) + len(self._witnessed) // WITNESS.size >= BATCH:
            self.flush()

    def _written(self, batch: int, *, done: bool) -> None:
        self._durable = max(self._durable, batch)
        self.is_broken = self.is_broken or not done
        while self._waiting and self._waiting[0][0] <= batch:
            self._waiting.popleft()[1](done)


def script_lines(store: Store, branch: str, end: int | None = None) -> Iterator[str]:
    """The log that leads to frame `end` of a branch (None: to where it stopped), as lines of a script that
    holds its pictures. Raises what the store raises, DamagedError for a damaged picture among them."""
    leaf = store.branch(branch)
    stretches = store.stretches(leaf, end)
    header = store.session(leaf.session).header
    lines = [line for stretch in stretches for line in store.lines(stretch)]
    needed = needed_by(header, read_script(lines, f"branch {branch}").entries)
    yield header_line(header)
    yield from map(picture_line, kept_pictures(store.files, needed))
    yield from (f"{line}\n" for line in lines)
    for stretch in stretches:
        for frame, digest in store.witnessed(stretch):
            yield entry_line(Entry(frame=frame, digest=written(digest)))


def whole(branch: str) -> Stretch:
    """All of a branch's own frames."""
    return Stretch(branch, 0, None)
