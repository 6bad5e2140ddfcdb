"""What may go, and what never does."""

from __future__ import annotations

import itertools
from dataclasses import replace

from inhabit.server.storage.store import Store
from inhabit.server.storage.thinning import DAY_S, NEWEST, Limits, spare, stale
from tests.fakes.keeping import NOW_S, kept, shot


def test_the_newest_snapshots_stay_and_of_older_ones_one_for_every_half_minute() -> None:
    shots = [shot("b", frame) for frame in range(0, 6000, 120)]
    gone = {one.frame for one in spare(shots, 30.0)}
    stays = [one.frame for one in shots if one.frame not in gone]
    assert stays[-NEWEST:] == [one.frame for one in shots][-NEWEST:]
    assert all(later - earlier >= 900 for earlier, later in itertools.pairwise(stays[:-NEWEST]))


def test_what_somebody_saved_never_goes() -> None:
    shots = [shot("b", frame, kind="save" if frame % 240 else "auto") for frame in range(0, 6000, 120)]
    assert all(one.kind == "auto" for one in spare(shots, 30.0))


def test_sessions_go_when_their_time_is_up_unless_somebody_lives_in_them() -> None:
    fresh, old, deleted, undoable, lived_in = (replace(kept()[0], is_open=False) for _ in range(5))
    deleted, undoable = replace(deleted, deleted_s=0.0), replace(undoable, deleted_s=NOW_S - DAY_S)
    lived_in = replace(lived_in, is_open=True, deleted_s=0.0)
    sessions = [fresh, old, deleted, undoable, lived_in]
    last_s = [NOW_S, NOW_S - 100 * DAY_S, NOW_S, NOW_S, 0.0]
    assert stale(sessions, last_s, NOW_S, Limits()) == [deleted]
    assert stale(sessions, last_s, NOW_S, Limits(days=30)) == [old, deleted]


def test_thinning_removes_files_that_nothing_else_names(store: Store) -> None:
    session, root = kept()
    store.begin(session, root)
    shared = store.files.put(b"shared")
    for frame in range(0, 120 * 20, 120):
        store.shoot(shot(root.id, frame, store.files.put(f"own {frame}".encode()), shared))
    gone = store.thin(root.id, 30.0)
    assert gone > 5 and len(store.shots([root.id])) == 20 - gone
    assert len(list(store.files.names())) == 21 - gone and store.files.has(shared)
    assert store.thin(root.id, 30.0) == 0
