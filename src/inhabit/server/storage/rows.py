"""What is kept, as values: a session, a branch of it, a snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.inputs.script import Header

ROOT = "main"
"""What the first branch of a session is called."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session. `head` is the branch to come back to, `epoch` the newest one that was given out; `is_open`
    while a server lives in it, `picture` the name of the one that it begins from, if any. Times are seconds
    since 1970."""

    id: str
    title: str
    created_s: float
    seed: int
    prompt: str
    size: str
    fps: float
    checkpoint: str
    model: str
    device: str
    head: str
    epoch: int = 0
    token: str | None = None
    spare_token: str | None = None
    is_open: bool = True
    reason: str = ""
    deleted_s: float | None = None
    picture: str | None = None

    @property
    def header(self) -> Header:
        """The header of its log; raises BadInputError if it is damaged."""
        size = Size.parse(self.size)
        return Header(self.seed, self.prompt or None, size, self.fps, self.checkpoint, self.picture)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way that a session went: its own frames begin at `frame`, those before are its parent's."""

    id: str
    session: str
    parent: str | None
    frame: int
    name: str
    created_s: float
    deleted_s: float | None = None


@dataclass(frozen=True, slots=True)
class Shot:
    """A snapshot as it is kept: files by name, `mark` as text, `frame` the one to be made next. `kind` is
    auto (every few seconds), save (somebody wanted it), fork or end."""

    id: str
    branch: str
    frame: int
    created_s: float
    kind: str
    name: str
    mark: str
    manifest: str
    thumbnail: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a branch that belongs to a lineage: its frames from `first` up to, without, `end` (None:
    all that there are)."""

    branch: str
    first: int
    end: int | None
