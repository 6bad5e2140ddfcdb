"""Reading memory into the commanded camera: geometry only, nothing learned, nothing full size.

For one keyframe and one camera, `pull` answers for every geometry cell: where in the keyframe does this
cell come from, may we trust that, how much is it magnified, and what is its disparity now. Points are
splatted forward first (a z-buffer of source indices), then each cell refines its source position by
a few fixed-point iterations through the keyframe's own disparity, so that the map is smooth where
surfaces are. Sky is carried by the wind on a plane of cloud; it is geometry like everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inhabit.core.camera import Pose, focal_px
from inhabit.world.reprojection import gather, land, mend, refine, splat

WIND_SPEED_MPS = 30.0
WIND_DIRECTION = (0.8, 0.6)
"""Unit vector east, north."""
DETAIL_FROM, DETAIL_TO = 1.4, 1.8
"""Magnification up to which a pulled cell is as sharp as it should be, and from which not at all."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One keyframe read into a camera, all on the geometry grid [h5, w5].

    `map_x, map_y` source position in source cells (pixel-centre convention: 0 is the centre of the first
    cell); `trust` in [0, 1]; `magnification` target cells per source cell; `disparity` in 1/m; `sky`.
    """

    map_x: np.ndarray
    map_y: np.ndarray
    trust: np.ndarray
    magnification: np.ndarray
    disparity: np.ndarray
    sky: np.ndarray


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the cells of one camera's picture lie in another's: `x, y` float32 [h5, w5] in the other's cells,
    inside it; `beyond` is the share of cells that had to be moved there."""

    x: np.ndarray
    y: np.ndarray
    beyond: float


def wind_drift(wind: float, dt_s: float) -> tuple[float, float]:
    """How far clouds move in `dt_s`: metres east, north."""
    distance = wind * WIND_SPEED_MPS * dt_s
    return distance * WIND_DIRECTION[0], distance * WIND_DIRECTION[1]


def pull(
    coarse: np.ndarray, source: Pose, target: Pose, drift_m: tuple[float, float], shape: tuple[int, int]
) -> Pull:
    """Read a keyframe (`coarse` float32 [5, h5, w5]: tone, u, v, disparity, sky) into `target`.

    `drift_m` is how far the clouds moved since the keyframe; `shape` is (rows, columns) of the result.
    """
    rows, columns = shape
    source_rows, source_columns = coarse.shape[1:]
    to_target = _camera_chain(source, target)
    focal_s = focal_px(source.fov_rad, source_columns, source_rows)
    focal_t = focal_px(target.fov_rad, columns, rows)
    drift = target.rotation().T @ np.array([drift_m[0], 0.0, drift_m[1]])
    matrix = to_target[0].astype(np.float32)
    offset = to_target[1].astype(np.float32)
    planes = [np.empty((rows, columns), np.float32) for _ in range(6)]
    winner = np.full((rows, columns), -1, np.int32)
    nearest = np.zeros((rows, columns), np.float32)
    landed = np.empty((3, source_rows, source_columns), np.float32)
    disparity, sky = coarse[3], coarse[4]
    arguments = (matrix, offset, drift.astype(np.float32), np.float32(focal_s), np.float32(focal_t))
    splat(disparity, sky, *arguments, winner, nearest, landed)
    winner = mend(winner)
    refine(disparity, sky, *arguments, winner, landed, *planes)
    return Pull(*planes)


def landing(coarse: np.ndarray, source: Pose, target: Pose, shape: tuple[int, int]) -> Landing:
    """Where every cell of `source` (`coarse` as for `pull`) lies in the cells of `target`, behind whatever it
    may be there; cells that `target` does not see lie on its rim. Directions of the sky stay what they are,
    wherever clouds and cameras go."""
    rows, columns = coarse.shape[1:]
    matrix, offset = _camera_chain(source, target)
    x, y = np.empty((rows, columns), np.float32), np.empty((rows, columns), np.float32)
    focal_s = np.float32(focal_px(source.fov_rad, columns, rows))
    focal_t = np.float32(focal_px(target.fov_rad, shape[1], shape[0]))
    beyond = land(
        coarse[3], coarse[4], matrix.astype(np.float32), offset.astype(np.float32),
        focal_s, focal_t, shape[0], shape[1], x, y,
    )  # fmt: skip
    return Landing(x, y, beyond / x.size)


def detail(pulled: Pull) -> np.ndarray:
    """How much of its detail each cell kept through magnification: [h5, w5] in [0, 1]."""
    return np.clip((DETAIL_TO - pulled.magnification) / (DETAIL_TO - DETAIL_FROM), 0.0, 1.0)


def sample(planes: np.ndarray, pulled: Pull) -> np.ndarray:
    """Bilinear samples of `planes` [c, h, w] at the pulled map: float32 [c, rows, columns]."""
    return sampled(planes, pulled.map_x, pulled.map_y)


def sampled(planes: np.ndarray, map_x: np.ndarray, map_y: np.ndarray) -> np.ndarray:
    """Bilinear samples of `planes` [c, h, w] at positions in their own cells: float32 [c, *positions]."""
    out = np.empty((planes.shape[0], *map_x.shape), np.float32)
    gather(planes, map_x, map_y, out)
    return out


def _camera_chain(source: Pose, target: Pose) -> tuple[np.ndarray, np.ndarray]:
    world_to_target = target.rotation().T
    return world_to_target @ source.rotation(), world_to_target @ (source.position - target.position)
