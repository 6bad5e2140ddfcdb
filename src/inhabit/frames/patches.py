"""Canvas and picture planes folded onto the geometry grid, and back.

Networks never touch full size: 5x5 tone pixels of a cell become 25 channels, matter is resampled to
2x2 per cell and becomes 8. Folding is exact for tone; matter is smooth by nature and survives.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import interpolate, pixel_shuffle, pixel_unshuffle

from inhabit.core.spec import GEOMETRY_CELL_PX
from inhabit.shapes import Matter, Tone

TONE_CHANNELS = GEOMETRY_CELL_PX**2
MATTER_CHANNELS = 8
PATCH_CHANNELS = TONE_CHANNELS + MATTER_CHANNELS + 2


def fold_planes(tone: Tone, matter: Matter) -> Tensor:
    """Full-size plane and half-size planes -> [b, 33, h5, w5]."""
    rows, columns = tone.shape[-2] // GEOMETRY_CELL_PX, tone.shape[-1] // GEOMETRY_CELL_PX
    small = interpolate(matter, size=(2 * rows, 2 * columns), mode="area")
    return _cat(pixel_unshuffle(tone, GEOMETRY_CELL_PX), pixel_unshuffle(small, 2))


def unfold_planes(folded: Tensor) -> tuple[Tone, Matter]:
    """[b, 33, h5, w5] -> tone [b, 1, h, w] and matter at two samples per cell [b, 2, 2 h5, 2 w5].

    Matter stays at 2/5 of full size; resize it to half size only where a full-size canvas is needed.
    """
    tone = pixel_shuffle(folded[:, :TONE_CHANNELS], GEOMETRY_CELL_PX)
    matter = pixel_shuffle(folded[:, TONE_CHANNELS : TONE_CHANNELS + MATTER_CHANNELS], 2)
    return tone, matter


def coarse_planes(folded: Tensor) -> Tensor:
    """The mean of each cell: [b, 33, h5, w5] -> tone, u, v as [b, 3, h5, w5]."""
    tone = folded[:, :TONE_CHANNELS].mean(1, keepdim=True)
    u = folded[:, TONE_CHANNELS : TONE_CHANNELS + 4].mean(1, keepdim=True)
    v = folded[:, TONE_CHANNELS + 4 : TONE_CHANNELS + 8].mean(1, keepdim=True)
    return _cat(tone, u, v)


def _cat(*parts: Tensor) -> Tensor:
    from torch import cat

    return cat(parts, dim=1)
