"""What things are painted with: sixteen paints of their own beyond the five materials of the land.

Their places in the two matter planes of the canvas are nodes of a grid with a quarter's spacing, 64 steps of
a byte, so that a mean over 2 x 2 pixels still tells neighbours apart. Of its 25 nodes the middle column is
left to ground and rock, which mix along it, and to the sky; water and leaves have one each; the two beside
bark would be taken for it. That leaves sixteen. What looks alike lies close, so that what is blurred or half
learned errs gently: stone by rock, wood by bark, green cloth by leaves, blue by water, yellow and fur by the
ground.

Leaves and bark of things are those of the land, and wear the colours of the biome.
"""

from __future__ import annotations

import numpy as np

(NONE, RED, BLUE, YELLOW, GREEN, WHITE, DARK, WOOD, PLASTER, STONE, ROOF, METAL, SKIN, FUR, FAWN, FLAME, LAMP,
 LEAVES, BARK) = range(19)  # fmt: skip
"""Paints. FLAME burns by day and night, LAMP (also lit windows) from dusk. LEAVES and BARK are materials."""

CLOTH = (RED, BLUE, YELLOW, GREEN, WHITE, DARK)
"""In the order of core.cast.COLOURS."""

PAINT_UV = np.array(
    [
        [0.50, 0.50],  # none
        [1.00, 1.00],  # red
        [0.00, 0.25],  # blue
        [0.25, 1.00],  # yellow
        [1.00, 0.75],  # green
        [0.00, 1.00],  # white
        [0.00, 0.00],  # dark
        [1.00, 0.00],  # wood
        [0.25, 0.75],  # plaster
        [0.25, 0.00],  # stone
        [1.00, 0.25],  # roof
        [0.25, 0.25],  # metal
        [0.75, 0.75],  # skin
        [0.75, 1.00],  # fur
        [0.75, 0.50],  # fawn
        [0.00, 0.75],  # flame
        [0.25, 0.50],  # lamp
        [1.00, 0.50],  # leaves, as gbuffer.MATTER_UV has them
        [0.80, 0.10],  # bark
    ],
    dtype=np.float64,
)
"""Where each paint lies in the two matter planes."""

_HEXES = (
    "000000 000000", "64101c e2503c", "142c6c 5496e0", "8c5410 f8cc50", "14442c 62b45c", "8a8698 fcf6ea",
    "12121e 4a4858", "3a2418 a4764a", "94867a f6ead2", "4c4c54 b8b4ac", "5c2018 c8603c", "3c4656 c4d0dc",
    "8c5038 f2bc94", "5a2a12 e08838", "5c4430 d2ae82", "e05a10 ffc860", "20242e d4d8c8", "000000 000000",
    "000000 000000",
)  # fmt: skip


def _linear() -> np.ndarray:
    pairs = [[[int(h[k : k + 2], 16) / 255.0 for k in (0, 2, 4)] for h in two.split()] for two in _HEXES]
    return np.array(pairs) ** 2


COLOUR = _linear()
"""Linear colour where a paint is darkest and lightest, float64 [19, 2, 3], whatever the biome."""

SHINE = np.zeros(19)
SHINE[METAL], SHINE[LAMP], SHINE[WHITE] = 0.55, 0.3, 0.05
"""How much of the sky and the sun a paint mirrors."""

FIRELIGHT = np.array([1.0, 0.66, 0.30]) ** 2 * 1.5
LAMPLIGHT = np.array([1.0, 0.80, 0.48]) ** 2 * 1.25
"""Linear colours of what flames and lamps give."""
