"""The last moments of a session in memory: bounded, and as good as what is on disk."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inhabit.runtime.mark import Mark
from inhabit.server import revival
from inhabit.server.recent import DENSE, Recent
from inhabit.server.storage.archive import open_store
from inhabit.server.storage.place import place_of
from inhabit.server.storage.rows import Stretch
from tests.fakes.engine import SMALL
from tests.fakes.theatre import ENGINE, Theatre


def mark(frame: int) -> Mark:
    return Mark(frame, 0, 5, "a lake", SMALL, 30.0)


def filled(recent: Recent, branch: str, frames: range, size_bytes: int = 0) -> None:
    for frame in frames:
        recent.keep(branch, mark(frame), np.zeros(size_bytes, np.uint8))


def found(recent: Recent, frame: int, *stretches: Stretch) -> int | None:
    origin = recent.nearest(stretches, frame)
    return None if origin is None else origin.mark.next_frame


def test_one_moment_for_so_many_frames() -> None:
    recent = Recent(every_frames=10)
    filled(recent, "a", range(1, 40))
    whole = Stretch("a", 0, None)
    assert [found(recent, frame, whole) for frame in (0, 1, 10, 11, 39)] == [None, 1, 1, 11, 31]


def test_moments_that_are_less_recent_lie_twice_as_far_apart() -> None:
    recent = Recent(every_frames=10)
    filled(recent, "a", range(401), size_bytes=100)
    whole = Stretch("a", 0, None)
    assert [found(recent, frame, whole) for frame in range(9, 400, 10)] == [
        *(frame // 20 * 20 for frame in range(0, 240, 10)),
        *range(240, 400, 10),
    ]
    assert recent.size_bytes == 100 * (13 + DENSE - 1 + 1)


def test_the_oldest_go_when_there_are_too_many_bytes_but_never_the_last() -> None:
    recent = Recent(every_frames=1, limit_bytes=350)
    filled(recent, "a", range(1, 11), size_bytes=100)
    assert recent.size_bytes == 300
    assert [found(recent, frame, Stretch("a", 0, None)) for frame in (7, 8, 10)] == [None, 8, 10]
    filled(recent, "a", range(11, 12), size_bytes=1000)
    assert (recent.size_bytes, found(recent, 11, Stretch("a", 0, None))) == (1000, 11)


def test_a_moment_counts_only_where_its_branch_leads_there() -> None:
    recent = Recent(every_frames=1)
    filled(recent, "a", range(1, 20))
    filled(recent, "b", range(11, 15))
    assert found(recent, 12, Stretch("a", 0, 10), Stretch("b", 10, None)) == 12
    assert found(recent, 10, Stretch("a", 0, 10), Stretch("b", 10, None)) == 10
    assert found(recent, 18, Stretch("a", 0, 10), Stretch("c", 10, None)) == 10
    assert found(recent, 18, Stretch("c", 0, None)) is None


@pytest.mark.parametrize("frame", [1, 2, 7, 12, 20])
def test_what_memory_gives_back_is_what_the_log_gives(tmp_path: Path, frame: int) -> None:
    with contextlib.closing(open_store(place_of(tmp_path))) as store:
        theatre = Theatre(store)
        theatre.play(20)
        theatre.settle()
        near, far = (theatre.found(theatre.branch, frame, recent) for recent in (theatre.recent, None))
        assert (replace(near.mark, epoch=0), near.state) == (far.mark, far.state)
        assert near.replayed < 3 <= far.replayed or frame < 3


def test_a_snapshot_that_is_nearer_is_taken_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.closing(open_store(place_of(tmp_path))) as store:
        theatre = Theatre(store)
        theatre.play(9)
        theatre.save()
        theatre.settle()
        read: list[int] = []
        real = revival.restored
        monkeypatch.setattr(revival, "restored", lambda *args: read.append(1) or real(*args))
        past = store.past(theatre.branch, 9)
        first = revival.first_mark(past, SMALL)
        for limit, reads in ((Recent(every_frames=100), 1), (theatre.recent, 1)):
            origin = revival.origin_of(ENGINE, store, past, theatre.branch, first, limit)
            assert (origin.mark.next_frame, len(read)) == (9, reads)
            read.clear()
