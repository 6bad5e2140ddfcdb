"""What is worked out in a quicker way is still what it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from inhabit.sim.fields import FULL, kept, noise_at
from inhabit.sim.surface import fade
from inhabit.sim.terrain import CELL_M, CELLS, make, quantile
from inhabit.sim.trees import FIELDS, GRID, GRID_M, ceilings, land_tops, sample


@njit
def faded(x: np.ndarray) -> np.ndarray:
    result = np.empty_like(x)
    for i in range(len(x)):
        result[i] = fade(x[i])
    return result


@njit
def noise(field: np.ndarray, x: float, z: float) -> float:
    return noise_at(field, x, z)


def test_fading_is_the_exponential() -> None:
    x = np.concatenate([np.linspace(0.0, 20.0, 20001), [1e3, 1e6]])
    assert np.abs(faded(x) - np.exp(-x)).max() < 3e-6


def test_noise_is_kept_in_half_the_space() -> None:
    field = np.random.default_rng(1).uniform(-1.0, 1.0, (512, 512)).astype(np.float32)
    small = kept(field)
    assert small.nbytes == field.nbytes // 2
    assert np.abs(small / FULL - field).max() < 2e-5
    assert noise(small, 511.5, 3.0) == pytest.approx(0.5 * (field[3, 511] + field[3, 0]), abs=2e-5)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.12345, 0.37, 0.777, 1.0])
def test_a_quantile_is_numpys(share: float) -> None:
    field = np.random.default_rng(2).normal(size=(999, 1001)).astype(np.float32)
    assert quantile(field, share) == float(np.quantile(field, share))


def test_no_land_is_higher_than_its_cells_top() -> None:
    height = make(np.random.default_rng(3), 0.6, 0.3).height_m
    top = land_tops(height)
    x, z = np.random.default_rng(4).uniform(0.0, CELLS * CELL_M, (2, 100_000))
    cells = top[(z / GRID_M).astype(int), (x / GRID_M).astype(int)]
    assert (sample(height, x, z) <= cells + 1e-4).all()
    assert (ceilings(top, np.zeros((GRID, GRID, FIELDS), np.float32), 5.0) == np.maximum(top, 5.0)).all()
