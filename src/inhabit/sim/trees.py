"""Where trees stand and what shape they have: at most one per cell of a coarse grid, wholly inside it.

A tree that never leaves its cell can be intersected while a ray walks the grid cell by cell, with exact
depth and no lists. Kinds: 0 none, 1 conifer (stacked cones), 2 broadleaf (ellipsoids), 3 poplar (one
slender ellipsoid), 4 shrub (a low ellipsoid).
"""

from __future__ import annotations

import functools

import cv2
import numpy as np

from inhabit.sim.terrain import CELL_M, CELLS, PERIOD_M, Terrain, spectral, uniform

GRID = 256
GRID_M = PERIOD_M / GRID
FIELDS = 6
X, Z, BASE, HEIGHT, RADIUS, KIND = range(FIELDS)


def plant(rng: np.random.Generator, terrain: Terrain, trees: float) -> np.ndarray:
    """float32 [GRID, GRID, FIELDS]: x, z (m, inside the period), base and height and radius (m), kind."""
    grid = np.zeros((GRID, GRID, FIELDS), dtype=np.float32)
    groves = uniform(spectral(rng, GRID, 34.0, 1.6))
    pines = spectral(rng, GRID, 60.0, 2.0) + rng.uniform(-0.9, 0.9)
    shy = rng.random((GRID, GRID))
    stature = rng.random((GRID, GRID)) ** 1.6
    offset = rng.uniform(-1.0, 1.0, (2, GRID, GRID))
    tint = rng.random((GRID, GRID))

    kind = np.where(pines > 0.25, 1, np.where(tint < 0.16, 3, 2))
    kind = np.where(tint > 0.86, 4, kind)
    height = np.choose(
        kind - 1, [6.5 + 9.5 * stature, 4.5 + 6.0 * stature, 7.0 + 7.0 * stature, 0.9 + 1.3 * stature]
    )
    slender = np.choose(kind - 1, [0.23, 0.42, 0.13, 0.75])
    radius = np.clip(height * slender, 0.5, 3.5)
    centre = (np.arange(GRID) + 0.5) * GRID_M
    room = GRID_M / 2 - radius - 0.05
    x = centre[None, :] + offset[0] * room
    z = centre[:, None] + offset[1] * room

    base = sample(terrain.height_m, x, z)
    steep = _steepness(terrain.height_m, x, z)
    above = base - terrain.water_m
    density = np.clip((groves - 0.86 + 0.85 * trees) / 0.30 * (0.35 + 0.75 * trees), 0.0, 0.97) * min(
        1.0, trees * 8.0
    )
    stands = (shy < density) & (steep < 0.62) & (above > 0.5) & (base < np.quantile(base, 0.97))
    for field, value in (
        (X, x),
        (Z, z),
        (BASE, base - 0.15),
        (HEIGHT, height),
        (RADIUS, radius),
        (KIND, kind),
    ):
        grid[:, :, field] = np.where(stands, value, 0.0)
    return grid


def footprints(grid: np.ndarray) -> np.ndarray:
    """float32 [CELLS, CELLS] in [0, 1]: how deep in the shade of a tree's foot the ground lies."""
    scale = 2
    picture = np.zeros((CELLS * scale, CELLS * scale), dtype=np.uint8)
    per_m = scale / CELL_M
    stands = grid[grid[:, :, KIND] > 0]
    # In eighths of a pixel, as plain integers: thousands of small arrays take longer than the circles.
    x, z, wide = (
        (stands[:, field] * share * per_m * 8).astype(int).tolist()
        for field, share in ((X, 1.0), (Z, 1.0), (RADIUS, 1.25))
    )
    depth = np.where(stands[:, KIND] == 4, 140, 225).tolist()
    for at_x, at_z, radius, shade in zip(x, z, wide, depth, strict=True):
        cv2.circle(picture, (at_x, at_z), radius, shade, -1, cv2.LINE_AA, 3)
    small = cv2.resize(picture, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small.astype(np.float32) / 255.0, (0, 0), 0.9)


def land_tops(height: np.ndarray) -> np.ndarray:
    """float32 [GRID, GRID]: the highest point of land in each grid cell, its borders included."""
    ratio = CELLS // GRID
    wrapped = np.pad(height, ((0, 1), (0, 1)), mode="wrap")
    return np.stack(
        [block_max(wrapped[dz : dz + CELLS, dx : dx + CELLS], ratio) for dz in (0, 1) for dx in (0, 1)]
    ).max(axis=0)


def ceilings(land_top: np.ndarray, grid: np.ndarray, water_m: float) -> np.ndarray:
    """float32 [GRID, GRID]: the highest point of land, water or tree in each grid cell."""
    top = np.where(grid[:, :, KIND] > 0, grid[:, :, BASE] + grid[:, :, HEIGHT] + 0.1, -1e9)
    return np.maximum(np.maximum(land_top, top), water_m).astype(np.float32)


def block_max(field: np.ndarray, side: int) -> np.ndarray:
    """The highest value of each block of `side` x `side` cells."""
    # Whole lines at a time: numpy's own maximum over two short axes takes ten times as long.
    rows = functools.reduce(np.maximum, [field[k::side] for k in range(side)])
    return functools.reduce(np.maximum, [rows[:, k::side] for k in range(side)])


def sample(field: np.ndarray, x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
    """Bilinear, wrapping read of a [CELLS, CELLS] field at metres; any shape in, the same shape out."""
    fx, fz = np.asarray(x_m) / CELL_M, np.asarray(z_m) / CELL_M
    ix, iz = np.floor(fx).astype(np.int64), np.floor(fz).astype(np.int64)
    ax, az = fx - ix, fz - iz
    # CELLS is a power of two.
    ix, iz = ix & (CELLS - 1), iz & (CELLS - 1)
    jx, jz = (ix + 1) & (CELLS - 1), (iz + 1) & (CELLS - 1)
    near = field[iz, ix] * (1 - ax) + field[iz, jx] * ax
    far = field[jz, ix] * (1 - ax) + field[jz, jx] * ax
    return near * (1 - az) + far * az


def _steepness(height: np.ndarray, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    dx = sample(height, x + 2.0, z) - sample(height, x - 2.0, z)
    dz = sample(height, x, z + 2.0) - sample(height, x, z - 2.0)
    return np.hypot(dx, dz) / 4.0
