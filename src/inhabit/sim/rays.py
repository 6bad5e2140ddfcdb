"""One ray against one scene: the grid is walked cell by cell, so land and trees are met in order.

Most cells are passed by comparing the ray's lowest point with the highest thing in the cell (first in
64 m blocks, then in 8 m cells); only what remains is stepped through and intersected. Numba functions on
plain arrays and scalars; lengths in metres.
"""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.crowns import NEVER, tree
from inhabit.sim.fields import JIT, PART, bilinear
from inhabit.sim.terrain import CELL_M, CELLS
from inhabit.sim.trees import GRID_M

SKY, LAND, LAKE = range(3)
"""What a ray can end on, with LEAVES and BARK of crowns.py."""

REACH_M = 900.0
_FAR_M = GRID_M * 8.0
_MASK = CELLS - 1


@njit(**PART)
def trace(
    start, reach, ox, oy, oz, dx, dy, dz, height, ceiling, ceiling_far, land_top, trees, grain, water, floor,
    top,
):  # fmt: skip
    """First thing met by the ray: (distance or NEVER, kind, normal x y z, height within a tree 0..1).

    Nothing is closer than `start`; past `reach` nothing is looked for. If that is the end of sight the land
    goes on as a plane at `floor`. The walk over the cells is that of Amanatides and Woo,
    restarted after every skipped block.
    """
    end, end_kind = reach, SKY
    if dy < -1e-9:
        at = (water - oy) / dy
        if at < end:
            end, end_kind = at, LAKE
    flat = math.sqrt(dx * dx + dz * dz)
    per_x = 1.0 / dx if abs(dx) > 1e-9 else (1e9 if dx > 0 else -1e9)
    per_z = 1.0 / dz if abs(dz) > 1e-9 else (1e9 if dz > 0 else -1e9)
    step_x, step_z = (1 if dx > 0 else -1), (1 if dz > 0 else -1)
    ahead_x, ahead_z = (1 if dx > 0 else 0), (1 if dz > 0 else 0)
    stride_x, stride_z = abs(per_x) * GRID_M, abs(per_z) * GRID_M
    t = max(start, 0.05)
    y = oy + t * dy
    placed = False
    cell_x = cell_z = 0
    next_x = next_z = 0.0
    while t < end and (dy < 0.0 or y <= top):
        if not placed:
            x, z = ox + t * dx, oz + t * dz
            cell_x, cell_z = int(math.floor(x / GRID_M)), int(math.floor(z / GRID_M))
            block_x, block_z = cell_x >> 3, cell_z >> 3
            leave_x = ((block_x + ahead_x) * _FAR_M - x) * per_x
            leave_z = ((block_z + ahead_z) * _FAR_M - z) * per_z
            out = t + max(min(leave_x, leave_z), 0.0) + 1e-3
            if min(y, oy + out * dy) > ceiling_far[block_z & 31, block_x & 31]:
                t, y = out, oy + out * dy
                continue
            next_x = t + ((cell_x + ahead_x) * GRID_M - x) * per_x
            next_z = t + ((cell_z + ahead_z) * GRID_M - z) * per_z
            placed = True
        out = min(next_x, next_z, end)
        y_out = oy + out * dy
        wrapped_x, wrapped_z = cell_x & 255, cell_z & 255
        if min(y, y_out) <= ceiling[wrapped_z, wrapped_x]:
            hit = NEVER
            if min(y, y_out) <= land_top[wrapped_z, wrapped_x]:
                hit = _land(ox, oy, oz, dx, dy, dz, per_x, per_z, t, out, height)
            if trees[wrapped_z, wrapped_x, 5] > 0.0:
                tx = trees[wrapped_z, wrapped_x, 0] + (cell_x - wrapped_x) * GRID_M
                tz = trees[wrapped_z, wrapped_x, 1] + (cell_z - wrapped_z) * GRID_M
                radius = trees[wrapped_z, wrapped_x, 4]
                if abs(dx * (tz - oz) - dz * (tx - ox)) < radius * flat + 1e-6:
                    found, kind, nx, ny, nz, up = tree(
                        ox, oy, oz, dx, dy, dz, tx, trees[wrapped_z, wrapped_x, 2], tz,
                        trees[wrapped_z, wrapped_x, 3], radius, int(trees[wrapped_z, wrapped_x, 5]), grain,
                    )  # fmt: skip
                    if found < hit:
                        return found, kind, nx, ny, nz, up
            if hit < NEVER:
                return hit, LAND, 0.0, 1.0, 0.0, 0.0
        t, y = out, y_out
        if next_x < next_z:
            cell_x += step_x
            next_x += stride_x
            placed = (cell_x & 7) != 7 * (1 - ahead_x)
        else:
            cell_z += step_z
            next_z += stride_z
            placed = (cell_z & 7) != 7 * (1 - ahead_z)
        if not placed:
            t += 1e-3
    if end_kind == LAKE:
        return end, LAKE, 0.0, 1.0, 0.0, 0.0
    if dy < -1e-4 and reach >= REACH_M:
        at = (floor - oy) / dy
        if at > 0.0:
            return max(at, REACH_M), LAKE if water >= floor else LAND, 0.0, 1.0, 0.0, 0.0
    return NEVER, SKY, 0.0, 0.0, 0.0, 0.0


@njit(**PART)
def _land(ox, oy, oz, dx, dy, dz, per_x, per_z, start, stop, height):
    """Where the ray goes under the land between `start` and `stop`, or NEVER; `start` if it is there already.

    The squares of the heightfield are walked in order. Heights where the ray enters and leaves one tell
    whether it gets under the land in it; along the ray the land of a square is a parabola.
    """
    u, v = (ox + start * dx) / CELL_M, (oz + start * dz) / CELL_M
    over = oy + start * dy - bilinear(height, u, v)
    if over < 0.0:
        return start
    iu, iv = int(math.floor(u)), int(math.floor(v))
    next_u = start + (iu + (1 if dx > 0 else 0) - u) * CELL_M * per_x
    next_v = start + (iv + (1 if dz > 0 else 0) - v) * CELL_M * per_z
    t = start
    while True:
        at = min(next_u, next_v, stop)
        ku, kv, lu, lv = iu & _MASK, iv & _MASK, (iu + 1) & _MASK, (iv + 1) & _MASK
        along_u, along_v = (ox + at * dx) / CELL_M - iu, (oz + at * dz) / CELL_M - iv
        near, ahead = height[kv, ku], height[lv, ku]
        skew = (height[lv, lu] - ahead) - (height[kv, lu] - near)
        rise = near + (height[kv, lu] - near) * along_u + (ahead - near + skew * along_u) * along_v
        left = oy + at * dy - rise
        if left < 0.0:
            bend = skew * dx * dz * (at - t) * (at - t) / (CELL_M * CELL_M)
            return t + (at - t) * _fall(max(over, 1e-6), left, bend)
        if at >= stop:
            return NEVER
        t, over = at, left
        if next_u < next_v:
            iu += 1 if dx > 0 else -1
            next_u += abs(per_x) * CELL_M
        else:
            iv += 1 if dz > 0 else -1
            next_v += abs(per_z) * CELL_M


@njit(**JIT, inline="always")
def _fall(over, under, bend):
    """Where in [0, 1] a parabola from `over` (> 0) to `under` (< 0) is 0; its second power counts -`bend`."""
    slope = under - over + bend
    return 2.0 * over / (math.sqrt(max(slope * slope + 4.0 * bend * over, 0.0)) - slope)
