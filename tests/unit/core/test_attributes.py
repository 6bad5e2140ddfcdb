"""Attributes survive the trip through their vector."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inhabit.core.attributes import (
    BIOMES,
    MOODS,
    SCALARS,
    SEASONS,
    STYLES,
    VECTOR_WIDTH,
    Attributes,
    one_hot,
)
from inhabit.core.known import FIRST

unit = st.floats(0.0, 1.0, width=32)


@given(
    hour=st.floats(0, 23.99),
    scalars=st.lists(unit, min_size=len(SCALARS), max_size=len(SCALARS)),
    biome=st.sampled_from(BIOMES),
    style=st.sampled_from(STYLES),
)
def test_vector_round_trip(hour: float, scalars: list[float], biome: str, style: str) -> None:
    given_ = (
        Attributes(hour=hour, **dict(zip(SCALARS, scalars, strict=True))).with_biome(biome).with_style(style)
    )
    back = Attributes.from_vector(given_.vector())
    assert math.isclose(math.remainder(back.hour - hour, 24.0), 0.0, abs_tol=1e-3)
    assert np.allclose(back.vector(), given_.vector(), atol=1e-5)


@given(
    season=st.sampled_from(SEASONS),
    mood=st.sampled_from(MOODS),
    storm=unit,
    share=st.floats(0.0, 1.0),
)
def test_seasons_moods_and_storm_survive_it_too_even_blended(
    season: str, mood: str, storm: float, share: float
) -> None:
    pairs = zip(one_hot(SEASONS, season), one_hot(SEASONS, "spring"), strict=True)
    mixed = tuple(share * a + (1.0 - share) * b for a, b in pairs)
    world = Attributes(storm=storm, season=mixed).with_mood(mood)
    back = Attributes.from_vector(world.vector())
    assert np.allclose(back.season, mixed, atol=1e-5)
    assert (back.main_mood, round(back.storm, 5)) == (mood, round(storm, 5))


def test_a_world_that_uses_nothing_new_has_zeros_behind_what_the_first_checkpoints_know() -> None:
    world = Attributes(hour=7.3, rain=0.4).with_biome("ember").with_style("print")
    assert not world.vector()[FIRST.width :].any()


def test_a_vector_from_before_reads_as_a_world_that_uses_nothing_new() -> None:
    world = Attributes(hour=7.3, rain=0.4).with_biome("ember").with_style("print")
    back = Attributes.from_vector(world.vector()[: FIRST.width])
    assert np.allclose(back.vector(), world.vector(), atol=1e-6)


def test_the_vector_has_the_width_everyone_counts_on() -> None:
    assert Attributes().vector().shape == (VECTOR_WIDTH,)


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="cubist"):
        Attributes().with_style("cubist")
