"""One place, from a seed: land, trees, and the noise that clouds, ground and bark are textured with.

A scene holds only what does not change with light, weather, biome or style, so that one scene (and one
march through it) can be shaded under any look: counterfactuals are cheap.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.sim import beams
from inhabit.sim import terrain as land
from inhabit.sim import trees as forest
from inhabit.sim.fields import kept

WIND_SPEED_MPS = 30.0
WIND_DIRECTION = (0.8, 0.6)
"""Clouds drift by wind * WIND_SPEED_MPS along (x, z)."""

NOISE = 512


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything a ray can meet. Maps are indexed [z, x] and wrap every terrain.PERIOD_M metres.

    `height_m` float32 [CELLS, CELLS]; `surface` float32 [CELLS, CELLS, 3] normal x, normal z and openness
    in [0, 1] (1 is open ground); `trees` float32 [GRID, GRID, FIELDS]; `ceiling_m` float32 [GRID, GRID] and
    `ceiling_far_m` float32 [GRID / 8, GRID / 8] highest points; `land_top_m` float32 [GRID, GRID] that of
    the land alone; `reach_m` see beams.reaches; `clouds` int16 [NOISE, NOISE] uniform in [0, 1] and
    `grain` int16 [NOISE, NOISE] texture noise in [-1, 1], both as fields.kept has them; `floor_m` is the
    altitude of the plane that the land goes on as past the end of sight; `wind` in [0, 1].
    """

    seed: int
    height_m: np.ndarray
    surface: np.ndarray
    trees: np.ndarray
    ceiling_m: np.ndarray
    ceiling_far_m: np.ndarray
    land_top_m: np.ndarray
    reach_m: tuple[np.ndarray, np.ndarray]
    clouds: np.ndarray
    grain: np.ndarray
    water_m: float
    floor_m: float
    wind: float

    @classmethod
    def from_seed(cls, seed: int, attributes: Attributes) -> Scene:
        """The same seed, relief, water, trees and wind give the same scene, bit for bit."""
        rng = np.random.default_rng([seed, 0x5EED])
        terrain = land.make(rng, attributes.relief, attributes.water)
        trees = forest.plant(rng, terrain, attributes.trees)
        land_top = forest.land_tops(terrain.height_m)
        ceiling = forest.ceilings(land_top, trees, terrain.water_m)
        return cls(
            seed=seed,
            height_m=np.ascontiguousarray(terrain.height_m),
            surface=_surface(terrain.height_m, forest.footprints(trees)),
            trees=trees,
            ceiling_m=ceiling,
            ceiling_far_m=np.ascontiguousarray(ceiling.reshape(32, 8, 32, 8).max(axis=(1, 3))),
            reach_m=beams.reaches(ceiling),
            land_top_m=land_top,
            clouds=kept(_clouds(rng)),
            grain=kept(np.clip(land.spectral(rng, NOISE, 11.0, 1.6) * 0.5, -1.0, 1.0)),
            water_m=terrain.water_m,
            floor_m=max(terrain.water_m, float(np.median(terrain.height_m[::8, ::8]))),
            wind=attributes.wind,
        )

    def ground_m(self, x_m: np.ndarray | float, z_m: np.ndarray | float) -> np.ndarray:
        """Altitude of land or water, whichever is higher, at metres; shapes broadcast."""
        height = forest.sample(self.height_m, np.asarray(x_m), np.asarray(z_m))
        return np.maximum(height, self.water_m)


def _surface(height: np.ndarray, shade: np.ndarray) -> np.ndarray:
    """Normals of a slightly smoothed land, and openness: hollows and the feet of trees are closed in."""
    padded = np.pad(height, 40, mode="wrap")
    smooth = cv2.GaussianBlur(padded, (0, 0), 0.8)
    step = 2.0 * land.CELL_M
    dx = (smooth[40:-40, 41:-39] - smooth[40:-40, 39:-41]) / step
    dz = (smooth[41:-39, 40:-40] - smooth[39:-41, 40:-40]) / step
    length = np.sqrt(dx * dx + dz * dz + 1.0)
    inner = slice(40, -40)
    hollow = sum(
        np.clip((cv2.GaussianBlur(padded, (0, 0), sigma)[inner, inner] - height) / depth, -0.6, 1.0)
        for sigma, depth in ((2.5, 1.6), (10.0, 9.0))
    )
    openness = np.clip(0.72 - 0.30 * hollow, 0.05, 1.0) * (1.0 - 0.85 * shade)
    return np.stack([-dx / length, -dz / length, openness], axis=-1).astype(np.float32)


def _clouds(rng: np.random.Generator) -> np.ndarray:
    """Billows: a broad field with puffs on it, made uniform so that a threshold is a coverage."""
    broad = land.spectral(rng, NOISE, 150.0, 2.3)
    puffs = -np.abs(land.spectral(rng, NOISE, 48.0, 1.9))
    field = broad + 0.55 * (puffs - puffs.mean())
    return land.uniform((field - field.mean()) / field.std())
