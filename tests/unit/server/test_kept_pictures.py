"""A session that begins from a picture is kept like any other: it survives the server, goes back and forth
across the picture, and begins from it again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from inhabit.core.errors import DamagedError
from inhabit.core.picture import Picture
from inhabit.inputs.events import Directive, Reset
from inhabit.inputs.script import read_script
from inhabit.runtime.clock import RealClock
from inhabit.runtime.mark import read_mark
from inhabit.runtime.worker import Worker
from inhabit.server.revival import PICTURE_LOST, revived
from inhabit.server.storage.archive import open_store
from inhabit.server.storage.files import Files
from inhabit.server.storage.journal import script_lines
from inhabit.server.storage.place import place_of
from inhabit.server.storage.store import Store
from tests.fakes.engine import ToyEngine
from tests.fakes.photographs import picture
from tests.fakes.theatre import SIZES, Theatre

FIRST, SECOND = picture(64, 64), picture(128, 64)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(open_store(place_of(tmp_path / "data"))) as store:
        yield store


def begun(store: Store, first: Picture | None = FIRST) -> Theatre:
    theatre = Theatre(store, first)
    theatre.pictures.keep(SECOND)
    return theatre


def names_in(state: object) -> set[str]:
    """The pictures that a toy's world has begun from."""
    return {word for word in getattr(state, "words", ()) if word in (FIRST.name, SECOND.name)}


def damage(files: Files, name: str) -> None:
    files.drop(name)


def test_a_session_begun_from_a_picture_is_recovered_from_its_log_alone(store: Store) -> None:
    theatre = begun(store)
    theatre.play(12)
    theatre.settle()
    seen = dict(theatre.seen[theatre.branch])
    theatre.crash()
    assert names_in(theatre.state) == {FIRST.name} and theatre.session.picture == FIRST
    assert theatre.lived_again(theatre.branch) == seen


@pytest.mark.parametrize("is_saved", [True, False], ids=["from a snapshot", "from its log"])
def test_after_a_recovery_a_reset_begins_the_same_world_again(store: Store, is_saved: bool) -> None:
    theatre = begun(store)
    theatre.play(8)
    if is_saved:
        theatre.save()
    theatre.settle()
    theatre.crash()
    first = theatre.seen[theatre.branch][0]
    theatre.do(Reset())
    theatre.play(3)
    assert names_in(theatre.state) == {FIRST.name}
    assert theatre.seen[theatre.branch][8] == first
    theatre.settle()
    assert theatre.lived_again(theatre.branch) == theatre.seen[theatre.branch]


def test_a_picture_is_kept_before_the_reset_that_names_it(store: Store) -> None:
    theatre = begun(store, None)
    theatre.play(4)
    theatre.do(Reset(picture=SECOND.name))
    theatre.play(2)
    theatre.journal.flush()
    assert not store.files.has(SECOND.name) and not store.past(theatre.branch).pictures
    theatre.desk.write(1)
    assert store.files.has(SECOND.name) and store.past(theatre.branch).pictures == {SECOND.name}
    theatre.crash()
    assert names_in(theatre.state) == {SECOND.name}


def test_a_picture_whose_disk_fails_leaves_no_line_that_names_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    theatre = begun(store, None)

    def full(_data: bytes) -> str:
        raise OSError("no room")

    theatre.do(Reset(picture=SECOND.name))
    theatre.play(2)
    theatre.journal.flush()
    monkeypatch.setattr(store.files, "put", full)
    with pytest.raises(OSError, match="no room"):
        theatre.desk.write()
    assert not store.past(theatre.branch).pictures


def test_going_back_and_forth_across_a_picture(store: Store) -> None:
    theatre = begun(store, None)
    root = theatre.branch
    theatre.play(6)
    theatre.do(Reset(picture=SECOND.name))
    theatre.play(6)
    theatre.do(Directive("rain"))
    theatre.play(6)
    theatre.go(root, 3)
    assert names_in(theatre.state) == set() and theatre.session.picture is None
    theatre.do(Reset())
    theatre.play(4)
    assert names_in(theatre.state) == set()
    theatre.go(root, 9)
    after = theatre.branch
    assert names_in(theatre.state) == {SECOND.name} and theatre.session.picture == SECOND
    theatre.do(Reset())
    theatre.play(4)
    assert names_in(theatre.state) == {SECOND.name}
    theatre.settle()
    for branch in (root, after):
        assert theatre.lived_again(branch) == theatre.seen[branch]
    text = list(script_lines(store, after))
    assert [one.name for one in read_script(text).pictures] == [SECOND.name]


def test_a_mark_names_the_picture_that_a_world_stands_on(store: Store) -> None:
    theatre = begun(store)
    theatre.play(3)
    theatre.save()
    theatre.do(Reset(seed=9))
    theatre.play(3)
    theatre.save()
    theatre.settle()
    marks = [read_mark(shot.mark).picture for shot in store.shots([theatre.branch])]
    assert marks == [FIRST.name, None]


def test_a_world_goes_on_without_a_damaged_picture_and_says_so(store: Store) -> None:
    theatre = begun(store)
    theatre.play(8)
    theatre.save()
    theatre.settle()
    damage(store.files, FIRST.name)
    theatre.crash()
    assert names_in(theatre.state) == {FIRST.name}
    assert theatre.session.picture is None and theatre.session.notice == PICTURE_LOST


def test_a_moment_that_needs_a_damaged_picture_is_refused_and_those_before_it_are_not(store: Store) -> None:
    theatre = begun(store, None)
    theatre.play(5)
    theatre.do(Reset(picture=SECOND.name))
    theatre.play(5)
    theatre.settle()
    damage(store.files, SECOND.name)
    with pytest.raises(DamagedError, match=f"picture {SECOND.name[:12]}.*go to a moment before it"):
        theatre.found(theatre.branch)
    assert theatre.found(theatre.branch, 4).mark.next_frame == 4
    with pytest.raises(DamagedError, match="picture"):
        list(script_lines(store, theatre.branch))


def test_pictures_go_with_the_last_session_that_needs_them(store: Store) -> None:
    one, other = begun(store), begun(store)
    for theatre in (one, other):
        theatre.play(3)
        theatre.do(Reset(picture=SECOND.name))
        theatre.play(3)
        theatre.settle()
    store.forget([one.id])
    assert store.sweep(1e12) == 0
    assert other.found(other.branch).picture == SECOND
    store.forget([other.id])
    assert store.sweep(1e12) == len(FIRST.png) + len(SECOND.png)
    assert list(store.files.names()) == []


def test_a_picture_is_looked_at_beside_the_frames_of_others(store: Store) -> None:
    theatre = begun(store, None)
    theatre.play(3)
    theatre.do(Reset(picture=SECOND.name))
    theatre.play(3)
    theatre.settle()
    engine = ToyEngine()
    looked: list[str] = []
    engine.before_equip = lambda _size: looked.append("equipped")
    with Worker(engine, RealClock()) as worker:
        moment = asyncio.run(revived(worker, store, theatre.branch, SIZES))
    assert (moment.mark.next_frame, moment.picture, moment.named) == (6, SECOND, {SECOND.name})
    assert engine.looked_at == {(SECOND, "")} and len(looked) == 2


def test_more_pictures_than_a_log_may_hold_are_refused_after_a_recovery_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inhabit.runtime.prospect.LOG_PICTURES", 1)
    theatre = begun(store)
    theatre.play(3)
    theatre.settle()
    theatre.crash()
    with pytest.raises(Exception, match="has begun from 1 pictures"):
        theatre.do(Reset(picture=SECOND.name))
