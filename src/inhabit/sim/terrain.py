"""The lie of the land: a periodic heightfield and what rests on it, made from seeded spectral noise.

Everything wraps: the land repeats every PERIOD_M metres, so a walk never reaches an edge. Noise is made
in the frequency domain (white noise times a power law), which is periodic for free; mountains are its
ridges, valleys its carved lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

CELLS = 1024
CELL_M = 2.0
PERIOD_M = CELLS * CELL_M


@dataclass(frozen=True, slots=True)
class Terrain:
    """`height_m` float32 [CELLS, CELLS] indexed [z, x]; `water_m` is the altitude of the water plane."""

    height_m: np.ndarray
    water_m: float


def spectral(rng: np.random.Generator, cells: int, wavelength: float, slope: float) -> np.ndarray:
    """Periodic noise, float32 [cells, cells], mean 0, deviation 1.

    Power falls with `slope` above the frequency of `wavelength` (in cells) and vanishes below it.
    """
    # OpenCV's transform takes a sixth of numpy's time, in single precision; no point of the land moves by a
    # millimetre for it.
    wave = cv2.dft(rng.standard_normal((cells, cells)).astype(np.float32))
    wave *= _transfer(cells, wavelength, slope)
    field = cv2.idft(wave, flags=cv2.DFT_REAL_OUTPUT | cv2.DFT_SCALE)
    # The transfer lets no mean through, so the deviation is the root mean square.
    field *= cells / cv2.norm(field)
    return field


@lru_cache(maxsize=16)
def _transfer(cells: int, wavelength: float, slope: float) -> np.ndarray:
    """What each coefficient is multiplied with, in OpenCV's packed order: float32 [cells, cells]."""
    ratio = _frequency(cells) * np.float32(wavelength)
    kept = np.exp(-0.5 / np.maximum(ratio, 1e-6) ** 4) / np.maximum(ratio, 0.3) ** slope
    return kept.astype(np.float32)


@lru_cache(maxsize=4)
def _frequency(cells: int) -> np.ndarray:
    """Cycles per cell of each coefficient of a real signal's transform, packed: float32 [cells, cells].

    Columns hold real and imaginary parts in turn; the first and the last, whose transforms are of real
    signals again, are packed the same way along the rows (OpenCV's CCS format). `cells` is even.
    """
    index = np.arange(cells)
    paired, wrapped = (index + 1) // 2, np.minimum(index, cells - index)
    rows = np.broadcast_to(wrapped[:, None], (cells, cells)).copy()
    rows[:, 0] = rows[:, -1] = paired
    return (np.hypot(rows, paired[None, :]) / cells).astype(np.float32)


def uniform(field: np.ndarray) -> np.ndarray:
    """A normal field mapped through its distribution function: float32, uniform in [0, 1]."""
    return (1.0 / (1.0 + np.exp(-1.702 * field))).astype(np.float32)


def make(rng: np.random.Generator, relief: float, water: float) -> Terrain:
    """Land from plains (relief 0) to mountains (1), from dry (water 0) to drowned (1)."""
    sharp, terrace = rng.uniform(0.2, 1.0), max(0.0, rng.uniform(-1.0, 1.0))
    hills = spectral(rng, CELLS, rng.uniform(120, 200), 2.4)
    knolls = spectral(rng, CELLS, 40.0, 2.6)
    height = (3.0 + 13.0 * relief) * hills + (0.5 + 1.6 * relief) * knolls
    height = _valleys(rng, height, 0.7)
    height += 150.0 * relief**1.4 * _mountains(rng, sharp)
    height = _terraces(height, 0.4 * terrace * relief, 18.0)
    height = _weathered(height)
    height -= quantile(height, 0.02)
    return _fill(height.astype(np.float32), water)


def quantile(field: np.ndarray, share: float) -> float:
    """`np.quantile` of a whole float32 field, bit for bit, in half the time: it has no other rank to find."""
    at = share * (field.size - 1)
    rank = min(int(at), field.size - 2)
    below, above = np.partition(field, (rank, rank + 1), axis=None)[rank : rank + 2]
    part, step = at - rank, above - below
    return float(below + step * part if part < 0.5 else above - step * (1 - part))


def _mountains(rng: np.random.Generator, sharp: float) -> np.ndarray:
    """Ridges in [0, ~1.3] gathered into ranges, so that there is open land between them.

    A ridged multifractal (Musgrave): each finer octave is scaled by the coarser, so crests are craggy
    and valley floors smooth.
    """
    warp = 16.0 * np.stack([spectral(rng, CELLS, 120.0, 2.2) for _ in range(2)])
    total, weight = np.zeros((CELLS, CELLS), np.float32), np.ones((CELLS, CELLS), np.float32)
    for octave in range(4):
        ridge = 1.0 - 0.85 * np.abs(spectral(rng, CELLS, 230.0 / 2.1**octave, 3.2))
        # Powers of 0 would be taken by way of denormals, which are many times slower.
        weight *= cv2.pow(np.maximum(ridge, 1e-9), 1.2 + sharp) * (ridge > 0.0)
        total += np.float32((0.50, 0.30, 0.16, 0.08)[octave]) * weight
        weight = np.minimum(1.9 * weight, 1.0)
    ranges = np.clip(0.22 + 0.55 * spectral(rng, CELLS, 420.0, 2.5), 0.0, 1.15)
    return ranges * _warped(total, warp) * 1.35


def _warped(field: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """`field` read at every cell moved by `shift`, float32 [2, CELLS, CELLS] in cells along (z, x)."""
    cells = np.arange(CELLS, dtype=np.float32)
    z, x = shift[0] + cells[:, None], shift[1] + cells
    for at in (z, x):
        # The remainder, bit for bit, in a fifth of the time: CELLS is a power of two.
        at -= CELLS * np.floor(at * (1.0 / CELLS))
    padded = np.pad(field, ((0, 1), (0, 1)), mode="wrap")
    return cv2.remap(padded, x, z, cv2.INTER_LINEAR)


def _valleys(rng: np.random.Generator, height: np.ndarray, depth: float) -> np.ndarray:
    """Press winding lines of the land toward its low quantile, as rivers would."""
    line = np.abs(spectral(rng, CELLS, 260.0, 2.6))
    carve = depth * np.exp(-((line / 0.30) ** 2))
    floor = quantile(height, 0.12)
    return height + (floor - height) * carve * (height > floor)


def _terraces(height: np.ndarray, amount: float, rise_m: float) -> np.ndarray:
    """Soft mesas: steep risers and level treads of `rise_m`."""
    level = height / rise_m
    whole = np.floor(level)
    part = level - whole
    stepped = (whole + part**3 * (part * (6.0 * part - 15.0) + 10.0)) * rise_m
    return height + min(amount, 0.8) * (stepped - height)


def _weathered(height: np.ndarray) -> np.ndarray:
    """Take the finest jags off: cells are 2 m apart and a camera may stand among them."""
    padded = np.pad(height.astype(np.float32), 8, mode="wrap")
    return cv2.GaussianBlur(padded, (0, 0), 1.0)[8:-8, 8:-8]


def _fill(height: np.ndarray, water: float) -> Terrain:
    """Choose the water plane so that it covers up to 60 % of the land; shape shores to be gentle."""
    if water <= 0.02:
        return Terrain(height, float(height.min()) - 30.0)
    level = quantile(height, 0.6 * water**1.15)
    above = height - level
    gentle = above * (0.35 + 0.65 * np.clip(np.abs(above) / 9.0, 0.0, 1.0))
    return Terrain((level + gentle).astype(np.float32), level)
