"""A plane with stripes, drawn exactly: what spatial reading is tested against."""

from __future__ import annotations

import numpy as np

from inhabit.core.camera import Pose, focal_px


def striped_ground(pose: Pose, rows: int = 72, columns: int = 128) -> np.ndarray:
    """Cells float32 [6, rows, columns] of an endless striped plane at y = 0 under a plain sky."""
    focal = focal_px(pose.fov_rad, columns, rows)
    u = (np.arange(columns) + 0.5 - columns / 2) / focal
    v = -(np.arange(rows) + 0.5 - rows / 2) / focal
    grid = (rows, columns)
    local = np.stack([np.broadcast_to(u, grid), np.broadcast_to(v[:, None], grid), np.ones(grid)], axis=-1)
    world = local @ pose.rotation().T
    land = world[..., 1] < -1e-3
    depth = np.where(land, -pose.y_m / np.where(land, world[..., 1], 1.0), 1.0)
    place = pose.position + world * depth[..., None]
    cells = np.zeros((6, rows, columns), np.float32)
    cells[0] = np.where(land, 0.25 + 0.2 * np.sin(0.5 * place[..., 0]) * np.sin(0.3 * place[..., 2]), 0.8)
    cells[3] = np.where(land, 1 / depth, np.maximum(world[..., 1], 0) / (600 - pose.y_m))
    cells[4] = ~land
    cells[5] = 1.0
    return cells
