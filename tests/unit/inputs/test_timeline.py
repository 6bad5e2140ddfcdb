"""Late, early, out of order, in bursts: one control per tick all the same."""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.inputs.events import (
    Directive,
    Event,
    Look,
    Move,
    Pause,
    Preset,
    Prompt,
    Reset,
    Resume,
    SetAttribute,
    Stamped,
)
from inhabit.inputs.timeline import PENDING_LIMIT, PENDING_TEXT_LIMIT, Timeline

DT_S = 1 / 30


def offered(*events: Event) -> Timeline:
    timeline = Timeline()
    for seq, event in enumerate(events, start=1):
        timeline.offer(Stamped(seq, 0.0, event))
    return timeline


def test_a_tick_takes_everything_that_came() -> None:
    timeline = offered(Look(0.1, 0), Move(yaw=1), Directive("rain"))
    closed = timeline.close(4, DT_S)
    assert closed.control.frame_index == 4
    assert closed.control.applied == (1, 2, 3)
    assert timeline.pending == 0


def test_order_of_arrival_does_not_matter_order_of_sending_does() -> None:
    timeline = Timeline()
    timeline.offer(Stamped(2, 0.0, SetAttribute("rain", 0.2)))
    timeline.offer(Stamped(1, 0.0, SetAttribute("rain", 0.1)))
    assert timeline.close(0, DT_S).control.targets == {"rain": 0.2}


def test_an_early_event_waits_for_its_time() -> None:
    timeline = Timeline()
    timeline.offer(Stamped(1, 0.5, Directive("later")))
    assert timeline.close(0, DT_S, until_s=0.1).control.directives == ()
    assert timeline.close(1, DT_S, until_s=0.6).control.directives == ("later",)


def test_a_late_event_is_taken_by_the_next_tick() -> None:
    timeline = Timeline()
    timeline.close(0, DT_S, until_s=1.0)
    timeline.offer(Stamped(1, 0.2, Directive("late")))
    assert timeline.close(1, DT_S, until_s=1.1).control.directives == ("late",)


def test_merged_events_are_all_named() -> None:
    closed = offered(*(Look(0.01, 0.0) for _ in range(20))).close(0, DT_S)
    assert closed.control.applied == tuple(range(1, 21))
    assert len(closed.events) == 1


def test_session_events_are_handed_out_and_never_folded() -> None:
    timeline = offered(Directive("rain"), Pause(), Resume())
    assert [s.event for s in timeline.take_session_events()] == [Pause(), Resume()]
    assert timeline.close(0, DT_S).control.directives == ("rain",)


@pytest.mark.parametrize("start", [Reset(), Preset("first-light")], ids=["reset", "preset"])
def test_a_new_start_overtakes_earlier_words_but_not_held_keys(start: Event) -> None:
    timeline = offered(Move(dolly=1), Directive("old"), start, Directive("new"))
    timeline.take_session_events()
    control = timeline.close(0, DT_S).control
    assert control.directives == ("new",)
    assert control.motion.dolly_mps == 8.0
    assert 2 in control.applied


def test_a_reset_without_a_prompt_keeps_the_one_just_said() -> None:
    timeline = offered(Prompt("a lake"), Directive("rain"), Reset())
    timeline.take_session_events()
    control = timeline.close(0, DT_S).control
    assert (control.prompt, control.directives) == ("a lake", ())


def test_a_reset_with_a_prompt_does_not() -> None:
    timeline = offered(Prompt("a lake"), Reset(prompt="dunes"))
    timeline.take_session_events()
    assert timeline.close(0, DT_S).control.prompt is None


def test_what_the_session_obeyed_is_named_by_the_next_frame() -> None:
    timeline = offered(Resume())
    timeline.owe(s.seq for s in timeline.take_session_events())
    assert timeline.close(0, DT_S).control.applied == (1,)


def test_ten_thousand_events_a_second_leave_nothing_behind() -> None:
    timeline, seq = Timeline(), 0
    for frame in range(30):
        for _ in range(334):
            seq += 1
            timeline.offer(Stamped(seq, 0.0, Look(0.001, 0.0) if seq % 2 else Move(yaw=seq % 3 - 1.0)))
        closed = timeline.close(frame, DT_S)
        assert len(closed.events) <= 3
        assert timeline.pending == 0


def test_a_timeline_that_is_not_emptied_refuses_in_words() -> None:
    timeline = offered(*(Look(0.001, 0.0) for _ in range(PENDING_LIMIT)))
    with pytest.raises(BadInputError, match="4096 events are waiting") as caught:
        timeline.offer(Stamped(PENDING_LIMIT + 1, 0.0, Move()))
    assert caught.value.code == "too_many_events"
    assert caught.value.retryable
    timeline.close(0, DT_S)
    timeline.offer(Stamped(PENDING_LIMIT + 1, 0.0, Move()))


def test_a_flood_of_texts_is_refused_before_it_can_delay_anybody() -> None:
    timeline = offered(*(Directive(f"step {n}") for n in range(PENDING_TEXT_LIMIT)))
    with pytest.raises(BadInputError, match="32 texts"):
        timeline.offer(Stamped(99, 0.0, Prompt("one more")))
    timeline.offer(Stamped(100, 0.0, Move(yaw=1)))
    timeline.close(0, DT_S)
    timeline.offer(Stamped(101, 0.0, Prompt("one more")))
