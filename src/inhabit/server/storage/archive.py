"""Everything that a running program needs to keep sessions: the store, and the threads that write into it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from inhabit.core.errors import StorageError
from inhabit.core.ids import RANDOM_BYTES, uuid7
from inhabit.runtime.clock import unix_s
from inhabit.server.storage.database import open_database
from inhabit.server.storage.files import Files
from inhabit.server.storage.place import Place
from inhabit.server.storage.store import Store
from inhabit.server.storage.writer import Writer, Writes

SHOTS_NICENESS = 10
"""Files of snapshots can wait a little; acknowledgements can't."""


class Archive:
    """A store with its writers. `now_s` is the calendar (seconds since 1970), `random` makes bytes."""

    def __init__(
        self,
        store: Store,
        *,
        records: Writes,
        shots: Writes,
        now_s: Callable[[], float] = unix_s,
        random: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.store, self.records, self.shots = store, records, shots
        self.now_s, self._random = now_s, random

    def new_id(self) -> str:
        """An id for something that is made now."""
        return uuid7(self.now_s(), self._random(RANDOM_BYTES))

    @property
    def trouble(self) -> str:
        """Why sessions are not being kept right now; empty if they are."""
        return self.records.trouble or self.shots.trouble

    def settle(self, within_s: float = 10.0) -> bool:
        """Wait until all that was handed over is kept; false if that takes too long. Not on the event
        loop."""
        writers = [writer for writer in (self.shots, self.records) if isinstance(writer, Writer)]
        settled = [writer.settle(within_s) for writer in writers]  # every one, also after one that is late
        return all(settled)

    def settle_log(self, within_s: float = 10.0) -> bool:
        """The same for rows alone: logs, and what sessions and branches are."""
        return not isinstance(self.records, Writer) or self.records.settle(within_s)

    def close(self) -> None:
        """Write what is left, end the threads, let go of the database."""
        for writer in (self.shots, self.records):
            if isinstance(writer, Writer):
                writer.close()
        self.store.close()


def open_store(place: Place) -> Store:
    """The store at a place, its folder made and its schema brought up to date; raises StorageError,
    DamagedError or BadInputError."""
    if place.database.startswith("sqlite"):
        make_folder(place.data)
    return Store(open_database(place.database), Files(place.files))


def open_archive(place: Place) -> Archive:
    """A store with threads that write into it."""
    store = open_store(place)
    records = Writer("inhabit-records")
    return Archive(store, records=records, shots=Writer("inhabit-snapshots", niceness=SHOTS_NICENESS))


def make_folder(path: Path) -> None:
    """Make the data directory, for its owner alone; raises StorageError naming it."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            "no_data",
            f"data directory {path} cannot be made ({error.strerror}): choose another one with --data",
        ) from error
