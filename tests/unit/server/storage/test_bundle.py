"""One file that holds a session: it opens elsewhere as it was, and what is damaged or hostile opens
nowhere."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from inhabit.core.errors import DamagedError
from inhabit.inputs.events import Directive, Reset
from inhabit.runtime.mark import Mark, mark_text
from inhabit.server.storage import bundle as bundle_module
from inhabit.server.storage.archive import open_store
from inhabit.server.storage.bundle import INDEX, Bundle, write_bundle
from inhabit.server.storage.pictures import kept_pictures
from inhabit.server.storage.place import place_of
from inhabit.server.storage.rows import Branch
from inhabit.server.storage.soundings import findings
from inhabit.server.storage.store import Store
from tests.fakes.engine import LARGE
from tests.fakes.keeping import NOW_S, id, kept, line, shot
from tests.fakes.photographs import picture
from tests.unit.server.storage.test_store import witness

FIRST, SECOND = picture(64, 64), picture(128, 64)
A, B = Directive("make it rain: 雨"), Directive("make it night")


def filled(store: Store) -> str:
    """A session with two branches and a snapshot on each."""
    session, root = kept(token="0" * 64, picture=FIRST.name)
    other = Branch(id(), session.id, root.id, 3, "other", NOW_S)
    store.begin(session, root, FIRST)
    store.fork(other)
    store.append(root.id, 0, [line(1, A)], witness(0, 1, 2, 3, 4))
    store.append(other.id, 0, [line(3, B), line(3, Reset(picture=SECOND))], witness(3), [SECOND])
    for branch, frame in ((root.id, 2), (other.id, 4)):
        names = [store.files.put(f"part {index} of {frame}".encode()) for index in range(2)]
        mark = mark_text(Mark(frame, 0, 5, "a lake", LARGE, 30.0, picture=FIRST.name))
        store.shoot(shot(branch, frame, *names, mark=mark, thumbnail=store.files.put(b"a picture")))
    return session.id


def exported(store: Store) -> bytes:
    file = io.BytesIO()
    write_bundle(store, filled(store), file, spec="abc")
    return file.getvalue()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Store:
    return open_store(place_of(tmp_path / "elsewhere"))


def test_a_session_opens_elsewhere_as_it_was(store: Store, elsewhere: Store) -> None:
    bundle = Bundle(io.BytesIO(exported(store)))
    assert bundle.spec == "abc"
    copy = bundle.keep(elsewhere, id, NOW_S)
    branches = elsewhere.branches(copy.id)
    assert [b.name for b in branches] == ["main", "other"] and branches[1].parent == branches[0].id
    past = elsewhere.past(branches[1].id)
    assert [e.event for e in past.entries if e.event] == [A, B, Reset(picture=SECOND.name)] and past.end == 4
    assert past.pictures == {FIRST.name, SECOND.name}
    assert kept_pictures(elsewhere.files, past.pictures) == tuple(sorted((FIRST, SECOND), key=str))
    assert elsewhere.sweep(1e12) == 0
    assert [e.frame for e in past.entries if e.digest] == [0, 1, 2, 3]
    assert list(findings(elsewhere, copy)) == []
    assert (copy.prompt, copy.seed, copy.token, copy.picture) == ("a lake", 5, None, FIRST.name)


def test_branches_stay_in_their_order_whatever_ids_come_in_one_millisecond(elsewhere: Store) -> None:
    bundle = Bundle(io.BytesIO(exported(elsewhere)))
    ids = [id() for _ in range(5)][::-1]
    copy = bundle.keep(elsewhere, lambda: ids.pop(0), NOW_S)
    assert [branch.name for branch in elsewhere.branches(copy.id)] == ["main", "other"]


def test_the_same_file_opens_twice_as_two_sessions(store: Store) -> None:
    data = exported(store)
    for _ in range(2):
        Bundle(io.BytesIO(data)).keep(store, id, NOW_S)
    assert len(store.sessions()) == 3


def test_what_was_exported_is_exported_again_alike(store: Store, elsewhere: Store) -> None:
    copy = Bundle(io.BytesIO(exported(store))).keep(elsewhere, id, NOW_S)
    again = io.BytesIO()
    write_bundle(elsewhere, copy.id, again)
    logs = [
        sorted(archive.read(name) for name in archive.namelist() if name != INDEX)
        for archive in (zipfile.ZipFile(io.BytesIO(exported(store))), zipfile.ZipFile(again))
    ]
    assert logs[0] == logs[1]


# --- damaged and hostile files: refused with a reason, and nothing is touched ---

Change = Callable[[dict[str, bytes]], None]


def rewritten(data: bytes, change: Change) -> bytes:
    """The same file with other members."""
    members = {name: zipfile.ZipFile(io.BytesIO(data)).read(name) for name in names(data)}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def with_index(**changes: object) -> Change:
    def change(members: dict[str, bytes]) -> None:
        members[INDEX] = json.dumps({**json.loads(members[INDEX]), **changes}).encode()

    return change


def in_session(**changes: object) -> Change:
    def change(members: dict[str, bytes]) -> None:
        index = json.loads(members[INDEX])
        index["session"].update(changes)
        members[INDEX] = json.dumps(index).encode()

    return change


def in_branches(**changes: object) -> Change:
    def change(members: dict[str, bytes]) -> None:
        index = json.loads(members[INDEX])
        for branch in index["branches"]:
            branch.update(changes)
        members[INDEX] = json.dumps(index).encode()

    return change


def spoilt(kind: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        name = next(name for name in members if name.startswith(kind))
        members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])

    return change


def with_member(name: str) -> Change:
    return lambda members: members.__setitem__(name, b"x")


def without(kind: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        del members[next(name for name in members if name.startswith(kind))]

    return change


HOSTILE: dict[str, Change] = {
    "path upward": with_member("../../../../etc/cron.d/evil"),
    "path from the root": with_member("/etc/passwd"),
    "path of another system": with_member("files\\..\\..\\evil"),
    "another name": with_member("setup.py"),
    "a newer version": with_index(version=2),
    "another format": with_index(format="zip"),
    "no branches": with_index(branches=[]),
    "branches that are none": with_index(branches="all"),
    "snapshots of nothing": with_index(snapshots=[{"id": "x"}]),
    "another head": in_session(head="nowhere"),
    "another kind of seed": in_session(seed="five"),
    "a size that cannot be": in_session(size="1000000x1000000"),
    "a field too many": in_session(is_admin=True),
    "its own ancestor": in_branches(parent="00000000-0000-7000-8000-000000000000"),
    "a branch of somebody else": in_branches(session="00000000-0000-7000-8000-000000000000"),
    "a frame before the first": in_branches(frame=-1),
    "a flipped bit in a log": spoilt("logs/"),
    "a flipped bit in a file": spoilt("files/"),
    "a missing log": without("logs/"),
    "a missing file": without("files/"),
    "a missing index": without(INDEX),
    "a missing picture": without(f"files/{SECOND.name}"),
    "a damaged picture": spoilt(f"files/{FIRST.name}"),
    "a first picture that is not there": in_session(picture="0" * 64),
    "a picture's name that is none": in_session(picture="../../secret.png"),
    "a picture that is another file": in_session(picture=sha256(b"part 0 of 2").hexdigest()),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused(elsewhere: Store, change: Change) -> None:
    data = rewritten(exported(elsewhere), change)
    before = len(elsewhere.sessions())
    with pytest.raises(DamagedError, match="cannot be opened: "):
        Bundle(io.BytesIO(data))
    assert len(elsewhere.sessions()) == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (without(f"files/{SECOND.name}"), f"files/{SECOND.name} is missing"),
        (spoilt(f"files/{SECOND.name}"), f"picture {SECOND.name[:12]}"),
        (in_session(picture=sha256(b"part 0 of 2").hexdigest()), "is not a picture"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said(elsewhere: Store, change: Change, why: str) -> None:
    with pytest.raises(DamagedError, match=why):
        Bundle(io.BytesIO(rewritten(exported(elsewhere), change)))


def test_pictures_of_a_stranger_are_bounded(elsewhere: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    data = exported(elsewhere)
    monkeypatch.setattr(bundle_module, "BYTES_LIMIT", 100)
    with pytest.raises(DamagedError, match="bytes, more than 100"):
        Bundle(io.BytesIO(data))
    monkeypatch.setattr(bundle_module, "PICTURES_LIMIT", 1)
    with pytest.raises(DamagedError, match="2 pictures, more than 1"):
        Bundle(io.BytesIO(data))


def test_a_file_from_before_there_were_pictures_opens(elsewhere: Store) -> None:
    session, root = kept()
    elsewhere.begin(session, root)
    file = io.BytesIO()
    write_bundle(elsewhere, session.id, file)

    def older(members: dict[str, bytes]) -> None:
        index = json.loads(members[INDEX])
        del index["session"]["picture"]
        members[INDEX] = json.dumps(index).encode()

    assert Bundle(io.BytesIO(rewritten(file.getvalue(), older))).kept.picture is None


@pytest.mark.parametrize("name", [FIRST.name, SECOND.name])
def test_a_session_whose_picture_is_damaged_is_found_out_and_not_written(elsewhere: Store, name: str) -> None:
    session = filled(elsewhere)
    elsewhere.files.drop(name)
    with pytest.raises(DamagedError, match=name[:12]):
        write_bundle(elsewhere, session, io.BytesIO())
    assert any(name[:12] in one.what for one in findings(elsewhere, elsewhere.session(session)))


def test_a_file_that_was_cut_short_anywhere_is_refused(elsewhere: Store) -> None:
    data = exported(elsewhere)
    for length in [0, 1, 30, *range(100, len(data), 211), len(data) - 1]:
        with pytest.raises(DamagedError):
            Bundle(io.BytesIO(data[:length]))


def test_a_flipped_bit_anywhere_is_refused_or_changes_nothing(elsewhere: Store) -> None:
    data = exported(elsewhere)
    for at in range(0, len(data), 97):
        flipped = bytearray(data)
        flipped[at] ^= 4
        try:
            found = Bundle(io.BytesIO(bytes(flipped)))
        except DamagedError:
            continue
        assert found.kept.prompt == "a lake" and len(found.branches) == 2


def bomb(members: int, size_bytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for index in range(members):
            archive.writestr(f"files/{index:064x}", b"\0" * size_bytes)
    return out.getvalue()


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_module, "MEMBER_LIMIT_BYTES", 10_000)
    monkeypatch.setattr(bundle_module, "TOTAL_LIMIT_BYTES", 50_000)
    monkeypatch.setattr(bundle_module, "MEMBERS_LIMIT", 100)
    for data in (bomb(1, 20_000), bomb(10, 9_000), bomb(101, 1)):
        with pytest.raises(DamagedError, match="more than"):
            Bundle(io.BytesIO(data))


def test_a_member_that_is_larger_than_it_says_is_refused(elsewhere: Store) -> None:
    data = bytearray(exported(elsewhere))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1).to_bytes(4, "little")  # the directory's word for the size unpacked
    with pytest.raises(DamagedError):
        Bundle(io.BytesIO(bytes(data)))


def test_a_member_that_is_there_twice_is_refused(elsewhere: Store) -> None:
    out = io.BytesIO(exported(elsewhere))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(INDEX, b"{}")
    with pytest.raises(DamagedError, match="twice"):
        Bundle(out)
