"""A checkpoint says what it knows, and what says nothing knows what there was at first."""

from __future__ import annotations

import json

import pytest

from inhabit.core.attributes import NAMES, STYLES, VECTOR_WIDTH
from inhabit.core.errors import CheckpointError
from inhabit.core.known import FIRST, WHOLE, Known
from inhabit.core.spec import WorldSpec


def spec_from(**fields: object) -> WorldSpec:
    given = json.loads(WorldSpec().to_json()) | fields
    return WorldSpec.from_json(json.dumps({k: v for k, v in given.items() if v is not None}))


def test_the_first_checkpoints_know_four_styles_and_neither_seasons_nor_storms() -> None:
    assert FIRST.styles == ("painted", "noir", "neon", "print")
    assert (FIRST.seasons, FIRST.moods, FIRST.storms) == (("summer",), ("plain",), False)


def test_the_whole_knows_every_name() -> None:
    assert (WHOLE.styles, WHOLE.width, WHOLE.storms) == (STYLES, VECTOR_WIDTH, True)


def test_a_spec_from_before_knows_as_much_as_it_was_wide_and_is_laid_out_for_today() -> None:
    old = spec_from(known=None, attribute_width=19)
    assert (old.known, old.attribute_width) == (FIRST.names, VECTOR_WIDTH)


def test_what_is_written_comes_back() -> None:
    assert WorldSpec.from_json(WorldSpec(known=WHOLE.names).to_json()).known == NAMES


@pytest.mark.parametrize(
    "fields",
    [
        {"known": [*NAMES, "gravity"]},
        {"known": NAMES[1:]},
        {"known": NAMES[:3]},
        {"attribute_width": VECTOR_WIDTH + 1},
        {"known": list(NAMES), "attribute_width": 19},
        {"known": None, "attribute_width": 4},
    ],
)
def test_a_spec_that_knows_what_this_version_does_not_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(CheckpointError, match=r"check|between"):
        spec_from(**fields)


def test_only_the_first_names_in_order_can_be_known() -> None:
    with pytest.raises(CheckpointError, match="check cloud"):
        Known.of(("hour sine", *NAMES[2:], "hour cosine"))
