"""Sessions as they are kept: one place that asks the database, in whole transactions.

Every call may wait for a disk or a network, so none is made on the event loop. What goes wrong outside of
this program comes out as a StorageError (it may work later) or a DamagedError (it won't).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from inhabit.core.errors import BadInputError, DamagedError, StorageError
from inhabit.core.picture import Picture
from inhabit.inputs.script import Entry, read_script
from inhabit.runtime.log import WITNESS, written
from inhabit.server.storage import schema
from inhabit.server.storage.files import Files, refusal
from inhabit.server.storage.past import Past, frontier, lineage
from inhabit.server.storage.pictures import keep_pictures
from inhabit.server.storage.rows import Branch, Kept, Shot, Stretch
from inhabit.server.storage.thinning import spare

FULL = "database or disk is full"
NAMING = (
    schema.snapshot_files.c.sha,
    schema.snapshots.c.manifest,
    schema.snapshots.c.thumbnail,
    schema.pictures.c.sha,
    schema.sessions.c.picture,
)
"""Every column that names files."""


class Store:
    """Sessions in a database and their files beside it. Safe from any thread."""

    def __init__(self, database: sa.Engine, files: Files) -> None:
        self.database, self.files = database, files

    def close(self) -> None:
        """Let go of every connection."""
        self.database.dispose()

    # --- writing ---

    def begin(self, kept: Kept, root: Branch, picture: Picture | None = None) -> None:
        """Keep a new session and its first branch, and the picture that it begins from before both."""
        keep_pictures(self.files, () if picture is None else (picture,))
        self.add(kept, [root])

    def add(
        self,
        kept: Kept,
        branches: Sequence[Branch],
        lines: Mapping[str, Sequence[tuple[int, str]]] | None = None,
        witnesses: Mapping[str, bytes] | None = None,
        shots: Sequence[Shot] = (),
        pictures: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Keep a whole session, or nothing of it: lines (frame, text), packed witnesses and the names of
        pictures that were kept already, by branch."""
        with self._writing() as connection:
            connection.execute(schema.sessions.insert(), asdict(kept))
            connection.execute(schema.branches.insert(), [asdict(branch) for branch in branches])
            for branch, told in (lines or {}).items():
                _append(connection, branch, 0, told, (witnesses or {}).get(branch, b""))
                _name_pictures(connection, branch, (pictures or {}).get(branch, ()))
            for shot in shots:
                _shoot(connection, shot)

    def append(
        self,
        branch: str,
        ordinal: int,
        lines: Sequence[tuple[int, str]],
        witnessed: bytes = b"",
        pictures: Sequence[Picture] = (),
    ) -> None:
        """Log lines of a branch, (frame, text) in their order, the first as number `ordinal`; witnesses; and,
        before them, the pictures that they name. Durable when this returns. Said twice, it is kept once."""
        keep_pictures(self.files, pictures)
        with self._writing() as connection:
            for table in (schema.events, schema.witnesses):
                later = (table.c.branch == branch) & (table.c.ordinal >= ordinal)
                connection.execute(table.delete().where(later))
            _append(connection, branch, ordinal, lines, witnessed)
            _name_pictures(connection, branch, [picture.name for picture in pictures])

    def shoot(self, shot: Shot) -> None:
        """Keep a snapshot whose files have been kept already."""
        with self._writing() as connection:
            _shoot(connection, shot)

    def fork(self, branch: Branch) -> None:
        """Keep a new branch."""
        with self._writing() as connection:
            connection.execute(schema.branches.insert(), asdict(branch))

    def update(self, id: str, **values: Any) -> None:
        """Change columns of a session."""
        with self._writing() as connection:
            connection.execute(schema.sessions.update().where(schema.sessions.c.id == id).values(values))

    def update_branch(self, id: str, **values: Any) -> None:
        """Change columns of a branch."""
        with self._writing() as connection:
            connection.execute(schema.branches.update().where(schema.branches.c.id == id).values(values))

    def forget(self, sessions: Sequence[str] = (), shots: Sequence[str] = ()) -> None:
        """Remove sessions and snapshots for good; their files stay until `sweep`."""
        with self._writing() as connection:
            of = sa.select(schema.branches.c.id).where(schema.branches.c.session.in_(sessions))
            gone = sa.select(schema.snapshots.c.id).where(
                schema.snapshots.c.branch.in_(of) | schema.snapshots.c.id.in_(shots)
            )
            # Children first: foreign keys are not trusted to cascade everywhere.
            found = [row[0] for row in connection.execute(gone)]
            connection.execute(
                schema.snapshot_files.delete().where(schema.snapshot_files.c.snapshot.in_(found))
            )
            connection.execute(schema.snapshots.delete().where(schema.snapshots.c.id.in_(found)))
            for table in (schema.events, schema.witnesses, schema.pictures):
                connection.execute(table.delete().where(table.c.branch.in_(of)))
            connection.execute(schema.branches.delete().where(schema.branches.c.session.in_(sessions)))
            connection.execute(schema.sessions.delete().where(schema.sessions.c.id.in_(sessions)))

    def thin(self, branch: str, fps: float) -> int:
        """Remove automatic snapshots of a branch that are closer together than anybody needs, and the files
        that nothing else names; how many snapshots went."""
        gone = [self.with_files(shot) for shot in spare(self.shots([branch]), fps)]
        if not gone:
            return 0
        self.forget(shots=[shot.id for shot in gone])
        named = {name for shot in gone for name in (*shot.files, shot.manifest, shot.thumbnail) if name}
        for name in named - self._still_named(named):
            self.files.drop(name)
        return len(gone)

    def sweep(self, before_s: float) -> int:
        """Remove files that neither a snapshot nor a log names and that were written before `before_s`; their
        bytes."""
        with self._reading() as connection:
            named = {row[0] for column in NAMING for row in connection.execute(sa.select(column).distinct())}
        freed_bytes = 0
        for name, size_bytes, written_s in list(self.files.names()):
            if name not in named and written_s < before_s:
                self.files.drop(name)
                freed_bytes += size_bytes
        return freed_bytes

    # --- reading ---

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
        with self._reading() as connection:
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
        with self._reading() as connection:
            return [row[0] for row in connection.execute(query.order_by(events.ordinal))]

    def witnessed(self, stretch: Stretch) -> Iterator[tuple[int, int]]:
        """Frames of a stretch and their digests; of one that was made twice (a crash came between), the
        last."""
        table = schema.witnesses.c
        query = sa.select(table.packed).where(table.branch == stretch.branch).order_by(table.ordinal)
        with self._reading() as connection:
            packed = [row[0] for row in connection.execute(query)]
        found = dict(pair for one in packed for pair in WITNESS.iter_unpack(one[: len(one) // 8 * 8]))
        for frame, digest in sorted(found.items()):
            if frame >= stretch.first and (stretch.end is None or frame < stretch.end):
                yield frame, digest

    def next_ordinal(self, branch: str) -> int:
        """The number of the next line of a branch's log."""
        with self._reading() as connection:
            tables = (schema.events, schema.witnesses)
            queries = [sa.select(sa.func.max(t.c.ordinal)).where(t.c.branch == branch) for t in tables]
            last = [connection.execute(query).scalar() for query in queries]
        return max((number + 1 for number in last if number is not None), default=0)

    def check(self) -> str:
        """What the database itself finds wrong with itself; empty if nothing."""
        if self.database.dialect.name != "sqlite":
            return ""
        with self._reading() as connection:
            found = [row[0] for row in connection.execute(sa.text("PRAGMA quick_check(3)"))]
        return "" if found == ["ok"] else "; ".join(found)

    def _still_named(self, names: set[str]) -> set[str]:
        asked = [sa.select(column).where(column.in_(names)).distinct() for column in NAMING]
        with self._reading() as connection:
            return {row[0] for query in asked for row in connection.execute(query)}

    def _rows(self, query: Any, kind: Callable[..., Any]) -> tuple[Any, ...]:
        with self._reading() as connection:
            return tuple(kind(**row._mapping) for row in connection.execute(query))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with told(), self.database.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with told(), self.database.connect() as connection:
            yield connection


def seal(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Errors of the database, in words and of our own kinds."""
    try:
        yield
    except exc.DBAPIError as error:
        words = str(error.orig).strip()
        if FULL in words:
            raise refusal(OSError(errno.ENOSPC, words)) from error
        if isinstance(error, exc.OperationalError | exc.InterfaceError) or error.connection_invalidated:
            raise StorageError(
                "no_database", f"the database does not answer: {words}", retryable=True
            ) from error
        raise DamagedError("damaged_database", f"the database is damaged or misused: {words}") from error
    except exc.TimeoutError as error:
        raise StorageError("no_database", f"the database is too busy: {error}", retryable=True) from error


def _append(
    connection: sa.Connection, branch: str, ordinal: int, lines: Sequence[tuple[int, str]], witnessed: bytes
) -> None:
    if lines:
        numbered = enumerate(lines, start=ordinal)
        connection.execute(
            schema.events.insert(),
            [{"branch": branch, "ordinal": n, "frame": frame, "line": line} for n, (frame, line) in numbered],
        )
    if witnessed:
        row = {"branch": branch, "ordinal": ordinal, "packed": witnessed}
        connection.execute(schema.witnesses.insert(), row)


def _name_pictures(connection: sa.Connection, branch: str, names: Collection[str]) -> None:
    """Say which pictures a branch's log names, each once."""
    table = schema.pictures
    known = sa.select(table.c.sha).where(table.c.branch == branch)
    fresh = set(names) - {row[0] for row in connection.execute(known)} if names else set()
    if fresh:
        connection.execute(table.insert(), [{"branch": branch, "sha": sha} for sha in sorted(fresh)])


def _shoot(connection: sa.Connection, shot: Shot) -> None:
    row = asdict(shot)
    names = row.pop("files")
    connection.execute(schema.snapshots.insert(), row)
    if names:
        connection.execute(
            schema.snapshot_files.insert(), [{"snapshot": shot.id, "sha": sha} for sha in sorted(set(names))]
        )


def _within(column: Any, stretch: Stretch) -> Any:
    within = column >= stretch.first
    return within if stretch.end is None else within & (column < stretch.end)
