"""Places in the house: nobody waits for a place that is free, nobody loses a world they can come back to."""

from __future__ import annotations

import pytest

from inhabit.server.admission import (
    FullError,
    House,
    Place,
    admit,
    away,
    claim,
    due,
    heard,
    notice,
    settled,
    without,
)
from inhabit.server.settings import Settings

SETTINGS = Settings(max_sessions=2)


def place(name: str, now_s: float = 0.0) -> Place:
    return Place(name, f"token-{name}", now_s)


def house(*names: str) -> House:
    return tuple(place(name) for name in names)


def names(house: House) -> list[str]:
    return [place.session for place in house]


def test_there_is_room_until_there_is_none() -> None:
    full, _ = admit(house("ada"), place("bo"), SETTINGS)
    assert names(full) == ["ada", "bo"]
    with pytest.raises(FullError, match=r"all 2 worlds.*--max-sessions") as caught:
        admit(full, place("cy"), SETTINGS)
    assert (caught.value.code, caught.value.retryable) == ("capacity", True)


def test_a_place_given_back_can_be_taken() -> None:
    freed = without(house("ada", "bo"), "ada")
    assert names(admit(freed, place("cy"), SETTINGS)[0]) == ["bo", "cy"]


def test_a_full_house_keeps_a_place_for_who_just_left_and_says_for_how_long() -> None:
    left = away(house("ada", "bo"), "bo", 100.0)
    with pytest.raises(FullError) as caught:
        admit(left, place("cy", 110.0), SETTINGS)
    assert caught.value.retry_after_s == pytest.approx(20.0)


def test_who_is_away_longest_makes_room_for_a_newcomer() -> None:
    left = away(away(house("ada", "bo"), "bo", 100.0), "ada", 101.0)
    after, ending = admit(left, place("cy", 140.0), SETTINGS)
    assert names(after) == ["ada", "cy"]
    assert ending is not None
    assert (ending.session, ending.code) == ("bo", "made_room")


def test_a_token_finds_its_world_once() -> None:
    found, session = claim(away(house("ada"), "ada", 1.0), "token-ada", "fresh", 2.0)
    assert session == "ada"
    assert found[0].away_since_s is None
    used = settled(found, "ada")
    assert claim(used, "token-ada", "x", 3.0)[1] is None
    assert claim(used, "fresh", "x", 3.0)[1] == "ada"


def test_a_welcome_that_got_lost_does_not_cost_the_world() -> None:
    once, _ = claim(house("ada"), "token-ada", "fresh", 1.0)
    assert claim(once, "token-ada", "fresher", 2.0)[1] == "ada"


def test_an_unknown_token_finds_nothing() -> None:
    assert claim(house("ada"), "stolen", "fresh", 1.0) == (house("ada"), None)


def test_a_world_nobody_comes_back_to_ends_after_the_grace() -> None:
    left = away(house("ada"), "ada", 50.0)
    assert due(left, 169.0, SETTINGS) == ()
    assert [(e.session, e.code) for e in due(left, 170.0, SETTINGS)] == [("ada", "away")]


def test_the_idle_limit_is_said_before_it_strikes() -> None:
    lived = heard(house("ada"), "ada", 100.0)
    assert notice(lived, "ada", 660.0, SETTINGS) == ""
    assert notice(lived, "ada", 680.0, SETTINGS) == "this world closes in 20 s unless you do something"
    assert due(lived, 699.0, SETTINGS) == ()
    assert [e.code for e in due(lived, 700.0, SETTINGS)] == ["idle"]
    assert notice(heard(lived, "ada", 690.0), "ada", 695.0, SETTINGS) == ""
