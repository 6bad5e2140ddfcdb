"""Ids: they sort by when they were made, and say so."""

from __future__ import annotations

from uuid import UUID

import pytest

from inhabit.core.ids import RANDOM_BYTES, is_uuid7, made_at_s, uuid7


def test_an_id_is_a_uuid_of_version_seven() -> None:
    id = uuid7(1_700_000_000.123, bytes(range(RANDOM_BYTES)))
    assert UUID(id).version == 7 and is_uuid7(id)
    assert made_at_s(id) == 1_700_000_000.123


def test_later_ids_sort_later_whatever_chance_says() -> None:
    assert uuid7(1.0, b"\xff" * RANDOM_BYTES) < uuid7(1.001, b"\x00" * RANDOM_BYTES)


@pytest.mark.parametrize("text", ["", "..", "0" * 36, "../../etc/passwd", str(UUID(int=4 << 76)), "A" * 36])
def test_what_is_no_id_is_told_apart(text: str) -> None:
    assert not is_uuid7(text)


def test_chance_comes_in_the_right_amount() -> None:
    with pytest.raises(ValueError, match="10"):
        uuid7(0.0, b"")
