"""What is said of a picture that a world begins from."""

from __future__ import annotations

from inhabit.core.attributes import Attributes
from inhabit.world.picture_remarks import MADE_UP, NO_HORIZON, NOT_KNOWN, Taken, of_picture

NOON = Attributes(hour=12.1, cloud=0.1)


def test_what_it_is_taken_for_and_that_the_rest_is_made_up() -> None:
    said = of_picture(Taken(NOON.with_biome("alpine"), 0.0, horizon=True, foreign=False))
    assert said == f"Taken for mountains, about 12:00. {MADE_UP}"


def test_a_foreign_picture_is_said_to_be_one() -> None:
    said = of_picture(Taken(NOON.with_style("noir"), 0.0, horizon=False, foreign=True))
    assert "in black and white" in said
    assert NOT_KNOWN in said
    assert NO_HORIZON in said


def test_what_did_not_fit_is_said() -> None:
    assert "25% of it lies outside" in of_picture(Taken(NOON, 0.25, horizon=True, foreign=False))
