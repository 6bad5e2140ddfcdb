"""When a client hears that what it did took effect: not before the log of it is on disk, and not much later.

Where the disk keeps it waiting (full, or the database is away) the world goes on and the client is told that
this is not kept.
"""

from __future__ import annotations

from collections.abc import Callable

from inhabit.core.clock import Clock
from inhabit.runtime.turn import Applied
from inhabit.server.storage.journal import Journal
from inhabit.transport import announce
from inhabit.transport.announce import Announcement

PATIENCE_S = 2.0
"""How long an acknowledgement waits for the disk."""


class Acknowledgements:
    """Of one live session. Belongs to its event loop."""

    def __init__(self, say: Callable[[Announcement], None], clock: Clock) -> None:
        self._say, self._clock = say, clock
        self._settled_s = clock.now()

    def give(self, id: str, applied: Applied, journal: Journal | None) -> None:
        """Say it, as soon as the journal is durable up to here; at once where nothing is kept."""

        def say(kept: bool) -> None:  # noqa: FBT001
            where = (applied.epoch, applied.frame_index)
            self._say(announce.applied(id, applied.seq, *where, applied.ms, applied.remark, kept=kept))

        if journal is None:
            say(True)
        else:
            journal.when_durable(say)

    def hurry(self, journal: Journal) -> None:
        """Twice a second: nobody waits longer than a little."""
        now_s = self._clock.now()
        if journal.is_settled:
            self._settled_s = now_s
        elif now_s - self._settled_s > PATIENCE_S:
            journal.give_up()
        journal.flush()
