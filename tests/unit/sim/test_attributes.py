"""Random looks: in range, varied, and mostly painted."""

from __future__ import annotations

import numpy as np

from inhabit.core.attributes import BIOMES, SCALARS, Attributes
from inhabit.core.known import FIRST
from inhabit.sim.attributes import sample


def looks() -> list[Attributes]:
    rng = np.random.default_rng(0)
    return [sample(rng) for _ in range(400)]


def test_scalars_lie_in_range_and_weights_sum_to_one() -> None:
    for look in looks():
        assert 0.0 <= look.hour < 24.0
        assert all(0.0 <= getattr(look, name) <= 1.0 for name in SCALARS)
        assert abs(sum(look.biome) - 1.0) < 1e-9 and abs(sum(look.style) - 1.0) < 1e-9


def test_every_biome_style_weather_and_part_of_the_day_occurs() -> None:
    many = looks()
    assert {look.main_biome for look in many} == set(BIOMES)
    assert {look.main_style for look in many} == set(FIRST.styles)
    assert any(look.rain > 0.5 for look in many) and any(look.snow > 0.5 for look in many)
    assert any(look.fog > 0.6 for look in many)
    assert any(look.hour < 4.0 for look in many) and any(10.0 < look.hour < 14.0 for look in many)


def test_nearly_half_is_painted() -> None:
    many = looks()
    share = sum(look.main_style == "painted" for look in many) / len(many)
    assert 0.36 < share < 0.56


def test_the_same_generator_gives_the_same_look() -> None:
    assert sample(np.random.default_rng(7)) == sample(np.random.default_rng(7))
