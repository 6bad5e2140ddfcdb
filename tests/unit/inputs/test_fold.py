"""Many events, one control: what adds up, what wins, what waits."""

from __future__ import annotations

import pytest

from inhabit.inputs.control import Control
from inhabit.inputs.events import Choose, Directive, Event, Lock, Look, Move, Prompt, SetAttribute, Stamped
from inhabit.inputs.fold import DIRECTIVES_PER_TICK, Standing, condense, fold, owing, supersede

DT_S = 1 / 30


def stamped(*events: Event, first: int = 1) -> list[Stamped]:
    return [Stamped(seq, 0.0, event) for seq, event in enumerate(events, start=first)]


def folded(*events: Event, standing: Standing | None = None) -> tuple[Control, Standing]:
    return fold(standing or Standing(), condense(stamped(*events)), 0, DT_S)


def test_a_quiet_tick_has_a_control_too() -> None:
    control, standing = folded()
    assert control == Control(frame_index=0, dt_s=DT_S)
    assert standing == Standing()


def test_looks_add_up_and_turn_by_exactly_that_much() -> None:
    control, _ = folded(Look(0.1, 0.0), Look(0.2, -0.1))
    assert control.motion.yaw_rps * DT_S == pytest.approx(0.3)
    assert control.motion.pitch_rps * DT_S == pytest.approx(-0.1)


def test_held_axes_go_at_full_speed_and_stay() -> None:
    control, standing = folded(Move(dolly=1, truck=-1, pedestal=1, yaw=1, pitch=1, roll=1, zoom=1))
    motion = control.motion
    assert (motion.dolly_mps, motion.truck_mps, motion.pedestal_mps) == (8.0, -6.0, 5.0)
    assert (motion.yaw_rps, motion.pitch_rps, motion.roll_rps, motion.zoom) == (0.9, 0.6, 0.8, 0.7)
    later, _ = folded(standing=standing)
    assert later.motion == motion


def test_of_two_moves_the_later_wins() -> None:
    control, _ = folded(Move(yaw=1), Move(yaw=-0.5))
    assert control.motion.yaw_rps == pytest.approx(-0.45)


def test_a_tap_shorter_than_a_tick_is_shown_for_one_tick() -> None:
    control, standing = folded(Move(yaw=1), Move())
    assert control.motion.yaw_rps == 0.9
    assert control.applied == (1,)
    later, _ = folded(standing=standing)
    assert later.motion.yaw_rps == 0.0
    assert later.applied == (2,)


def test_two_taps_in_two_ticks_are_two_taps() -> None:
    _, standing = folded(Move(yaw=1), Move())
    control, standing = fold(standing, condense(stamped(Move(yaw=1), Move(), first=3)), 1, DT_S)
    assert control.motion.yaw_rps == 0.9
    later, _ = folded(standing=standing)
    assert later.motion.yaw_rps == 0.0


def test_a_slider_shows_its_last_place() -> None:
    control, _ = folded(*(SetAttribute("rain", step / 10) for step in range(10)), SetAttribute("hour", 3.0))
    assert control.targets == {"rain": 0.9, "hour": 3.0}


def test_chips_show_the_last_choice() -> None:
    control, _ = folded(Choose("style", "noir"), Choose("biome", "ember"), Choose("style", "neon"))
    assert (control.style, control.biome) == ("neon", "ember")


def test_a_prompt_may_be_followed_by_directives_and_sliders() -> None:
    control, standing = folded(
        Prompt("a lake"), Directive("rain"), Directive("night"), SetAttribute("fog", 1)
    )
    assert (control.prompt, control.directives, control.targets) == ("a lake", ("rain", "night"), {"fog": 1})
    assert not standing.waiting


def test_the_last_of_two_prompts_stands() -> None:
    control, _ = folded(Prompt("a lake"), Prompt("a forest"))
    assert control.prompt == "a forest"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Directive("make it rain"), Prompt("a clear day")),
        (SetAttribute("rain", 1.0), Prompt("a clear day")),
        (SetAttribute("hour", 3.0), Directive("make it noon")),
        (Choose("style", "noir"), Directive("in neon")),
    ],
    ids=lambda event: type(event).__name__,
)
def test_the_last_word_wins_by_waiting_a_tick(first: Event, then: Event) -> None:
    control, standing = folded(first, then)
    assert control.applied == (1,)
    later, after = folded(standing=standing)
    assert later.applied == (2,)
    assert (later.prompt, later.directives) != (None, ())
    assert not after.waiting


def test_a_lock_comes_before_the_words_that_follow_it() -> None:
    control, standing = folded(Lock("style", on=True), Directive("in neon"), SetAttribute("rain", 1.0))
    assert (control.locks, control.directives, control.targets) == (
        {"style": True},
        ("in neon",),
        {"rain": 1.0},
    )
    assert not standing.waiting


@pytest.mark.parametrize("said", [Directive("in neon"), Prompt("a lake"), SetAttribute("fog", 1.0)])
def test_a_lock_waits_for_what_was_said_before_it(said: Event) -> None:
    control, standing = folded(said, Lock("style", on=True))
    assert (control.locks, control.applied) == ({}, (1,))
    later, after = folded(standing=standing)
    assert (later.locks, later.applied) == ({"style": True}, (2,))
    assert not after.waiting


def test_of_two_presses_of_one_padlock_the_last_stands() -> None:
    presses = [Lock("time", on=True), Lock("style", on=True), Lock("time", on=False)]
    control, _ = folded(*presses)
    assert control.locks == {"style": True, "time": False}
    assert len(condense(stamped(*presses))) == 2


def test_a_slider_does_not_jump_over_a_padlock() -> None:
    kept = condense(stamped(SetAttribute("rain", 0.2), Lock("weather", on=True), SetAttribute("rain", 0.9)))
    assert len(kept) == 3


def test_what_follows_something_that_waits_waits_too() -> None:
    _, standing = folded(SetAttribute("rain", 1.0), Prompt("a clear day"), SetAttribute("rain", 0.5))
    later, _ = folded(standing=standing)
    assert (later.prompt, later.targets) == ("a clear day", {"rain": 0.5})


def test_a_tick_reads_only_so_many_directives() -> None:
    control, standing = folded(*(Directive(f"step {n}") for n in range(DIRECTIVES_PER_TICK + 3)))
    assert len(control.directives) == DIRECTIVES_PER_TICK
    later, _ = folded(standing=standing)
    assert later.directives == tuple(f"step {n}" for n in range(DIRECTIVES_PER_TICK, DIRECTIVES_PER_TICK + 3))


def test_a_reset_forgets_what_waits_but_still_accounts_for_it() -> None:
    _, standing = folded(SetAttribute("rain", 1.0), Prompt("a clear day"))
    later, _ = folded(standing=owing(supersede(standing), [7]))
    assert later.prompt is None
    assert later.applied == (2, 7)
