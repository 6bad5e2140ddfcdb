"""Twelve named worlds that people can start in."""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.inputs.values import parse_seed, parse_text
from inhabit.runtime.presets import PRESETS, preset_named


def test_there_are_twelve_and_their_names_differ() -> None:
    assert len({preset.name for preset in PRESETS}) == len({preset.seed for preset in PRESETS}) == 12


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_each_is_something_a_person_could_have_typed(preset) -> None:
    assert parse_text(preset.prompt, "prompt") == preset.prompt
    assert parse_seed(preset.seed) == preset.seed
    assert preset_named(preset.name) is preset


def test_an_unknown_one_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadInputError, match="'atlantis' is unknown: use one of first-light, "):
        preset_named("atlantis")
