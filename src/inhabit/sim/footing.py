"""Where something can stand: heights, slopes, water and trees at single points, quickly.

`Scene.ground_m` reads whole arrays; minds ask about a few points for each thing and tick, for which
plain numbers are thirty times faster.
"""

from __future__ import annotations

import math

from inhabit.sim.scene import Scene
from inhabit.sim.terrain import CELL_M, CELLS, PERIOD_M
from inhabit.sim.trees import GRID, GRID_M

STEEPEST = 0.70
"""Rise over run that feet still take."""
SHALLOWS_M = 0.12
"""Ground this much over the water is dry."""
_EVERGREEN, _SHRUB = 1, 4


class Footing:
    """The ground of one scene. Two made of the same scene say the same."""

    def __init__(self, scene: Scene) -> None:
        self._height = scene.height_m.item
        self._trees = scene.trees.item
        self.water_m = float(scene.water_m)

    def land_m(self, x_m: float, z_m: float) -> float:
        """Altitude of the land, under water too."""
        u, v = x_m / CELL_M, z_m / CELL_M
        iu, iv = math.floor(u), math.floor(v)
        a, b = u - iu, v - iv
        iu, iv = iu % CELLS, iv % CELLS
        ju, jv = (iu + 1) % CELLS, (iv + 1) % CELLS
        near = self._height(iv, iu) * (1.0 - a) + self._height(iv, ju) * a
        far = self._height(jv, iu) * (1.0 - a) + self._height(jv, ju) * a
        return near * (1.0 - b) + far * b

    def level_m(self, x_m: float, z_m: float) -> float:
        """Altitude of land or water, whichever is higher."""
        return max(self.land_m(x_m, z_m), self.water_m)

    def depth_m(self, x_m: float, z_m: float) -> float:
        """Depth of the water, negative on land."""
        return self.water_m - self.land_m(x_m, z_m)

    def steepness(self, x_m: float, z_m: float) -> float:
        """Rise over run of the land about a point."""
        dx = self.land_m(x_m + 1.0, z_m) - self.land_m(x_m - 1.0, z_m)
        dz = self.land_m(x_m, z_m + 1.0) - self.land_m(x_m, z_m - 1.0)
        return 0.5 * math.hypot(dx, dz)

    def wooded(self, x_m: float, z_m: float, room_m: float = 0.3) -> bool:
        """Whether a tree is in the way of something that needs `room_m` around it."""
        x, z = x_m % PERIOD_M, z_m % PERIOD_M
        column, row = int(x / GRID_M), int(z / GRID_M)
        if self._trees(row % GRID, column % GRID, 5) <= 0.0 and room_m < 0.5:
            return False
        for r in (row - 1, row, row + 1) if room_m >= 0.5 else (row,):
            for c in (column - 1, column, column + 1) if room_m >= 0.5 else (column,):
                kind = self._trees(r % GRID, c % GRID, 5)
                if kind <= 0.0:
                    continue
                gap = math.hypot(
                    math.remainder(self._trees(r % GRID, c % GRID, 0) - x, PERIOD_M),
                    math.remainder(self._trees(r % GRID, c % GRID, 1) - z, PERIOD_M),
                )
                # Evergreens and shrubs reach the ground; under other crowns there is room.
                share = 0.85 if kind in (_EVERGREEN, _SHRUB) else 0.30
                if gap < share * self._trees(r % GRID, c % GRID, 4) + room_m:
                    return True
        return False

    def firm(self, x_m: float, z_m: float) -> bool:
        """Whether feet can stand there: dry, not steep, no tree."""
        return (
            self.land_m(x_m, z_m) > self.water_m + SHALLOWS_M
            and self.steepness(x_m, z_m) < STEEPEST
            and not self.wooded(x_m, z_m)
        )

    def way(self, x_m: float, z_m: float, heading_rad: float, far_m: float) -> bool:
        """Whether the straight way from a point is firm for `far_m`, looked at every metre or so."""
        s, c = math.sin(heading_rad), math.cos(heading_rad)
        steps = max(int(math.ceil(far_m)), 1)
        return all(
            self.firm(x_m + s * far_m * k / steps, z_m + c * far_m * k / steps) for k in range(1, steps + 1)
        )
