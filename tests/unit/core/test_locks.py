"""Which lock holds what, and what a hand on something locked is told."""

from __future__ import annotations

import pytest

from inhabit.core.attributes import FIELD_NAMES
from inhabit.core.errors import BadInputError
from inhabit.core.locks import LOCKS, let_go, listed, lock_of, refuse_locked


def test_every_attribute_has_exactly_one_lock() -> None:
    assert sorted(name for names in LOCKS.values() for name in names) == sorted(FIELD_NAMES)
    assert {lock_of(name) for name in FIELD_NAMES} == set(LOCKS) - {"camera"}


@pytest.mark.parametrize(
    ("attribute", "lock", "fix"),
    [
        ("rain", "weather", "unlock the weather"),
        ("hour", "time", "unlock it"),
        ("style", "style", "unlock it"),
        ("biome", "set", "unlock the set"),
    ],
)
def test_a_hand_on_something_locked_is_told_which_lock_and_the_fix(
    attribute: str, lock: str, fix: str
) -> None:
    with pytest.raises(BadInputError, match=fix) as caught:
        refuse_locked(attribute, {lock})
    assert caught.value.code == "locked"
    assert caught.value.message.startswith(f"{lock} is locked, so {attribute} stays as it is")


def test_a_hand_on_something_free_is_let_be() -> None:
    refuse_locked("rain", set(LOCKS) - {"weather"})


@pytest.mark.parametrize(
    ("locks", "words"),
    [
        ((), ""),
        (("time",), "The world began anew: time is no longer locked."),
        (("time", "camera", "style"), "The world began anew: camera, style and time are no longer locked."),
    ],
)
def test_a_new_beginning_says_what_it_let_go(locks: tuple[str, ...], words: str) -> None:
    assert let_go(locks) == words


def test_locks_are_named_in_one_order() -> None:
    assert listed(["time", "camera"]) == listed(["camera", "time"]) == "camera and time"
