"""What a log says of the past: which frames were made, and what a session that goes on has to know of it.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inhabit.inputs.events import AUTO, Pause, Quality, Resume
from inhabit.inputs.script import Entry, Header
from inhabit.server.storage.pictures import needed_by
from inhabit.server.storage.rows import Branch, Stretch


@dataclass(frozen=True, slots=True)
class Past:
    """All that happened on the way to a frame: `end` is the one that is made next. `is_head`: nothing is left
    out, so pauses at the very end count."""

    header: Header
    entries: tuple[Entry, ...]
    end: int
    is_head: bool

    @property
    def pictures(self) -> frozenset[str]:
        """The names of the pictures that its worlds began from."""
        return needed_by(self.header, self.entries)


def lineage(branches: Sequence[Branch], leaf: str, end: int | None = None) -> tuple[Stretch, ...]:
    """The stretches of a branch's past, from the first branch on, up to frame `end` (without). A branch whose
    parent is not among `branches`, or is its own ancestor, has lost its past: raises ValueError."""
    by_id = {branch.id: branch for branch in branches}
    made: list[Stretch] = []
    at: str | None = leaf
    while at is not None:
        if at not in by_id or len(made) > len(branches):
            raise ValueError(f"branch {at} has no past")
        branch = by_id[at]
        if end is None or end > branch.frame or branch.parent is None:
            made.append(Stretch(branch.id, branch.frame, end))
            end = branch.frame
        at = branch.parent
    return tuple(reversed(made))


def frontier(entries: Iterable[Entry], first: int) -> int:
    """The frame after the last one that was certainly made, at least `first`.

    What a session obeys between two ticks is logged at the frame to come, which may never have been made.
    """
    made = [entry.frame + 1 for entry in entries if entry.frame is not None and not _is_between(entry)]
    return max(made, default=first)


def pinned(entries: Iterable[Entry], *, before: bool) -> bool:
    """Whether a person's choice of rung holds after these: the ladder's own steps have no time in a log."""
    for entry in entries:
        if isinstance(entry.event, Quality) and entry.at_s is not None:
            before = entry.event.rung != AUTO
    return before


def _is_between(entry: Entry) -> bool:
    chosen = isinstance(entry.event, Quality) and entry.at_s is not None
    return chosen or isinstance(entry.event, Pause | Resume)
