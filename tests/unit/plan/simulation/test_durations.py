"""How long things last: what is drawn has the mean and the survival that it says."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.durations import Duration, Exponential, Fixed, Lognormal, draw, survival

SHAPES: list[Duration] = [Exponential(300.0), Fixed(300.0), Lognormal(300.0, 0.8)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_drawn_lengths_have_the_mean(shape: Duration) -> None:
    lengths_s = draw(shape, 100_000, np.random.default_rng(1))
    assert lengths_s.mean() == pytest.approx(300.0, rel=0.02)
    assert lengths_s.min() > 0.0


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_drawn_lengths_survive_as_the_function_says(shape: Duration) -> None:
    lengths_s = draw(shape, 100_000, np.random.default_rng(2))
    ages_s = np.array([0.0, 10.0, 100.0, 299.0, 301.0, 1000.0])
    seen = [(lengths_s > age_s).mean() for age_s in ages_s]
    assert survival(shape, ages_s) == pytest.approx(seen, abs=0.006)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_area_under_the_survival_function_is_the_mean(shape: Duration) -> None:
    ages_s = np.arange(0.5, 40_000.0)
    assert survival(shape, ages_s).sum() == pytest.approx(300.0, rel=1e-3)


@pytest.mark.parametrize("mean_s", [0.0, -1.0, float("nan"), float("inf")])
def test_an_absurd_mean_is_refused(mean_s: float) -> None:
    for shape in (Exponential, Fixed, Lognormal):
        with pytest.raises(BadInputError, match="mean_s"):
            shape(mean_s)


def test_an_absurd_spread_is_refused() -> None:
    with pytest.raises(BadInputError, match="spread"):
        Lognormal(300.0, 50.0)
