"""What can be asked of sessions that are kept; nothing here changes anything.

Every call may wait for a disk or a network, so none is made on the event loop. Raises StorageError (it may
work later) or DamagedError (it won't) for what goes wrong outside of this program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from inhabit.core.errors import BadInputError, DamagedError
from inhabit.inputs.script import Entry, read_script
from inhabit.runtime.log import WITNESS, written
from inhabit.server.storage import schema
from inhabit.server.storage.files import Files
from inhabit.server.storage.past import Past, frontier, lineage
from inhabit.server.storage.rows import Branch, Kept, Shot, Stretch
from inhabit.server.storage.transactions import reading


class Reading:
    """Sessions in a database and their files beside it. Safe from any thread."""

    def __init__(self, database: sa.Engine, files: Files) -> None:
        self.database, self.files = database, files

    def sessions(self, *, deleted: bool = False) -> tuple[Kept, ...]:
        """Every session, newest first; those that were deleted only if asked for."""
        found = self._rows(sa.select(schema.sessions).order_by(schema.sessions.c.id.desc()), Kept)
        return tuple(kept for kept in found if deleted or kept.deleted_s is None)

    def session(self, id: str) -> Kept:
        """A session, deleted or not; raises BadInputError (`no_session`)."""
        found = self._rows(sa.select(schema.sessions).where(schema.sessions.c.id == id), Kept)
        if not found:
            raise BadInputError(
                "no_session", f"there is no session {id[:64]!r}: `inhabit sessions list` says which there are"
            )
        return found[0]

    def by_token(self, token: str) -> Kept | None:
        """The session that a token opens."""
        sealed = seal(token)
        columns = schema.sessions.c
        query = sa.select(schema.sessions).where(
            ((columns.token == sealed) | (columns.spare_token == sealed)) & columns.deleted_s.is_(None)
        )
        return next(iter(self._rows(query, Kept)), None)

    def branches(self, session: str) -> tuple[Branch, ...]:
        """Every branch of a session, oldest first, deleted or not."""
        query = sa.select(schema.branches).where(schema.branches.c.session == session)
        return self._rows(query.order_by(schema.branches.c.id), Branch)

    def branch(self, id: str) -> Branch:
        """A branch; raises BadInputError (`no_branch`)."""
        found = self._rows(sa.select(schema.branches).where(schema.branches.c.id == id), Branch)
        if not found:
            raise BadInputError(
                "no_branch", f"there is no branch {id[:64]!r}: the session says which there are"
            )
        return found[0]

    def shots(self, branches: Iterable[str]) -> tuple[Shot, ...]:
        """The snapshots of branches, by frame, without their files' names."""
        query = sa.select(schema.snapshots).where(schema.snapshots.c.branch.in_(list(branches)))
        return self._rows(query.order_by(schema.snapshots.c.frame, schema.snapshots.c.id), Shot)

    def with_files(self, shot: Shot) -> Shot:
        """The same snapshot with the names of its parts."""
        table = schema.snapshot_files
        query = sa.select(table.c.sha).where(table.c.snapshot == shot.id).order_by(table.c.sha)
        with reading(self.database) as connection:
            names = tuple(row[0] for row in connection.execute(query))
        return Shot(**{**asdict(shot), "files": names})

    def nearest(self, stretches: Sequence[Stretch], frame: int) -> Iterator[Shot]:
        """Snapshots on the way to a frame, the nearest to it first; the next is for when that is damaged."""
        for stretch in reversed(stretches):
            end = frame if stretch.end is None else min(frame, stretch.end)
            found = [s for s in self.shots([stretch.branch]) if s.frame <= end]
            for shot in reversed(found):
                yield self.with_files(shot)

    def past(self, branch: str, end: int | None = None, *, made: int = 0) -> Past:
        """What led to frame `end` of a branch, or to where it stopped; `made` is how far it is known to have
        come, where that is further than its log says. Raises DamagedError, or BadInputError (`no_frame`)."""
        leaf = self.branch(branch)
        kept = self.session(leaf.session)
        own = self.entries(Stretch(leaf.id, leaf.frame, None))
        reached = max(frontier(own, leaf.frame), made)
        if end is not None and not 0 <= end <= reached:
            raise BadInputError(
                "no_frame", f"frame {end} is not on this branch: it has frames from 0 to {reached}"
            )
        stretches = self.stretches(leaf, end)
        entries = tuple(entry for stretch in stretches for entry in self.entries(stretch))
        return Past(kept.header, entries, reached if end is None else end, end is None)

    def stretches(self, leaf: Branch, end: int | None = None) -> tuple[Stretch, ...]:
        """The stretches that lead to a branch, or to frame `end` of it."""
        try:
            return lineage(self.branches(leaf.session), leaf.id, end)
        except ValueError as error:
            raise DamagedError("damaged_session", f"the session lost part of its past: {error}") from error

    def entries(self, stretch: Stretch) -> Iterator[Entry]:
        """The log of a stretch: events and strides in their order, then what frames looked like."""
        yield from read_script(self.lines(stretch), f"branch {stretch.branch}").entries
        for frame, digest in self.witnessed(stretch):
            yield Entry(frame=frame, digest=written(digest))

    def lines(self, stretch: Stretch) -> list[str]:
        """The same as text, without what frames looked like."""
        events = schema.events.c
        query = sa.select(events.line).where(
            (events.branch == stretch.branch) & _within(events.frame, stretch)
        )
        with reading(self.database) as connection:
            return [row[0] for row in connection.execute(query.order_by(events.ordinal))]

    def witnessed(self, stretch: Stretch) -> Iterator[tuple[int, int]]:
        """Frames of a stretch and their digests; of one that was made twice (a crash came between), the
        last."""
        table = schema.witnesses.c
        query = sa.select(table.packed).where(table.branch == stretch.branch).order_by(table.ordinal)
        with reading(self.database) as connection:
            packed = [row[0] for row in connection.execute(query)]
        found = dict(pair for one in packed for pair in WITNESS.iter_unpack(one[: len(one) // 8 * 8]))
        for frame, digest in sorted(found.items()):
            if frame >= stretch.first and (stretch.end is None or frame < stretch.end):
                yield frame, digest

    def next_ordinal(self, branch: str) -> int:
        """The number of the next line of a branch's log."""
        with reading(self.database) as connection:
            tables = (schema.events, schema.witnesses)
            queries = [sa.select(sa.func.max(t.c.ordinal)).where(t.c.branch == branch) for t in tables]
            last = [connection.execute(query).scalar() for query in queries]
        return max((number + 1 for number in last if number is not None), default=0)

    def check(self) -> str:
        """What the database itself finds wrong with itself; empty if nothing."""
        if self.database.dialect.name != "sqlite":
            return ""
        with reading(self.database) as connection:
            found = [row[0] for row in connection.execute(sa.text("PRAGMA quick_check(3)"))]
        return "" if found == ["ok"] else "; ".join(found)

    def _rows(self, query: Any, kind: Callable[..., Any]) -> tuple[Any, ...]:
        with reading(self.database) as connection:
            return tuple(kind(**row._mapping) for row in connection.execute(query))


def seal(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _within(column: Any, stretch: Stretch) -> Any:
    within = column >= stretch.first
    return within if stretch.end is None else within & (column < stretch.end)
