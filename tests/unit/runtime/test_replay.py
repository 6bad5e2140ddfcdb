"""The same session in manual time: scripts by frame and by second, strides, pauses."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from inhabit.core.errors import BadInputError
from inhabit.inputs.events import Directive, Lock, Move, Pause, Preset, Quality, Reset, Resume
from inhabit.inputs.script import Entry, read_script
from inhabit.runtime.beginning import Start
from inhabit.runtime.ladder import ladder_for, standard_rungs
from inhabit.runtime.log import digest_of, written
from inhabit.runtime.replay import Agreement, Comparison, Replay
from inhabit.runtime.session import Session
from tests.fakes.engine import LARGE, SMALL, ToyEngine


def replay(*entries: Entry, seed: int = 5) -> Replay:
    ladder = ladder_for(standard_rungs((SMALL, LARGE), LARGE), "128x128/2", pinned=True)
    return Replay(
        ToyEngine(), Session(Start(seed, "a lake", LARGE, 30.0), ladder, checkpoint="toy-0"), entries
    )


def digests(played: Replay, frames: int) -> list[bytes]:
    return [frame.picture.digest() for frame in played.frames(frames)]


def applied(played: Replay, frames: int = 30) -> dict[int, int]:
    list(played.frames(frames))
    return {one.seq: one.frame_index for one in played.applied}


SCRIPT: Sequence[Entry] = (
    Entry(Move(dolly=1), frame=2),
    Entry(Directive("rain"), at_s=0.25),
    Entry(Reset(seed=9), frame=12),
)


def test_the_same_start_and_script_give_the_same_frames() -> None:
    assert digests(replay(*SCRIPT), 20) == digests(replay(*SCRIPT), 20)
    assert digests(replay(*SCRIPT), 20) != digests(replay(*SCRIPT, seed=6), 20)


def test_its_own_log_replays_to_the_same_frames() -> None:
    first = replay(*SCRIPT, Entry(Pause(), at_s=0.5), Entry(Resume(), at_s=0.8))
    frames = digests(first, 30)
    again = replay(*read_script(first.session.script_lines()).entries)
    assert digests(again, 30) == frames


def test_locks_replay_to_the_same_frames_and_hold_in_both() -> None:
    first = replay(
        Entry(Lock("time", on=True), frame=2),
        Entry(Lock("camera", on=True), frame=3),
        Entry(Move(dolly=1), frame=4),
        Entry(Directive("make it night"), frame=5),
        Entry(Lock("camera", on=False), frame=9),
    )
    frames = digests(first, 30)
    assert first.summary is not None
    assert (first.summary.attributes.hour, first.summary.locks) == (10.0, ("time",))
    assert first.summary.pose.z_m == pytest.approx(8.0 * 21 / 30)
    assert [one.remark.held for one in first.applied if one.remark] == [("camera",), ("time",)]
    again = replay(*read_script(first.session.script_lines()).entries)
    assert digests(again, 30) == frames


def test_an_entry_by_frame_applies_in_that_frame() -> None:
    assert applied(replay(Entry(Directive("rain"), frame=7))) == {1: 7}


def test_an_entry_by_time_applies_in_the_first_tick_after_it() -> None:
    assert applied(replay(Entry(Directive("rain"), at_s=0.25))) == {1: 8}


def test_a_frame_outranks_a_time() -> None:
    assert applied(replay(Entry(Directive("rain"), frame=3, at_s=0.9))) == {1: 3}


def test_strides_are_taken_as_recorded() -> None:
    played = replay(Entry(Move(dolly=1), frame=0), Entry(frame=5, skipped=2))
    indices = [frame.stamp.frame_index for frame in played.frames(8)]
    assert indices == [0, 1, 2, 5, 6, 7]
    assert played.summary is not None
    assert played.summary.pose.z_m == pytest.approx(8 * 8.0 / 30)


def test_frames_are_made_as_lean_as_recorded() -> None:
    played = replay(Entry(frame=5, skipped=2), Entry(frame=5, lean=True), Entry(frame=6, lean=True))
    list(played.frames(8))
    lean = [entry.frame for entry in read_script(played.session.script_lines()).entries if entry.lean]
    assert lean == [5, 6]


def test_a_pause_by_the_clock_ends_by_the_clock_and_costs_no_frames() -> None:
    played = replay(Entry(Pause(), at_s=0.1), Entry(Resume(), at_s=5.1), Entry(Directive("rain"), at_s=5.2))
    assert len(list(played.frames(20))) == 20
    assert played.applied[-1].frame_index == pytest.approx(6, abs=1)


def test_a_pause_that_nothing_ends_ends_the_replay() -> None:
    assert len(list(replay(Entry(Pause(), frame=4)).frames(20))) == 4


def test_the_rung_changes_only_where_the_script_says_so() -> None:
    played = replay(Entry(Quality("64x64/1cc"), frame=300), Entry(Quality("auto"), frame=310))
    rungs = [frame.stamp.rung for frame in played.frames(600)]
    assert rungs == ["128x128/2"] * 300 + ["64x64/1cc"] * 300


def test_what_the_session_refuses_is_said() -> None:
    with pytest.raises(BadInputError, match="atlantis"):
        list(replay(Entry(Preset("atlantis"), frame=1)).frames(5))


def witnesses(played: Replay, frames: int) -> list[Entry]:
    """What a log would say of these frames."""
    return [
        Entry(frame=f.stamp.frame_index, digest=written(digest_of(f.picture))) for f in played.frames(frames)
    ]


def compared(witnessed: Sequence[Entry], played: Replay) -> Agreement:
    comparison = Comparison(witnessed)
    for frame in played.frames(comparison.end_frame):
        comparison.add(frame)
    return comparison.agreement


def test_a_log_knows_its_own_frames_again() -> None:
    agreement = compared(witnesses(replay(*SCRIPT), 20), replay(*SCRIPT))
    assert (agreement, agreement.whole) == (Agreement(20, 20), True)


def test_the_first_frame_that_came_out_different_is_named() -> None:
    agreement = compared(witnesses(replay(*SCRIPT), 20), replay(*SCRIPT[:2]))
    assert (agreement.same, agreement.first_other, agreement.whole) == (12, 12, False)


def test_a_frame_that_is_never_replayed_is_not_the_same() -> None:
    agreement = compared(witnesses(replay(), 20), replay(Entry(Pause(), frame=4)))
    assert (agreement.witnessed, agreement.same, agreement.whole) == (20, 4, False)


def test_a_log_that_saw_nothing_agrees_with_nothing() -> None:
    assert not compared([], replay()).whole


def test_a_digest_depends_on_every_plane() -> None:
    (frame,) = replay().frames(1)
    picture = frame.picture
    seen = {digest_of(picture)}
    for name in ("luma", "blue", "red"):
        plane = getattr(picture, name).copy()
        plane[-1, -1] ^= 1
        seen.add(digest_of(dataclasses.replace(picture, **{name: plane})))
    assert len(seen) == 4
