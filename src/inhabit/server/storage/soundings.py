"""Whether what is kept is what was written: every log line, every file, every snapshot, read and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inhabit.core.errors import InhabitError
from inhabit.runtime.mark import read_mark
from inhabit.server.storage.pictures import kept_pictures
from inhabit.server.storage.rows import Kept
from inhabit.server.storage.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and where."""

    where: str
    what: str


def findings(store: Store, kept: Kept) -> Iterator[Finding]:
    """Everything that is wrong with a session; nothing is changed."""
    branches = store.branches(kept.id)
    if kept.head not in {branch.id for branch in branches}:
        yield Finding(f"session {kept.id}", "the branch that it was left on is gone")
    for branch in branches:
        try:
            kept_pictures(store.files, store.past(branch.id).pictures)
        except InhabitError as error:
            yield Finding(f"branch {branch.id}", error.message)
    sound: set[str] = set()
    for shot in store.shots(branch.id for branch in branches):
        try:
            read_mark(shot.mark)
            seen = () if shot.thumbnail is None else (shot.thumbnail,)
            for name in {*store.with_files(shot).files, shot.manifest, *seen} - sound:
                store.files.get(name)
                sound.add(name)
        except InhabitError as error:
            yield Finding(f"snapshot {shot.id} at frame {shot.frame}", error.message)
