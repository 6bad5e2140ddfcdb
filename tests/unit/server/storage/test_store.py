"""What is kept comes back, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from inhabit.core.errors import BadInputError, DamagedError, StorageError
from inhabit.inputs.events import Directive, Move, Pause, Reset
from inhabit.server.storage import schema
from inhabit.server.storage.archive import open_store
from inhabit.server.storage.database import migrate, open_database, revision_of, sqlite_url
from inhabit.server.storage.files import Files
from inhabit.server.storage.journal import script_lines
from inhabit.server.storage.place import Place, default_data, place_of
from inhabit.server.storage.reading import seal
from inhabit.server.storage.rows import Branch
from inhabit.server.storage.store import Store
from tests.fakes.keeping import NOW_S, id, kept, line, shot
from tests.fakes.photographs import picture

PICTURE = picture(64, 64)
A, B, C = (Directive(text) for text in ("make it rain", "make it night", "make it snow"))


def witness(*frames: int) -> bytes:
    return b"".join(struct.pack("<II", frame, frame * 7) for frame in frames)


def test_a_session_comes_back_as_it_was_kept(store: Store) -> None:
    session, root = kept(prompt="a lake: 海 🌊", token=seal("secret"))
    store.begin(session, root)
    assert store.session(session.id) == session
    assert store.branches(session.id) == (root,)
    assert store.by_token("secret") == session and store.by_token(seal("secret")) is None


def test_a_log_comes_back_in_its_order(store: Store) -> None:
    session, root = kept()
    store.begin(session, root)
    store.append(root.id, 0, [line(1, A), line(1, B)], witness(0, 1))
    store.append(root.id, 2, [], witness(2, 3))
    store.append(root.id, 3, [line(4, Move(dolly=1.0))], witness(4))
    past = store.past(root.id)
    assert [(e.frame, e.event) for e in past.entries if e.event] == [(1, A), (1, B), (4, Move(dolly=1.0))]
    assert [e.frame for e in past.entries if e.digest] == [0, 1, 2, 3, 4]
    assert (past.end, store.next_ordinal(root.id)) == (5, 4)


def test_a_batch_that_is_said_twice_is_kept_once(store: Store) -> None:
    session, root = kept()
    store.begin(session, root)
    for _ in range(2):
        store.append(root.id, 0, [line(1, A)], witness(0, 1))
    assert len(store.past(root.id).entries) == 3


def test_a_pause_does_not_say_that_its_frame_was_made(store: Store) -> None:
    session, root = kept()
    store.begin(session, root)
    store.append(root.id, 0, [line(5, A), line(9, Pause())])
    assert store.past(root.id).end == 6


def branched(store: Store) -> tuple[str, str, str]:
    """main: A at 2, B at 8; from 5 on: C at 6; from 3 of that one's past on: nothing yet."""
    session, root = kept()
    other = Branch(id(), session.id, root.id, 5, "other", NOW_S)
    third = Branch(id(), session.id, other.id, 3, "third", NOW_S)
    store.begin(session, root)
    store.append(root.id, 0, [line(2, A), line(8, B)], witness(*range(9)))
    store.fork(other)
    store.append(other.id, 0, [line(6, C)], witness(5, 6))
    store.fork(third)
    return root.id, other.id, third.id


def test_a_branch_has_the_past_of_its_parent_up_to_where_it_left(store: Store) -> None:
    root, other, third = branched(store)
    told = {
        branch: [e.event for e in store.past(branch).entries if e.event] for branch in (root, other, third)
    }
    assert told == {root: [A, B], other: [A, C], third: [A]}
    assert [store.past(branch).end for branch in (root, other, third)] == [9, 7, 3]
    assert [e.frame for e in store.past(other).entries if e.digest] == list(range(7))
    assert len(list(script_lines(store, other))) == 1 + 2 + 7


def test_a_frame_that_was_never_made_is_refused_with_those_that_were(store: Store) -> None:
    root, *_ = branched(store)
    assert store.past(root, 4).end == 4
    with pytest.raises(BadInputError, match="0 to 9"):
        store.past(root, 10)


def test_the_nearest_snapshot_is_found_on_any_branch_of_the_way(store: Store) -> None:
    root, other, _ = branched(store)
    on_root = [shot(root, frame) for frame in (1, 4, 7)]
    on_other = shot(other, 6)
    for one in (*on_root, on_other):
        store.shoot(one)
    ways = store.stretches(store.branch(other))
    assert [one.frame for one in store.nearest(ways, 7)] == [6, 4, 1]
    assert [one.frame for one in store.nearest(ways, 5)] == [4, 1]
    assert [one.frame for one in store.nearest(store.stretches(store.branch(root)), 9)] == [7, 4, 1]


def test_what_is_forgotten_is_gone_and_nothing_else(store: Store) -> None:
    name = store.files.put(b"a part")
    gone, stays = kept(), kept()
    for session, root in (gone, stays):
        store.begin(session, root)
        store.append(root.id, 0, [line(1, A)])
        store.shoot(shot(root.id, 1, name))
    store.forget([gone[0].id])
    assert store.sessions() == (stays[0],)
    assert store.sweep(1e12) == 0 and store.files.has(name)
    assert len(store.past(stays[1].id).entries) == 1
    store.forget([stays[0].id])
    assert store.sweep(1e12) == len(b"a part") and not store.files.has(name)


def test_deleting_can_be_undone(store: Store) -> None:
    session, root = kept(token=seal("secret"))
    store.begin(session, root)
    store.update(session.id, deleted_s=NOW_S)
    assert store.sessions() == () and len(store.sessions(deleted=True)) == 1
    assert store.by_token("secret") is None
    store.update(session.id, deleted_s=None)
    assert store.sessions() == (session,)


def test_a_whole_session_is_added_or_nothing_of_it(store: Store) -> None:
    session, root = kept()
    with pytest.raises((DamagedError, StorageError)):
        store.add(session, [root, root])
    assert store.sessions() == ()


@pytest.mark.parametrize("ask", [lambda s: s.session("x"), lambda s: s.branch("x"), lambda s: s.past("x")])
def test_what_is_not_there_is_said_so(store: Store, ask: object) -> None:
    with pytest.raises(BadInputError, match="'x'"):
        ask(store)  # pyright: ignore[reportCallIssue]


# --- the schema ---


def test_the_newest_step_leads_to_the_tables_that_the_code_knows(place: Place) -> None:
    store = open_store(place)
    found = sa.inspect(store.database)
    for table in schema.metadata.sorted_tables:
        there = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert there == {column.name: bool(column.nullable) for column in table.columns}, table.name
        indices = {index["name"] for index in found.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indices
    store.close()


def test_a_session_of_the_first_schema_opens_in_the_newest(place: Place) -> None:
    place.data.mkdir(parents=True)
    engine = _unmigrated(place)
    migrate(engine, "0001")
    session, root = kept()
    later = {"deleted_s", "picture"}
    values = {f: getattr(session, f) for f in session.__slots__ if f not in later}
    with engine.begin() as connection:
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        connection.execute(sa.text(f"INSERT INTO sessions ({names}) VALUES ({marks})"), values)
        connection.execute(
            sa.text(
                "INSERT INTO branches (id, session, parent, frame, name, created_s) "
                "VALUES (:id, :session, NULL, 0, 'main', 0.0)"
            ),
            {"id": root.id, "session": session.id},
        )
        connection.execute(
            sa.text("INSERT INTO events (branch, ordinal, frame, line) VALUES (:branch, 0, 3, :line)"),
            {"branch": root.id, "line": line(3, A)[1]},
        )
    engine.dispose()
    store = open_store(place)
    assert revision_of(store.database) == "0004"
    assert store.session(session.id) == session
    assert [entry.event for entry in store.past(root.id).entries] == [A]
    assert store.shots([root.id]) == ()
    store.close()


def test_a_session_from_before_there_were_pictures_opens_and_may_begin_from_one(place: Place) -> None:
    place.data.mkdir(parents=True)
    engine = _unmigrated(place)
    migrate(engine, "0003")
    session, root = kept()
    values = {f: getattr(session, f) for f in session.__slots__ if f != "picture"}
    with engine.begin() as connection:
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        connection.execute(sa.text(f"INSERT INTO sessions ({names}) VALUES ({marks})"), values)
    engine.dispose()
    with closing(open_store(place)) as store:
        assert store.session(session.id) == session and store.session(session.id).header.picture is None
        store.fork(root)
        store.append(root.id, 0, [line(2, Reset(picture=PICTURE))], b"", [PICTURE])
        assert store.past(root.id).pictures == {PICTURE.name}


def test_a_picture_is_said_twice_and_kept_once(store: Store) -> None:
    session, root = kept(picture=PICTURE.name)
    store.begin(session, root, PICTURE)
    for _ in range(2):
        store.append(root.id, 0, [line(1, Reset(picture=PICTURE))], b"", [PICTURE])
    assert [name for name, _, _ in store.files.names()] == [PICTURE.name]
    assert len(store.past(root.id).entries) == 1


def _unmigrated(place: Place) -> sa.Engine:
    return sa.create_engine(place.database.replace("postgresql://", "postgresql+psycopg://"))


def test_a_schema_from_the_future_is_left_alone(place: Place) -> None:
    store = open_store(place)
    with store.database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(DamagedError, match="9999"):
        open_store(place)


# --- what a disk can do ---


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "inhabit.db"
    store = Store(open_database(sqlite_url(path)), Files(str(tmp_path / "files")))
    session, root = kept()
    store.begin(session, root)
    store.append(root.id, 0, [line(frame, A) for frame in range(2000)])
    store.close()
    yield path


def test_sqlite_keeps_a_log_that_survives_a_power_cut(file: Path) -> None:
    engine = open_database(sqlite_url(file))
    with engine.connect() as connection:
        modes = [
            connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")
        ]
    engine.dispose()
    assert modes == ["wal", 2]


@pytest.mark.parametrize("spoil", ["cut", "noise", "head"])
def test_a_damaged_database_is_refused_or_found_out(file: Path, spoil: str) -> None:
    data = bytearray(file.read_bytes())
    if spoil == "cut":
        data = data[: len(data) // 2]
    elif spoil == "noise":
        data[8192 : len(data) // 2] = b"\xa5" * (len(data) // 2 - 8192)
    else:
        data[:100] = b"\x00" * 100
    file.write_bytes(data)
    with pytest.raises(DamagedError):
        store = Store(open_database(sqlite_url(file)), Files(str(file.parent / "files")))
        found = store.check()
        store.close()
        if found:
            raise DamagedError("damaged_database", found)


def test_a_database_that_somebody_locks_is_tried_again(file: Path) -> None:
    store = Store(open_database(sqlite_url(file)), Files(str(file.parent / "files")))
    with store.database.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session, root = kept()
    with pytest.raises(StorageError) as refused:
        store.begin(session, root)
    assert refused.value.retryable
    other.execute("ROLLBACK")
    other.close()
    store.begin(session, root)
    store.close()


@pytest.mark.parametrize("url", ["nonsense", "mongodb://here", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_cannot_be_is_refused_with_what_can(url: str) -> None:
    with pytest.raises((BadInputError, StorageError)):
        open_database(url)


def test_a_password_is_not_shown() -> None:
    with pytest.raises((BadInputError, StorageError)) as refused:
        open_database("postgresql://somebody:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in refused.value.message


# --- where ---


@pytest.mark.parametrize(
    ("environment", "platform", "where"),
    [
        ({"INHABIT_DATA": "/srv/worlds"}, "linux", "/srv/worlds"),
        ({}, "linux", "/people/ada/.local/share/inhabit"),
        ({"XDG_DATA_HOME": "/data"}, "linux", "/data/inhabit"),
        ({}, "darwin", "/people/ada/Library/Application Support/inhabit"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/inhabit"),
    ],
)
def test_the_data_directory_is_where_the_system_puts_such_things(
    environment: dict[str, str], platform: str, where: str
) -> None:
    assert default_data(environment, Path("/people/ada"), platform) == Path(where)


def test_a_place_is_a_file_and_a_folder_unless_urls_say_otherwise(tmp_path: Path) -> None:
    assert place_of(tmp_path).database == f"sqlite:///{tmp_path}/inhabit.db"
    elsewhere = place_of(tmp_path, "postgresql://x/y", "s3://bucket/worlds")
    assert (elsewhere.database, elsewhere.files) == ("postgresql://x/y", "s3://bucket/worlds")
