"""A session between two ticks: kept as text, and going on from there as if nothing had been."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from inhabit.core.errors import DamagedError
from inhabit.inputs.events import Directive, Event, Lock, Look, Move, Pause, Quality, Reset, SetAttribute
from inhabit.inputs.script import Entry, read_script
from inhabit.runtime.beginning import Start
from inhabit.runtime.ladder import ladder_for, standard_rungs
from inhabit.runtime.mark import Mark, mark_text, read_mark
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session
from tests.fakes.engine import LARGE, SMALL, ToyEngine

LADDER = ladder_for(standard_rungs((SMALL, LARGE), LARGE))
START = Start(5, "a lake", LARGE, 30.0)
SCRIPT: Sequence[tuple[int, Event]] = (
    (2, Move(dolly=1.0)),
    (3, Lock("style", True)),
    (4, Directive("make it night")),
    (4, SetAttribute("rain", 0.4)),
    (4, Lock("camera", True)),  # waits for a control of its own
    (9, Look(0.3)),
    (12, Reset(seed=8)),
    (15, Quality("128x128/1")),
    (17, Move()),
)
ENTRIES = tuple(Entry(event, frame) for frame, event in SCRIPT)


def session(log: Any = None) -> Session:
    return Session(START, LADDER, checkpoint="toy-0", log=log)


def digests(replay: Replay, end: int) -> list[bytes]:
    return [frame.picture.digest() for frame in replay.frames(end)]


@pytest.mark.parametrize("moment", range(1, 20))
def test_a_session_goes_on_from_any_moment_as_it_would_have(moment: int) -> None:
    whole = digests(Replay(ToyEngine(), session(), ENTRIES), 24)
    engine = ToyEngine()
    first = Replay(engine, session(), ENTRIES)
    assert list(first.skim(moment))[-1] == moment - 1
    mark = read_mark(mark_text(first.session.mark()))
    woken = Session.resumed(mark, LADDER, engine.summary(first.state).locks, checkpoint="toy-0", last_seq=100)
    rest = [entry for entry in ENTRIES if (entry.frame or 0) >= moment]
    assert digests(Replay(engine, woken, rest, first.state), 24) == whole[moment:]


def test_a_mark_between_two_halves_of_a_tick_holds_what_waits() -> None:
    replay = Replay(ToyEngine(), session(), ENTRIES)
    list(replay.skim(5))
    assert replay.session.mark().waiting == (Lock("camera", True),)
    assert replay.session.mark().held == Move(dolly=1.0)


def test_what_a_session_logs_after_waking_leads_on_from_what_was_logged_before() -> None:
    engine = ToyEngine()
    first = Replay(engine, session(), ENTRIES[:5])
    before = digests(first, 6)
    woken = Session.resumed(first.session.mark(), LADDER, (), checkpoint="toy-0")
    after = digests(Replay(engine, woken, ENTRIES[5:], first.state), 20)
    lines = [*first.session.script_lines(), *list(woken.script_lines())[1:]]
    told = read_script(lines).entries
    assert digests(Replay(ToyEngine(), session(), told), 20) == before + after


def test_a_rung_that_a_person_chose_is_logged_with_its_time_and_the_ladders_own_without() -> None:
    replay = Replay(ToyEngine(), session(), ENTRIES)
    digests(replay, 20)
    chosen = [e for e in read_script(replay.session.script_lines()).entries if isinstance(e.event, Quality)]
    assert [(entry.frame, entry.at_s is not None) for entry in chosen] == [(0, False), (15, True)]


def test_a_pause_at_the_end_of_a_script_is_obeyed_once_its_frames_are_made() -> None:
    replay = Replay(ToyEngine(), session(), [Entry(Pause(), 4)])
    list(replay.skim(4))
    assert replay.session.status == "running"
    replay.rest()
    assert replay.session.mark().status == "paused"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "{}",
        json.dumps({**json.loads(mark_text(Mark(0, 0, 1, "", LARGE, 30.0))), "next_frame": -1}),
        json.dumps({**json.loads(mark_text(Mark(0, 0, 1, "", LARGE, 30.0))), "status": "gone"}),
        json.dumps({**json.loads(mark_text(Mark(0, 0, 1, "", LARGE, 30.0))), "size": "1x1"}),
        json.dumps({**json.loads(mark_text(Mark(0, 0, 1, "", LARGE, 30.0))), "held": {"kind": "pause"}}),
        json.dumps({**json.loads(mark_text(Mark(0, 0, 1, "", LARGE, 30.0))), "prompt": "x" * 9999}),
    ],
)
def test_a_damaged_mark_is_refused(text: str) -> None:
    with pytest.raises(DamagedError):
        read_mark(text)
