"""A cast is words and plain values: unknown words are refused by name, and identities are kept."""

from __future__ import annotations

import pytest

from inhabit.core.cast import (
    CHARACTERS,
    COLOURS,
    CREATURES,
    DIRECTED,
    KINDS,
    NOBODY,
    OBJECTS,
    WARDROBES,
    Cast,
    Order,
    Thing,
)
from inhabit.core.errors import BadInputError


def test_there_is_enough_to_choose_from() -> None:
    assert len(CHARACTERS) >= 4 and len(COLOURS) >= 6 and len(WARDROBES) >= 3 and len(OBJECTS) >= 10
    assert set(DIRECTED) == {"idle", "walk", "run", "jump", "wave", "look"}
    assert len(set(KINDS)) == len(CHARACTERS) + len(CREATURES) + len(OBJECTS)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"identity": 0, "kind": "house"}, "0"),
        ({"identity": 65536, "kind": "house"}, "65536"),
        ({"identity": 1, "kind": "dragon"}, "dragon"),
        ({"identity": 1, "kind": "fox", "doing": "sing"}, "sing"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(wrong: dict, named: str) -> None:
    with pytest.raises(BadInputError, match=named):
        Thing(**wrong)


def test_nobody_can_be_told_to_graze() -> None:
    with pytest.raises(BadInputError, match="graze"):
        Order("graze")


def test_no_two_things_share_an_identity() -> None:
    with pytest.raises(BadInputError, match="same identity"):
        Cast((Thing(1, "fox"), Thing(1, "house")))


def test_a_thing_remembers_what_it_did_before() -> None:
    thing = Thing(1, "knight", doing="walk", elapsed_s=2.5)
    assert thing.turned_to("walk") is thing
    stopped = thing.turned_to("idle")
    assert (stopped.doing, stopped.elapsed_s, stopped.before, stopped.before_s) == ("idle", 0.0, "walk", 2.5)


def test_things_are_added_replaced_and_taken_away_by_identity() -> None:
    fox, house = Thing(3, "fox"), Thing(9, "house")
    cast = NOBODY.having(fox).having(house)
    assert [thing.identity for thing in cast] == [3, 9] and len(cast) == 2
    assert cast.having(Thing(3, "fox", x_m=5.0)).things[0].x_m == 5.0
    assert cast.without(3).things == (house,) and cast.thing(3) == fox and cast.thing(4) is None
    assert cast.of(CREATURES) == (fox,)
