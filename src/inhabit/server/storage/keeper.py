"""Snapshots of a live branch: when, and how they get to disk without anybody waiting for it.

A state never changes, so handing it to another thread costs nothing. That thread writes the files; the row
that names them is written after the log up to that frame, so that no snapshot knows a past that the log does
not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inhabit.core.errors import DamagedError
from inhabit.core.frame import PlanarFrame
from inhabit.core.ports import Engine, Snapshot
from inhabit.runtime.mark import Mark, mark_text
from inhabit.server.storage.rows import Shot
from inhabit.server.storage.store import Store
from inhabit.server.storage.thumbnail import thumbnail
from inhabit.server.storage.writer import Writes

FIRST_FRAME = 15
"""The first snapshot of a branch comes soon, so that it need not be lived again from its birth."""

THIN_EVERY = 16
"""Every so many snapshots, those that are closer together than anybody needs go."""

NewId = Callable[[], str]


class Keeper:
    """Belongs to one event loop. `shots` writes files, `records` rows, `now_s` is the calendar."""

    def __init__(
        self,
        engine: Engine,
        store: Store,
        shots: Writes,
        records: Writes,
        branch: str,
        *,
        every_frames: int,
        begins_at: int,
        fps: float,
        new_id: NewId,
        now_s: Callable[[], float],
    ) -> None:
        self.branch = branch
        self.trouble = ""
        self._engine, self._store, self._shots, self._records = engine, store, shots, records
        self._every_frames, self._new_id, self._now_s = every_frames, new_id, now_s
        self._due_frame = begins_at + min(FIRST_FRAME, every_frames)
        self._fps, self._count = fps, 0
        self._busy = False
        self._before: Snapshot | None = None

    def is_due(self, next_frame: int) -> bool:
        """Whether a snapshot is to be taken now; never while the one before is still being written."""
        return next_frame >= self._due_frame and not self._busy

    def take(
        self,
        mark: Mark,
        state: Any,
        picture: PlanarFrame | None,
        kind: str = "auto",
        name: str = "",
        done: Callable[[str | None], None] | None = None,
    ) -> None:
        """Keep a state. `done` hears, on the writer's thread, the snapshot's id, or None if it was not
        kept."""
        self._due_frame = mark.next_frame + self._every_frames
        self._busy = True
        id, created_s = self._new_id(), self._now_s()
        told = done or (lambda _id: None)

        def write() -> None:
            snapshot = self._snapshot(state)
            for data in snapshot.fresh.values():
                self._store.files.put(data)
            manifest = self._store.files.put(snapshot.manifest.encode())
            seen = None if picture is None else self._store.files.put(thumbnail(picture))
            self._before, self.trouble = snapshot, ""
            self._count += 1
            if self._count % THIN_EVERY == 0:
                self._store.thin(self.branch, self._fps)
            shot = Shot(
                id,
                self.branch,
                mark.next_frame,
                created_s,
                kind,
                name,
                mark_text(mark),
                manifest,
                seen,
                snapshot.needs,
            )
            self._records.submit(lambda: self._store.shoot(shot), lambda kept: told(id if kept else None))

        self._shots.submit(write, lambda written: self._written(told, written=written))

    def _snapshot(self, state: Any) -> Snapshot:
        try:
            return self._engine.snapshot(state, self._before)
        except DamagedError as error:
            self.trouble = error.message
            raise

    def _written(self, told: Callable[[str | None], None], *, written: bool) -> None:
        self._busy = False
        if not written:
            told(None)
