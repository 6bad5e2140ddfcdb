"""What is locked stays as it is, what is not goes on, and whatever was held back is said."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion, Pose
from inhabit.core.locks import LOCKS
from inhabit.inputs.control import Control
from inhabit.world.dynamics import Kind, Understanding, step
from inhabit.world.locks import judged, kept_words, turned
from inhabit.world.memory import Memory
from inhabit.world.state import Locks, Wish, WorldState

START = WorldState(1, 0, 0.0, "", Pose(y_m=7.0), Attributes(), Wish(), Memory())
EVERYTHING = Wish(
    {"hour": 23.0, "cloud": 1.0, "fog": 1.0, "rain": 1.0, "snow": 0.8, "wind": 1.0, "relief": 1.0}
    | {"water": 1.0, "trees": 1.0},
    "ember",
    "neon",
)
UNASKED = ("storm", "season", "mood")
"""No checkpoint knows them yet, so no words move them."""
ALL = Control(0, 1 / 30, directives=("turn everything upside down",), motion=Motion(dolly_mps=8.0, zoom=0.7))


def eager(text: str, attributes: Attributes, kind: Kind) -> Understanding:
    """Whatever is said, everything is to change."""
    return Understanding(EVERYTHING, understood=True)


def lived(state: WorldState, *controls: Control) -> WorldState:
    for control in controls:
        state = step(state, control, eager)
    return state


def locked(*names: str, **more: object) -> Control:
    return replace(Control(0, 1 / 30), locks=dict.fromkeys(names, True), **more)


@pytest.mark.parametrize("lock", [name for name in LOCKS if name != "camera"])
def test_what_is_locked_is_the_same_after_200_ticks_that_try_and_the_rest_is_not(lock: str) -> None:
    after = lived(START, locked(lock), *itertools.repeat(ALL, 200)).attributes
    free = lived(START, *itertools.repeat(ALL, 200)).attributes
    for name in (name for names in LOCKS.values() for name in names if name not in UNASKED):
        stays = name in LOCKS[lock]
        assert (getattr(after, name) == getattr(START.attributes, name)) == stays, name
        assert getattr(free, name) != getattr(START.attributes, name)


def test_a_locked_camera_stays_to_the_last_bit_and_says_so_once() -> None:
    pressed = Control(0, 1 / 30, motion=Motion(dolly_mps=8.0, yaw_rps=0.9, zoom=0.7))
    first = lived(START, locked("camera"), pressed)
    assert (first.pose, first.clearance_m) == (START.pose, START.clearance_m)
    assert first.notice == "Camera is locked: kept where it is. Unlock it to move."
    later = lived(first, replace(pressed, directives=("rain",)), pressed)
    assert later.pose == START.pose
    assert "Camera" not in later.notice
    assert [remark.held for remark in later.remarks] == [("camera",)]
    anew = lived(later, Control(0, 1 / 30, locks={"camera": False}), locked("camera"), pressed)
    assert anew.notice == first.notice


def test_a_locked_camera_is_not_placed_elsewhere_either() -> None:
    assert lived(START, locked("camera", pose=Pose(x_m=50.0))).pose == START.pose


def test_an_opened_camera_moves_again() -> None:
    walk = Control(0, 1 / 30, motion=Motion(dolly_mps=8.0))
    assert lived(START, locked("camera"), replace(walk, locks={"camera": False})).pose.z_m > 0.2


def test_words_said_in_the_tick_of_the_lock_find_it_closed() -> None:
    after = lived(START, locked("time", directives=("make it night",)), *itertools.repeat(Control(1, 1), 5))
    assert after.attributes.hour == START.attributes.hour
    assert after.attributes.rain > 0.9


def test_a_change_that_was_under_way_still_arrives() -> None:
    after = lived(START, ALL, locked("style"), *itertools.repeat(Control(1, 1), 9))
    assert after.attributes.main_style == "neon"
    assert after.attributes.style[2] > 0.999


def test_a_lock_survives_a_new_prompt() -> None:
    after = lived(START, locked("set"), Control(1, 1, prompt="a land of ember"), Control(2, 9))
    assert (after.prompt, after.attributes.main_biome) == ("a land of ember", "meadow")
    assert after.locks.on == {"set"}


def test_sliders_and_chips_are_held_too_wherever_they_come_from() -> None:
    hands = Control(1, 1, targets={"rain": 1.0, "hour": 3.0}, style="noir", biome="desert")
    after = lived(START, locked("weather", "style"), hands, Control(2, 9))
    assert (after.attributes.rain, after.attributes.main_style) == (0.0, "painted")
    assert after.attributes.hour == pytest.approx(3.0, abs=0.01)
    assert after.attributes.main_biome == "desert"
    about = [remark.about for remark in lived(START, locked("weather", "style"), hands).remarks]
    assert about == ["rain", "style"]


def test_what_was_held_is_said_with_what_it_was_kept_as() -> None:
    world = replace(START, attributes=Attributes(hour=22.25, rain=0.7).with_style("print"))
    notice = lived(world, locked("style", "time", "weather", "set"), ALL).notice
    assert notice == (
        "Style is locked: kept as woodblock print. Set is locked: kept as meadow. "
        "Weather is locked: kept as it is, rain 70%, cloud 30%, wind 30%. Time is locked: kept at 22:15."
    )


def test_what_asks_for_what_is_there_anyway_is_not_held() -> None:
    wish = Wish({"hour": 10.05, "rain": 0.01}, "meadow", "painted")
    verdict = judged(wish, Attributes(), Locks(frozenset(LOCKS)))
    assert verdict.held == ()
    assert verdict.wish == Wish()


def test_midnight_is_close_to_midnight() -> None:
    verdict = judged(Wish({"hour": 0.02}), Attributes(hour=23.98), Locks(frozenset({"time"})))
    assert verdict.held == ()


def test_without_locks_a_wish_is_let_through_whole() -> None:
    assert judged(EVERYTHING, Attributes(), Locks()).wish is EVERYTHING


def test_opening_what_is_not_locked_changes_nothing() -> None:
    assert turned(Locks(), {"style": False}) == Locks()


def test_clear_weather_has_words() -> None:
    calm = Attributes(cloud=0.0, fog=0.0, wind=0.0)
    assert kept_words(("weather",), calm) == "Weather is locked: kept as it is, clear and still."
