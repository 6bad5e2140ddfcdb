"""Coming back to a world that is kept: which one, from where it goes on, and what there is to say of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from inhabit.core.errors import BadInputError
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server.chronicle import Chronicle, Going
from inhabit.server.revival import Moment, revived
from inhabit.server.storage.archive import Archive
from inhabit.server.storage.rows import Kept
from inhabit.transport.protocol import Hello, Opened


class Returning:
    """Finds worlds in an archive and wakes them on a worker. `every_frames` is how often a world of so many
    frames per second is kept."""

    def __init__(
        self,
        archive: Archive,
        worker: Worker,
        sizes: Sizes,
        pictures: Pictures,
        every_frames: Callable[[float], int],
    ) -> None:
        self._archive, self._worker, self._every_frames = archive, worker, every_frames
        self._sizes, self._pictures = sizes, pictures

    async def kept(self, hello: Hello) -> Kept | None:
        """The world that a client wants, by id or by token; None if it names none that is there.

        Raises BadInputError (`no_session`) for an id that leads nowhere.
        """
        store = self._archive.store
        if hello.open is not None:
            kept = await asyncio.to_thread(store.session, hello.open.session)
            if kept.deleted_s is not None:
                raise BadInputError("no_session", f"session {kept.id!r} was deleted: restore it first")
            return kept
        if hello.resume_token is None:
            return None
        return await asyncio.to_thread(store.by_token, hello.resume_token)

    async def going(self, kept: Kept, opened: Opened | None, now_s: float) -> tuple[Going, str]:
        """The world on its way on, and a sentence for whoever comes back to it. Raises BadInputError,
        StorageError, DamagedError."""
        store = self._archive.store
        wanted = kept.head if opened is None or opened.branch is None else opened.branch
        frame = None if opened is None else opened.frame
        chronicle = Chronicle(
            self._archive,
            self._worker,
            self._sizes,
            self._pictures,
            kept,
            wanted,
            every_frames=self._every_frames(kept.fps),
        )
        branch = chronicle.own(await asyncio.to_thread(store.branch, wanted))
        moment = await revived(self._worker, store, branch.id, self._sizes, frame=frame)
        if frame is not None:
            branch = await asyncio.to_thread(chronicle.forked, branch, moment.mark.next_frame, "")
        going = await chronicle.going(branch, moment, now_s, epoch=kept.epoch + 1)
        return going, told(kept, moment)


def told(kept: Kept, moment: Moment) -> str:
    """What a client is told of how its world was found again."""
    at = clock_time(moment.mark.next_frame / kept.fps)
    if kept.is_open:
        how = f"The server stopped without a word. Your world goes on from {at}"
        lost = "nothing that was acknowledged is lost, pictures after that may be."
        words = f"{how}: {lost}"
    else:
        words = f"Your world goes on from {at}, where it was left."
    if moment.other_weights:
        words += " It was made with other weights, so what comes is not what would have come then."
    return words


def clock_time(seconds: float) -> str:
    """`1:05` for 65 seconds."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
