"""Attributes survive the trip through their vector."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inhabit.core.attributes import (
    BIOMES,
    SCALARS,
    STYLES,
    VECTOR_WIDTH,
    Attributes,
)

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


def test_the_vector_has_the_width_everyone_counts_on() -> None:
    assert Attributes().vector().shape == (VECTOR_WIDTH,)


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="cubist"):
        Attributes().with_style("cubist")
