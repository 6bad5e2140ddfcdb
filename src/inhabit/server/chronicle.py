"""How a live session is kept: the branch it is on, its log and its snapshots, and the ways to other moments.

Belongs to one event loop; whatever waits for a disk or an engine is awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inhabit.core.errors import BadInputError, StorageError
from inhabit.core.frame import PlanarFrame
from inhabit.core.ports import Engine
from inhabit.runtime.mark import Mark
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server.recent import Recent
from inhabit.server.revival import Moment, live_at, revived
from inhabit.server.storage.archive import Archive
from inhabit.server.storage.journal import Journal
from inhabit.server.storage.keeper import Keeper
from inhabit.server.storage.rows import Branch, Kept

SETTLE_S = 10.0
"""How long somebody who wants to go elsewhere waits until the present is kept."""


@dataclass(frozen=True, slots=True)
class Going:
    """A session that goes on from a moment of a branch, and how it is kept from now on."""

    session: Session
    state: Any
    chronicle: Chronicle
    branch: Branch
    moment: Moment


class Chronicle:
    """One live branch and everything that is kept of it. `sizes` and `pictures` are those that its session
    may be reset to."""

    def __init__(
        self,
        archive: Archive,
        worker: Worker,
        sizes: Sizes,
        pictures: Pictures,
        kept: Kept,
        branch: str,
        *,
        every_frames: int,
        begins_at: int = 0,
        first_line: int = 0,
        recent: Recent | None = None,
    ) -> None:
        self.archive, self.kept, self.branch = archive, kept, branch
        self._worker, self._sizes, self._pictures = worker, sizes, pictures
        self._every_frames, self._recent = every_frames, recent or Recent()
        loop = asyncio.get_running_loop()
        self.journal = Journal(
            archive.store, archive.records, branch, kept.header, _soon(loop), first=first_line
        )
        self.keeper = Keeper(
            worker.engine,
            archive.store,
            archive.shots,
            archive.records,
            branch,
            every_frames=every_frames,
            begins_at=begins_at,
            fps=kept.fps,
            new_id=archive.new_id,
            now_s=archive.now_s,
        )

    @property
    def trouble(self) -> str:
        """Why this world is not being kept right now, as a sentence; empty if it is."""
        why = self.archive.trouble or self.keeper.trouble
        if self.journal.is_broken:
            why = why or "a part of its log could not be written"
        return f"This world is not being saved: {why}." if why else ""

    def keep(self, mark: Mark, state: Any, picture: Callable[[], PlanarFrame | None]) -> None:
        """After each commit: the moment in memory for a while, and a snapshot, if one is due."""
        self._recent.keep(self.branch, mark, state)
        if self.keeper.is_due(mark.next_frame):
            self.journal.flush()
            self.keeper.take(mark, state, picture())

    def note(self, **values: Any) -> None:
        """Change what is kept of the session as a whole, when the writer comes to it."""
        id = self.kept.id
        self.archive.records.submit(lambda: self.archive.store.update(id, **values))

    async def save(
        self, mark: Mark, state: Any, picture: PlanarFrame | None, *, kind: str, name: str = ""
    ) -> str:
        """Keep this moment now; its snapshot's id. Raises StorageError if that cannot be done in time."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[str | None] = loop.create_future()
        soon = _soon(loop)

        def done(id: str | None) -> None:
            soon(lambda: None if kept.done() else kept.set_result(id))

        self.journal.flush()
        self.keeper.take(mark, state, picture, kind, name, done)
        try:
            id = await asyncio.wait_for(kept, SETTLE_S)
        except TimeoutError:
            id = None
        if id is None:
            raise StorageError("not_saved", self.trouble or "this moment could not be kept", retryable=True)
        return id

    async def settle(self) -> None:
        """Until all that was logged is kept; raises StorageError if that takes too long. Snapshots
        that are on their way may still be."""
        self.journal.flush()
        if not await asyncio.to_thread(self.archive.settle_log, SETTLE_S):
            raise StorageError("not_saved", self.trouble or "the present is not kept yet", retryable=True)

    async def fork(self, frame: int, *, made: int, branch: str | None = None, name: str = "") -> Branch:
        """A branch of its own from `frame` of a branch (None: this one) on; nobody goes there yet."""
        await self.settle()
        parent = self.own(await asyncio.to_thread(self.archive.store.branch, branch or self.branch))
        made = made if parent.id == self.branch else 0
        await asyncio.to_thread(self.archive.store.past, parent.id, frame, made=made)
        return await asyncio.to_thread(self.forked, parent, frame, name)

    async def go(
        self,
        now: Session,
        now_s: float,
        *,
        frame: int | None = None,
        branch: str | None = None,
        name: str = "",
    ) -> Going:
        """The session at frame `frame` of a branch (None: this one), on a new branch; without a frame, where
        that branch stopped, to go on with it. `now` is the session that is left."""
        await self.settle()
        store = self.archive.store
        there = self.own(await asyncio.to_thread(store.branch, branch or self.branch))
        made = now.next_frame if there.id == self.branch else 0
        moment = await revived(
            self._worker, store, there.id, self._sizes, frame=frame, made=made, recent=self._recent
        )
        if frame is not None:
            there = await asyncio.to_thread(self.forked, there, moment.mark.next_frame, name)
        return await self.going(there, moment, now_s, epoch=now.epoch + 1, last_seq=now.last_seq)

    async def going(
        self, branch: Branch, moment: Moment, now_s: float, *, epoch: int, last_seq: int = 0
    ) -> Going:
        """The session that goes on from a moment, on a branch that leads there."""
        first_line = await asyncio.to_thread(self.archive.store.next_ordinal, branch.id)
        chronicle = Chronicle(
            self.archive,
            self._worker,
            self._sizes,
            self._pictures,
            self.kept,
            branch.id,
            every_frames=self._every_frames,
            begins_at=moment.mark.next_frame,
            first_line=first_line,
            recent=self._recent,
        )
        engine: Engine = self._worker.engine
        session = live_at(
            engine,
            moment,
            self._sizes,
            chronicle.journal,
            now_s,
            epoch=epoch,
            last_seq=last_seq,
            pictures=self._pictures,
        )
        chronicle.note(head=branch.id, epoch=session.epoch, is_open=True, reason="")
        return Going(session, moment.state, chronicle, branch, moment)

    def forked(self, parent: Branch, frame: int, name: str) -> Branch:
        """A new branch, kept; waits for the database, so not on the event loop."""
        store, archive = self.archive.store, self.archive
        taken = [branch.name for branch in store.branches(self.kept.id)]
        named = name or fresh_name(taken)
        branch = Branch(archive.new_id(), self.kept.id, parent.id, frame, named, archive.now_s())
        store.fork(branch)
        return branch

    def own(self, branch: Branch) -> Branch:
        """The same branch; raises BadInputError for one of another session, or that was deleted."""
        if branch.session != self.kept.id or branch.deleted_s is not None:
            raise BadInputError("no_branch", f"there is no branch {branch.id!r} in this session")
        return branch


def fresh_name(taken: list[str]) -> str:
    """A name for a branch that nobody named: `branch 2`, `branch 3`, …"""
    number = len(taken) + 1
    while f"branch {number}" in taken:
        number += 1
    return f"branch {number}"


def _soon(loop: asyncio.AbstractEventLoop) -> Callable[[Callable[[], None]], object]:
    """Runs something on a loop, from any thread; once the loop is closed nobody is left to hear of it."""

    def soon(call: Callable[[], None]) -> None:
        try:
            loop.call_soon_threadsafe(call)
        except RuntimeError:
            return

    return soon
