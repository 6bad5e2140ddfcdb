"""Back to a moment that was kept: the nearest snapshot, and the frames from there on lived again, unseen.

The result is the state of that frame, bit for bit, whatever was shown or lost since. Turns queue with those
of the sessions that are being lived in, one frame at a time.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.errors import DamagedError, StorageError
from inhabit.core.ports import Engine
from inhabit.runtime.log import Log
from inhabit.runtime.mark import Mark, read_mark
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session, Start
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server.storage.past import Past, pinned
from inhabit.server.storage.rows import Shot
from inhabit.server.storage.store import Store

BORN, SNAPSHOT = "birth", "snapshot"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Moment:
    """A mark and the state that goes with it (None before the first frame). `replayed` frames were made again
    to get there; `other_weights` says that the past was made with other ones, so it is not the same."""

    mark: Mark
    state: Any
    replayed: int = 0
    other_weights: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a replay begins: a mark and its state, from a snapshot or from the log's header."""

    mark: Mark
    state: Any


def origin_of(engine: Engine, store: Store, past: Past, branch: str, first: Mark) -> Origin:
    """The nearest sound snapshot on the way to the past's end, else the birth that `first` stands for.

    A snapshot that is damaged, or that this engine cannot read, is passed over for the one before it.
    """
    for shot in store.nearest(store.stretches(store.branch(branch), past.end), past.end):
        try:
            return Origin(read_mark(shot.mark), restored(engine, store, shot))
        except (DamagedError, StorageError) as error:
            _log.warning("snapshot %s is passed over: %s", shot.id, error.message)
    return Origin(first, None)


def restored(engine: Engine, store: Store, shot: Shot) -> Any:
    """The state of a snapshot; raises DamagedError or StorageError."""
    parts = {name: store.files.get(name) for name in shot.files}
    return engine.restore(store.files.get(shot.manifest).decode(), parts)


def first_mark(past: Past, size: Size) -> Mark:
    """A session that has not made a frame yet, as its log's header says; `size` if that says none."""
    header = past.header
    return Mark(0, 0, header.seed or 0, header.prompt or "", header.size or size, header.fps or 30.0)


def replay_from(engine: Engine, origin: Origin, past: Past, sizes: Sizes) -> Replay:
    """The replay that leads from an origin to the past's end; raises BadInputError for a size that this
    engine cannot make."""
    mark = origin.mark
    size = sizes.meant(mark.size, mark.size)
    ladder = sizes.ladder_of(size)
    if origin.state is None:
        session = Session(
            Start(mark.seed, mark.prompt, size, mark.fps),
            ladder,
            checkpoint=engine.checkpoint_hash,
            sizes=sizes,
        )
    else:
        locks = engine.summary(origin.state).locks
        session = Session.resumed(mark, ladder, locks, checkpoint=engine.checkpoint_hash, sizes=sizes)
    return Replay(engine, session, tail(past, mark.next_frame), origin.state)


def arrived(replay: Replay, origin: Origin, past: Past) -> Mark:
    """The mark at the end of a replay; at the head of a branch with what was obeyed after its last frame."""
    if past.is_head:
        replay.rest()
    chosen = pinned(tail(past, origin.mark.next_frame), before=origin.mark.pinned)
    return replace(replay.session.mark(), pinned=chosen)


def tail(past: Past, first: int) -> tuple:
    """What happened from frame `first` on."""
    return tuple(entry for entry in past.entries if (entry.frame or 0) >= first and not entry.digest)


async def revived(
    worker: Worker, store: Store, branch: str, sizes: Sizes, *, frame: int | None = None, made: int = 0
) -> Moment:
    """The moment before frame `frame` of a branch (None: where it stopped); raises what the store raises, and
    BadInputError for a frame that was never made. `made` as for `Store.past`."""
    engine = worker.engine
    past = await asyncio.to_thread(store.past, branch, frame, made=made)
    first = first_mark(past, engine.sizes()[0])
    origin = await asyncio.to_thread(origin_of, engine, store, past, branch, first)
    replay = replay_from(engine, origin, past, sizes)
    await worker.equip(replay.session.size)
    frames = replay.skim(past.end)
    while await worker.do(lambda: next(frames, None)) is not None:
        pass
    mark = arrived(replay, origin, past)
    other = past.header.checkpoint not in (None, engine.checkpoint_hash)
    return Moment(mark, replay.state, mark.next_frame - origin.mark.next_frame, other)


def live_at(
    engine: Engine, moment: Moment, sizes: Sizes, log: Log, now_s: float, *, epoch: int, last_seq: int = 0
) -> Session:
    """A session that goes on from a moment, writing into `log`, with `epoch` or a later one if its own is."""
    mark = replace(moment.mark, epoch=max(epoch, moment.mark.epoch))
    ladder = sizes.ladder_of(mark.size)
    locks = () if moment.state is None else engine.summary(moment.state).locks
    return Session.resumed(
        mark,
        ladder,
        locks,
        checkpoint=engine.checkpoint_hash,
        now_s=now_s,
        sizes=sizes,
        log=log,
        last_seq=last_seq,
    )
