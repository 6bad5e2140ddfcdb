"""What a client does to its session as it is kept: save a moment, fork, go back, go to another branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inhabit.core.errors import BadInputError, StorageError
from inhabit.core.frame import PlanarFrame
from inhabit.runtime.mark import Mark
from inhabit.runtime.session import Session
from inhabit.server.chronicle import Chronicle, Going
from inhabit.transport import announce
from inhabit.transport.announce import Announcement
from inhabit.transport.protocol import Fork, Go, Rewind, Save, Travel


@dataclass(frozen=True, slots=True)
class Present:
    """A live session, the `moment` after its last commit (None before the first), and its last picture."""

    session: Session
    moment: tuple[Mark, Any] | None
    picture: PlanarFrame | None


async def travelled(
    message: Travel, chronicle: Chronicle | None, present: Present, now_s: float
) -> Announcement | Going:
    """The answer, or where the session goes on from now on. Raises BadInputError for what cannot be gone to,
    StorageError and DamagedError for what cannot be kept or found."""
    if chronicle is None:
        raise BadInputError("not_kept", "this server keeps no sessions: start it with `inhabit serve`")
    now = present.session
    match message:
        case Save(id, name):
            if present.moment is None:
                raise StorageError("not_saved", "there is no picture to save yet", retryable=True)
            shot = await chronicle.save(*present.moment, present.picture, kind="save", name=name)
            return announce.saved(id, shot, chronicle.branch, present.moment[0].next_frame, name)
        case Fork(id, frame, name):
            frame = now.next_frame if frame is None else frame
            made = await chronicle.fork(frame, made=now.next_frame, name=name)
            return announce.forked(id, made.id, made.parent, made.frame, made.name)
        case Rewind(frame=frame, branch=branch, name=name):
            return await chronicle.go(now, now_s, frame=frame, branch=branch, name=name)
        case Go(branch=branch):
            return await chronicle.go(now, now_s, branch=branch)
