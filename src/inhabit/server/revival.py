"""Back to a moment that was kept: the nearest snapshot, and the frames from there on lived again, unseen.

The result is the state of that frame, bit for bit, whatever was shown or lost since. Turns queue with those
of the sessions that are being lived in, one frame at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.errors import DamagedError, StorageError
from inhabit.core.picture import Picture
from inhabit.core.ports import Engine
from inhabit.runtime.beginning import Start
from inhabit.runtime.log import Log
from inhabit.runtime.mark import Mark, read_mark
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server.recent import Origin, Recent
from inhabit.server.storage.past import Past, pinned
from inhabit.server.storage.pictures import kept_pictures, named_by
from inhabit.server.storage.rows import Shot
from inhabit.server.storage.store import Store

PICTURE_LOST = "The picture that this world began from is damaged: a new beginning will not look like it."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Moment:
    """A mark and the state that goes with it (None before the first frame). `replayed` frames were made again
    to get there; `other_weights` says that the past was made with other ones, so it is not the same.
    `picture` is the one that the mark names, `named` are all that its past names."""

    mark: Mark
    state: Any
    replayed: int = 0
    other_weights: bool = False
    picture: Picture | None = None
    named: frozenset[str] = frozenset()


def origin_of(
    engine: Engine, store: Store, past: Past, branch: str, first: Mark, recent: Recent | None = None
) -> Origin:
    """The nearest moment on the way to the past's end: a `recent` one or a sound snapshot, else the birth
    that `first` stands for.

    A snapshot that is damaged, or that this engine cannot read, is passed over for the one before it.
    """
    stretches = store.stretches(store.branch(branch), past.end)
    near = None if recent is None else recent.nearest(stretches, past.end)
    for shot in store.nearest(stretches, past.end):
        if near is not None and near.mark.next_frame >= shot.frame:
            break
        try:
            return Origin(read_mark(shot.mark), restored(engine, store, shot))
        except (DamagedError, StorageError) as error:
            _log.warning("snapshot %s is passed over: %s", shot.id, error.message)
    return near or Origin(first, None)


def restored(engine: Engine, store: Store, shot: Shot) -> Any:
    """The state of a snapshot; raises DamagedError or StorageError."""
    parts = {name: store.files.get(name) for name in shot.files}
    return engine.restore(store.files.get(shot.manifest).decode(), parts)


def first_mark(past: Past, size: Size) -> Mark:
    """A session that has not made a frame yet, as its log's header says; `size` if that says none."""
    header = past.header
    return Mark(
        0,
        0,
        header.seed or 0,
        header.prompt or "",
        header.size or size,
        header.fps or 30.0,
        picture=header.picture,
    )


def pictures_from(store: Store, origin: Origin, past: Past) -> tuple[Picture, ...]:
    """The pictures without which a replay from an origin cannot be made or gone on with. The one that a world
    has begun from already is left out if it is damaged: its state goes on without it. Raises DamagedError,
    StorageError."""
    ahead = named_by(tail(past, origin.mark.next_frame))
    standing = origin.mark.picture
    if standing is None or standing in ahead:
        return kept_pictures(store.files, ahead)
    try:
        return kept_pictures(store.files, ahead | {standing})
    except DamagedError as error:
        if origin.state is None:
            raise
        _log.warning("a world goes on without its picture: %s", error.message)
        return kept_pictures(store.files, ahead)


def replay_from(
    engine: Engine, origin: Origin, past: Past, sizes: Sizes, pictures: Sequence[Picture] = ()
) -> Replay:
    """The replay that leads from an origin to the past's end, with the pictures that it needs; raises
    BadInputError for a size that this engine cannot make."""
    mark = origin.mark
    found = Pictures.all(pictures)
    standing = next((picture for picture in pictures if picture.name == mark.picture), None)
    size = sizes.meant(mark.size, mark.size)
    ladder = sizes.ladder_of(size)
    if origin.state is None:
        session = Session(
            Start(mark.seed, mark.prompt, size, mark.fps, standing),
            ladder,
            checkpoint=engine.checkpoint_hash,
            sizes=sizes,
            pictures=found,
        )
    else:
        locks = engine.summary(origin.state).locks
        session = Session.resumed(
            mark,
            ladder,
            locks,
            checkpoint=engine.checkpoint_hash,
            sizes=sizes,
            pictures=found,
            picture=standing,
        )
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
    worker: Worker,
    store: Store,
    branch: str,
    sizes: Sizes,
    *,
    frame: int | None = None,
    made: int = 0,
    recent: Recent | None = None,
) -> Moment:
    """The moment before frame `frame` of a branch (None: where it stopped); raises what the store raises, and
    BadInputError for a frame that was never made. `made` as for `Store.past`; `recent` are moments that are
    still in memory."""
    engine = worker.engine
    past = await asyncio.to_thread(store.past, branch, frame, made=made)
    first = first_mark(past, engine.sizes()[0])
    origin = await asyncio.to_thread(origin_of, engine, store, past, branch, first, recent)
    pictures = await asyncio.to_thread(pictures_from, store, origin, past)
    replay = replay_from(engine, origin, past, sizes, pictures)
    # A world that has begun already needs no second look at its picture.
    await worker.equip(replace(replay.session.standing, picture=None))
    for tick in replay.due(past.end):
        coming = replay.session.coming
        if coming is not None and not worker.is_equipped(coming):
            await worker.equip(coming)
        await worker.do(partial(replay.pass_by, tick))
    return moment_of(replay, origin, past, engine.checkpoint_hash)


def moment_of(replay: Replay, origin: Origin, past: Past, checkpoint: str) -> Moment:
    """Where a replay has come to its end, on an engine with the weights `checkpoint`."""
    mark = arrived(replay, origin, past)
    picture = replay.session.picture
    if picture is None and replay.session.epoch == origin.mark.epoch and origin.mark.picture is not None:
        mark = replace(mark, notice=PICTURE_LOST)
    other = past.header.checkpoint not in (None, checkpoint)
    made = mark.next_frame - origin.mark.next_frame
    return Moment(mark, replay.state, made, other, picture, past.pictures)


def live_at(
    engine: Engine,
    moment: Moment,
    sizes: Sizes,
    log: Log,
    now_s: float,
    *,
    epoch: int,
    last_seq: int = 0,
    pictures: Pictures | None = None,
) -> Session:
    """A session that goes on from a moment, writing into `log`, with `epoch` or a later one if its own is;
    `pictures` are those that it may be reset to."""
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
        pictures=pictures,
        log=log,
        picture=moment.picture,
        named=moment.named,
        last_seq=last_seq,
    )
