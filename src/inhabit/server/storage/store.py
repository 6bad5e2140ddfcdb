"""Sessions as they are kept: one place that asks the database, in whole transactions.

Every call may wait for a disk or a network, so none is made on the event loop. What goes wrong outside of
this program comes out as a StorageError (it may work later) or a DamagedError (it won't).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from inhabit.core.picture import Picture
from inhabit.server.storage import schema
from inhabit.server.storage.pictures import keep_pictures
from inhabit.server.storage.reading import Reading
from inhabit.server.storage.rows import Branch, Kept, Shot
from inhabit.server.storage.thinning import spare
from inhabit.server.storage.transactions import reading, writing

NAMING = (
    schema.snapshot_files.c.sha,
    schema.snapshots.c.manifest,
    schema.snapshots.c.thumbnail,
    schema.pictures.c.sha,
    schema.sessions.c.picture,
)
"""Every column that names files."""


class Store(Reading):
    """Sessions in a database and their files beside it, to be read and written. Safe from any thread."""

    def close(self) -> None:
        """Let go of every connection."""
        self.database.dispose()

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
        with writing(self.database) as connection:
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
        with writing(self.database) as connection:
            for table in (schema.events, schema.witnesses):
                later = (table.c.branch == branch) & (table.c.ordinal >= ordinal)
                connection.execute(table.delete().where(later))
            _append(connection, branch, ordinal, lines, witnessed)
            _name_pictures(connection, branch, [picture.name for picture in pictures])

    def shoot(self, shot: Shot) -> None:
        """Keep a snapshot whose files have been kept already."""
        with writing(self.database) as connection:
            _shoot(connection, shot)

    def fork(self, branch: Branch) -> None:
        """Keep a new branch."""
        with writing(self.database) as connection:
            connection.execute(schema.branches.insert(), asdict(branch))

    def update(self, id: str, **values: Any) -> None:
        """Change columns of a session."""
        with writing(self.database) as connection:
            connection.execute(schema.sessions.update().where(schema.sessions.c.id == id).values(values))

    def update_branch(self, id: str, **values: Any) -> None:
        """Change columns of a branch."""
        with writing(self.database) as connection:
            connection.execute(schema.branches.update().where(schema.branches.c.id == id).values(values))

    def forget(self, sessions: Sequence[str] = (), shots: Sequence[str] = ()) -> None:
        """Remove sessions and snapshots for good; their files stay until `sweep`."""
        with writing(self.database) as connection:
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
        with reading(self.database) as connection:
            named = {row[0] for column in NAMING for row in connection.execute(sa.select(column).distinct())}
        freed_bytes = 0
        for name, size_bytes, written_s in list(self.files.names()):
            if name not in named and written_s < before_s:
                self.files.drop(name)
                freed_bytes += size_bytes
        return freed_bytes

    def _still_named(self, names: set[str]) -> set[str]:
        asked = [sa.select(column).where(column.in_(names)).distinct() for column in NAMING]
        with reading(self.database) as connection:
            return {row[0] for query in asked for row in connection.execute(query)}


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
