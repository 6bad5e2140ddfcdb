"""Whatever arrives, whenever: exactly one control per tick, nothing lost, and a log that replays."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from inhabit.inputs.control import Control
from inhabit.inputs.events import (
    AXES,
    Choose,
    Directive,
    Event,
    Lock,
    Look,
    Move,
    Prompt,
    SetAttribute,
    Stamped,
)
from inhabit.inputs.fold import condense
from inhabit.inputs.timeline import Timeline

DT_S = 1 / 30
LEVELS = st.sampled_from([-1.0, 0.0, 0.0, 0.5, 1.0])
TURNS = st.floats(-1.0, 1.0)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Look, TURNS, TURNS),
    st.builds(Move, **dict.fromkeys(AXES[:3], LEVELS)),
    st.builds(SetAttribute, st.sampled_from(["hour", "rain"]), st.floats(0.0, 1.0)),
    st.builds(Choose, st.just("style"), st.sampled_from(["noir", "neon"])),
    st.builds(Prompt, st.sampled_from(["a lake", "dunes"])),
    st.builds(Directive, st.sampled_from(["rain", "night"])),
    st.builds(Lock, st.sampled_from(["weather", "style"]), on=st.booleans()),
)
TICKS = st.lists(st.lists(EVENTS, max_size=8), min_size=1, max_size=8)
QUIET_TICKS = 80


def played(ticks: Sequence[Sequence[Event]]) -> tuple[list[Control], list[tuple[Stamped, ...]]]:
    """The controls and the log of these ticks, and of quiet ones until nothing waits."""
    timeline, seq, controls, logged = Timeline(), 0, [], []
    for frame, events in enumerate([*ticks, *[[]] * QUIET_TICKS]):
        for event in events:
            seq += 1
            timeline.offer(Stamped(seq, 0.0, event))
        closed = timeline.close(frame, DT_S)
        controls.append(closed.control)
        logged.append(closed.events)
    return controls, logged


@given(TICKS)
def test_every_tick_has_one_control_and_every_event_is_named_once(ticks: list[list[Event]]) -> None:
    controls, _ = played(ticks)
    assert [control.frame_index for control in controls] == list(range(len(ticks) + QUIET_TICKS))
    named = [seq for control in controls for seq in control.applied]
    assert sorted(named) == list(range(1, sum(map(len, ticks)) + 1))


@given(TICKS)
def test_the_condensed_log_replays_to_the_same_controls(ticks: list[list[Event]]) -> None:
    controls, logged = played(ticks)
    again, _ = played([[stamped.event for stamped in events] for events in logged[: len(ticks)]])
    assert [meaning(control) for control in again] == [meaning(control) for control in controls]


@given(st.lists(EVENTS, max_size=20))
def test_condensing_twice_changes_nothing(events: list[Event]) -> None:
    once = condense([Stamped(seq, 0.0, event) for seq, event in enumerate(events)])
    assert condense(once) == once


@given(TICKS)
def test_no_turn_of_the_head_is_lost(ticks: list[list[Event]]) -> None:
    controls, _ = played([[e for e in events if isinstance(e, Look)] for events in ticks])
    turned = sum(control.motion.yaw_rps * control.dt_s for control in controls)
    asked = sum(e.dx for events in ticks for e in events if isinstance(e, Look))
    assert abs(turned - asked) < 1e-9


@given(TICKS)
def test_every_push_of_a_key_shows_in_its_tick(ticks: list[list[Event]]) -> None:
    controls, _ = played(ticks)
    for events, control in zip(ticks, controls, strict=False):
        pushed = [e.dolly for e in events if isinstance(e, Move) and e.dolly]
        assert not pushed or control.motion.dolly_mps == 8.0 * pushed[-1]


@given(TICKS)
def test_the_last_word_wins(ticks: list[list[Event]]) -> None:
    controls, _ = played(ticks)
    rain: float | str | None = None
    for control in controls:
        rain = "said" if control.prompt or control.directives else rain
        rain = control.targets.get("rain", rain)
    spoken = [
        e
        for events in ticks
        for e in events
        if isinstance(e, Prompt | Directive) or (isinstance(e, SetAttribute) and e.name == "rain")
    ]
    last = spoken[-1] if spoken else None
    assert rain == (last.value if isinstance(last, SetAttribute) else "said" if last else None)


@given(TICKS)
def test_a_lock_holds_exactly_what_was_said_after_it(ticks: list[list[Event]]) -> None:
    """One by one, or folded into controls and obeyed in their order: the same worlds."""
    controls, _ = played(ticks)
    one_by_one: dict[str, object] = {"locks": set()}
    for event in (event for events in ticks for event in events):
        obey(one_by_one, event)
    folded: dict[str, object] = {"locks": set()}
    for control in controls:
        for event in said_in(control):
            obey(folded, event)
    assert folded == one_by_one


def obey(world: dict[str, object], event: Event) -> None:
    """A world of two attributes under two locks."""
    locks = world["locks"]
    assert isinstance(locks, set)
    match event:
        case Lock(name, on):
            (locks.add if on else locks.discard)(name)
        case Prompt(text) | Directive(text):
            world.update({lock: text for lock in ("weather", "style") if lock not in locks})
        case SetAttribute("rain", value) if "weather" not in locks:
            world["weather"] = value
        case Choose("style", value) if "style" not in locks:
            world["style"] = value
        case _:
            pass


def said_in(control: Control) -> list[Event]:
    """What a control asks for, in the order in which an engine obeys it."""
    prompt = [] if control.prompt is None else [Prompt(control.prompt)]
    style = [] if control.style is None else [Choose("style", control.style)]
    return [
        *(Lock(name, on) for name, on in control.locks.items()),
        *prompt,
        *map(Directive, control.directives),
        *(SetAttribute(name, value) for name, value in control.targets.items()),
        *style,
    ]


def meaning(control: Control) -> tuple[object, ...]:
    """A control without the sequence numbers, which a replay counts anew."""
    return (
        control.frame_index,
        control.dt_s,
        control.motion,
        control.prompt,
        control.directives,
        dict(control.targets),
        control.biome,
        control.style,
        dict(control.locks),
    )
