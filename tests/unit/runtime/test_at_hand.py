"""Values that follow from what they are made of: each made once, the last few kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from inhabit.runtime.at_hand import LIMIT, AtHand


class Counting:
    """Makes the length of a list, and counts how often."""

    def __init__(self) -> None:
        self.made = 0
        self.may = Event()
        self.may.set()

    def __call__(self, asked: list[int]) -> int:
        assert self.may.wait(10.0)
        self.made += 1
        return len(asked)


def test_a_value_is_made_once() -> None:
    make, asked = Counting(), [1, 2]
    kept = AtHand(make)
    assert [kept.of(asked), kept.of(asked), make.made] == [2, 2, 1]


def test_an_equal_object_is_another_unless_names_say_otherwise() -> None:
    make = Counting()
    kept = AtHand(make)
    assert kept.of([1]) == kept.of([1]) == 1
    assert make.made == 2
    named = AtHand(make, name=tuple)
    assert named.of([1]) == named.of([1]) == 1
    assert make.made == 3


def test_those_that_ask_at_once_wait_for_the_first() -> None:
    make, asked = Counting(), [1, 2, 3]
    kept = AtHand(make)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(kept.of, [asked] * 8)) == [3] * 8
    assert make.made == 1


def test_what_was_begun_is_at_hand_once_it_has_been_made() -> None:
    make, asked = Counting(), [1]
    kept = AtHand(make)
    make.may.clear()
    kept.begin(asked)
    assert not kept.has(asked)
    make.may.set()
    assert kept.of(asked) == 1
    assert kept.has(asked) and make.made == 1


def test_the_last_few_are_kept() -> None:
    kept = AtHand(Counting())
    lists = [[n] for n in range(LIMIT + 1)]
    for one in lists:
        kept.of(one)
    assert [kept.has(one) for one in lists] == [False, *[True] * LIMIT]


def test_what_failed_is_made_anew() -> None:
    tries = iter([ValueError("no memory left"), None])

    def failing_once(asked: list[int]) -> int:
        failure = next(tries)
        if failure is not None:
            raise failure
        return len(asked)

    kept, asked = AtHand(failing_once), [1]
    with pytest.raises(ValueError, match="no memory left"):
        kept.of(asked)
    assert not kept.has(asked)
    assert kept.of(asked) == 1
