"""Canvas and picture planes folded onto the geometry grid, and back.

Networks never touch full size: 5x5 tone pixels of a cell become 25 channels, matter is resampled to
2x2 per cell and becomes 8. Folding is exact for tone; matter is smooth by nature and survives.
"""

from __future__ import annotations

from torch import Tensor, sigmoid
from torch.nn.functional import interpolate, pixel_shuffle, pixel_unshuffle

from inhabit.core.spec import GEOMETRY_CELL_PX
from inhabit.shapes import Matter, Patches, Tone

TONE_CHANNELS = GEOMETRY_CELL_PX**2
MATTER_CHANNELS = 8
PATCH_CHANNELS = TONE_CHANNELS + MATTER_CHANNELS + 2
SKY_CALM, SKY_CLEAR = 0.89, 158.0 / 255.0
"""How much a raised sky keeps of its height over a tone. Land wants its detail raised by more than sky does:
raised alike, the quartiles of made skies are 204, 224 and 246 where true ones have 197, 216 and 236, and a
tenth of them lies at 255, which is a cloud even where no clouds are wanted."""


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


def calmed(patches: Patches) -> Patches:
    """Patches that were painted of a raised latent, with the spread that true skies have."""
    tone, rest = patches[:, :TONE_CHANNELS], patches[:, TONE_CHANNELS:]
    sky = sigmoid(patches[:, 34:35])
    return _cat(tone + sky * (SKY_CALM - 1.0) * (tone - SKY_CLEAR), rest)


def _cat(*parts: Tensor) -> Tensor:
    from torch import cat

    return cat(parts, dim=1)
