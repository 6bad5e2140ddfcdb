"""Where rain and snow really fell in a recorded picture, so that learning need not guess.

No network could predict single drops. Given where they are, what remains to be learned is how strongly they
show; the product then lets its own fall (`frames.falling`).
"""

from __future__ import annotations

import numpy as np
import torch
from numba import njit
from torch import Tensor

from inhabit.core.attributes import SCALARS
from inhabit.sim.palette import RAIN, SNOWFALL, WIND
from inhabit.sim.style import falling
from inhabit.training.batches import Crop
from inhabit.training.store import Store

FULL = {"rain": 0.17, "snow": 0.50}
"""Light of a streak and of a flake in the simulator at full rain and snow; sheets hold 1 there."""
NUMBERS = 1 + max(RAIN, SNOWFALL, WIND)
AT = {name: 2 + SCALARS.index(name) for name in ("rain", "snow", "wind")}


def fallen(store: Store, batch: Crop, rows: Tensor, size_px: tuple[int, int]) -> Tensor:
    """Light of rain and snow at full strength on pixel rows i and i + 1 for i in `rows` of each crop:
    float32 [b, 2, 2 r, w]; `size_px` is (width, height) of whole pictures."""
    lines = 5 * batch.row + torch.stack([rows, rows + 1], dim=1).flatten().numpy()
    columns = 5 * batch.column + np.arange(batch.tone.shape[-1])
    out = np.zeros((len(batch.frames), 2, len(lines), len(columns)), np.float32)
    for one, frame in zip(out, batch.frames, strict=True):
        attributes = store["attributes"][frame]
        for sheet, (name, number) in enumerate((("rain", RAIN), ("snow", SNOWFALL))):
            if attributes[AT[name]] > 0.0:
                numbers = np.zeros(NUMBERS)
                numbers[number], numbers[WIND] = 1.0, attributes[AT["wind"]]
                _draw(numbers, lines, columns, size_px[1], float(store["time_s"][frame]), one[sheet])
                one[sheet] /= FULL[name]
    return torch.from_numpy(out)


@njit(cache=True, nogil=True)
def _draw(numbers, rows, columns, height, time_s, out):
    # Columns and rows both count in picture heights, as the simulator has them.
    for a in range(len(rows)):
        for b in range(len(columns)):
            out[a, b] = falling(numbers, (columns[b] + 0.5) / height, (rows[a] + 0.5) / height, time_s)
