"""What is the world of one picture like: a small residual network that reads hour, weather, biome and style.

It looks at 320x180, where streaks of rain and flakes of snow are still there. Of every value it says how
likely it is to lie above each of `LEVELS` thresholds; what is read is the median, so that a value counts as
nearer to one thing than to another exactly when that is the likelier. Biome and style are the likeliest name.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from inhabit.core.attributes import BIOMES
from inhabit.core.frame import PlanarFrame
from inhabit.core.known import FIRST

WIDTH_PX, HEIGHT_PX = 320, 180
CHANNELS = 6

WEATHER = ("cloud", "fog", "rain", "snow")
VALUES = ("sun", *WEATHER)
"""What is read as a value in [0, 1]; the sun's sine in [-1, 1] is moved there."""

STYLES_READ = FIRST.styles
"""What styles the probe tells apart: it is trained for the checkpoints that it judges."""
LEVELS = 16
THRESHOLDS = (np.arange(LEVELS) + 0.5) / LEVELS

_AROUND = (9, 16)
"""Rows and columns of squares that local contrast is measured over."""

_STAGES = (32, 64, 96, 160)

REGIONS = (4, 3)
"""Rows and columns of regions in which two pictures are compared: sky above land, left beside right."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the attribute probe saw: `sun` is the sine of the sun's path (1 noon, 0 at 6:00 and 18:00, -1
    midnight); `weather` in [0, 1] by name; `biome`, `style` the likeliest names."""

    sun: float
    weather: dict[str, float]
    biome: str
    style: str


def folded(frame: PlanarFrame) -> np.ndarray:
    """uint8 [6, 90, 160]: luma at 320x180 with its 2x2 squares as channels, then blue and red at 160x90."""
    half = (WIDTH_PX // 2, HEIGHT_PX // 2)
    luma = cv2.resize(frame.luma, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    squares = [luma[i::2, j::2] for i in (0, 1) for j in (0, 1)]
    chroma = [cv2.resize(plane, half, interpolation=cv2.INTER_AREA) for plane in (frame.blue, frame.red)]
    return np.stack([*squares, *chroma])


def normalised(pictures: np.ndarray) -> Tensor:
    """uint8 [b, 6, 90, 160] to float [b, 6, 90, 160] in [-1, 1]."""
    return torch.from_numpy(pictures).float() / 127.5 - 1.0


class AttributeProbe(nn.Module):
    """Pictures [b, 6, 90, 160] in [-1, 1] to [b, 89]: thresholds of VALUES, then biome, then style.

    Residual stages (He et al. 2015) at 80x45, 40x23, 20x12; what each saw on average counts, and the last's
    maximum. Luma comes twice, once with its local mean and contrast taken out, so that night is no darker.
    """

    def __init__(self) -> None:
        super().__init__()
        first, *others = _STAGES
        self.stem = nn.Sequential(
            nn.Conv2d(CHANNELS + 4, first, 5, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(first),
            nn.ReLU(),
        )
        self.stages = nn.ModuleList(_Residual(a, b) for a, b in zip(_STAGES, others, strict=False))
        self.head = nn.Sequential(
            nn.Dropout(0.2),
            nn.Linear(sum(_STAGES) + _STAGES[-1], 192),
            nn.ReLU(),
            nn.Linear(192, len(VALUES) * LEVELS + len(BIOMES) + len(STYLES_READ)),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        return self.head(self.felt(pictures))

    def felt(self, pictures: Tensor) -> Tensor:
        """What is seen of whole pictures [b, 6, 90, 160], from which all is read: [b, 512]."""
        maps = self._maps(pictures)
        means = [deep.mean(dim=(2, 3)) for deep in maps]
        return torch.cat([*means, maps[-1].amax(dim=(2, 3))], dim=1)

    def described(self, pictures: Tensor) -> Tensor:
        """What stem and stages see of pictures [b, 6, 90, 160] in each of REGIONS, on average: [b, f]."""
        return torch.cat(
            [F.adaptive_avg_pool2d(deep, REGIONS).flatten(1) for deep in self._maps(pictures)], 1
        )

    def _maps(self, pictures: Tensor) -> list[Tensor]:
        maps = [self.stem(torch.cat([pictures, _evened(pictures[:, :4])], dim=1))]
        for stage in self.stages:
            maps.append(stage(maps[-1]))
        return maps


def split(outputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The probe's output [b, 89] as logits: values [b, 5, LEVELS], biome [b, 5], style [b, 4]."""
    values, biome, style = outputs.split([len(VALUES) * LEVELS, len(BIOMES), len(STYLES_READ)], dim=1)
    return values.unflatten(1, (len(VALUES), LEVELS)), biome, style


def medians(logits: np.ndarray) -> np.ndarray:
    """float [n] in [0, 1] from logits [n, LEVELS] of lying above each threshold."""
    above = np.minimum.accumulate(1.0 / (1.0 + np.exp(-logits)), axis=1)
    places = np.concatenate([[0.0], THRESHOLDS, [1.0]])
    return np.array([np.interp(-0.5, -np.concatenate([[1.0], row, [0.0]]), places) for row in above])


def readings(outputs: Tensor) -> list[Reading]:
    """What the probe's output [b, 89] says."""
    values, biome, style = split(outputs)
    rows = zip(values.numpy(), biome.argmax(1).tolist(), style.argmax(1).tolist(), strict=True)
    return [_reading(medians(row), BIOMES[named], STYLES_READ[styled]) for row, named, styled in rows]


def _reading(values: np.ndarray, biome: str, style: str) -> Reading:
    sun, *weather = (float(value) for value in values)
    return Reading(2.0 * sun - 1.0, dict(zip(WEATHER, weather, strict=True)), biome, style)


def _evened(luma: Tensor) -> Tensor:
    """Luma [b, 4, h, w] less its mean around, over its spread around."""

    def around(plane: Tensor) -> Tensor:
        squares = F.interpolate(plane, _AROUND, mode="area")
        return F.interpolate(squares, plane.shape[2:], mode="bilinear")

    centre = around(luma.mean(dim=1, keepdim=True))
    spread = around((luma - centre).square().mean(dim=1, keepdim=True)).sqrt()
    return (luma - centre) / (spread + 0.03)


class _Residual(nn.Module):
    """Two 3x3 convolutions at half the size, added to a shortcut."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.deep = nn.Sequential(
            nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(channels_out),
            nn.ReLU(),
            nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels_out),
        )
        self.short = nn.Sequential(
            nn.AvgPool2d(2, ceil_mode=True),
            nn.Conv2d(channels_in, channels_out, 1, bias=False),
            nn.BatchNorm2d(channels_out),
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.deep(x) + self.short(x))
