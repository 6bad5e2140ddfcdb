"""What is asked of a cast is carried out on what is named, and everybody else stays."""

from __future__ import annotations

import math
from functools import cache

import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.cast import COLOURS, Cast, Order
from inhabit.core.errors import BadInputError
from inhabit.sim.casting import cast_of
from inhabit.sim.deeds import MANY, Deed, done, kept, named, order
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene
from inhabit.sim.walk import walk

SEED = 300


@cache
def scene() -> Scene:
    return Scene.from_seed(SEED, Attributes(relief=0.25, water=0.2, trees=0.3))


@cache
def spot() -> Spot:
    pose = walk(scene(), SEED, 30).poses[0]
    return Spot(pose.x_m, pose.z_m, pose.yaw_rad)


@cache
def cast() -> Cast:
    return cast_of(scene(), SEED, spot(), characters=1, objects=3, creatures=4)


def after(deed: Deed) -> Cast:
    return done(scene(), SEED, cast(), deed, spot())


def side_rad(name: str) -> float:
    """How far to the right of the middle a tent is put by `where`."""
    tent = after(Deed("add", "tent", where=name)).of(("tent",))[-1]
    return math.remainder(
        math.atan2(tent.x_m - spot().x_m, tent.z_m - spot().z_m) - spot().heading_rad, math.tau
    )


def test_what_is_added_is_there_in_its_colour_and_everybody_else_stays() -> None:
    deed = Deed("add", "tent", colour="blue")
    there = after(deed)
    assert len(there) == len(cast()) + 1
    assert there.things[-1].kind == "tent" and COLOURS[there.things[-1].colour] == "blue"
    assert kept(cast(), there, [deed])


def test_several_come_when_many_are_asked_for() -> None:
    sheep = len(cast().of(("sheep",)))
    assert len(after(Deed("add", "sheep", many=True)).of(("sheep",))) == sheep + MANY


def test_left_is_left_of_right() -> None:
    assert side_rad("left") < -0.05 < 0.05 < side_rad("right")


def test_a_hill_is_higher_than_what_is_near() -> None:
    high, near = (after(Deed("add", "stone", where=name)).things[-1] for name in ("hill", "near"))
    assert high.y_m > near.y_m


def test_what_is_taken_away_is_gone_and_nobody_else() -> None:
    kind = cast().things[0].kind
    deed = Deed("remove", kind)
    left = after(deed)
    assert not left.of((kind,))
    assert kept(cast(), left, [deed]) and not kept(cast(), left, [])


def test_what_is_moved_is_still_itself_somewhere_else() -> None:
    thing = cast().things[0]
    deed = Deed("move", thing.kind, where="far")
    there = after(deed).thing(thing.identity)
    assert there is not None and (there.kind, there.colour) == (thing.kind, thing.colour)
    assert (there.x_m, there.z_m) != (thing.x_m, thing.z_m)
    assert kept(cast(), after(deed), [deed])


def test_whoever_changes_clothes_without_being_named_was_not_kept() -> None:
    from dataclasses import replace

    dyed = replace(cast().things[0], colour=(cast().things[0].colour + 1) % len(COLOURS))
    assert not kept(cast(), cast().having(dyed), [Deed("lamps", on=True)])


def test_an_act_is_an_order_to_whom_it_names() -> None:
    goal = cast().things[0]
    deed = Deed("act", doing="run", toward=goal.kind)
    assert order(deed, cast()) == Order("run", (goal.x_m, goal.z_m))
    assert named(deed, cast(), followed=7) == {7}


def test_the_same_deed_done_twice_is_the_same() -> None:
    assert after(Deed("add", "tent", where="left")) == after(Deed("add", "tent", where="left"))


@pytest.mark.parametrize(
    "fields", [{"verb": "eat"}, {"verb": "add", "kind": "dragon"}, {"verb": "add", "where": "mars"}]
)
def test_a_deed_that_cannot_be_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(BadInputError, match="is not a"):
        Deed(**fields)  # pyright: ignore[reportArgumentType]
