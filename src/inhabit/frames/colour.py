"""What light does to a canvas: the arithmetic, and the layout of the numbers it takes. No weights here.

A pixel becomes three signals (grey, blue, red) by an affine map of its tone and matter, one map per cell of
10 pixels for land and one for sky (after HDRNet, Gharbi et al. 2017). Each map is a pair: the second is added
along a ramp of tone for land, and along the curve of cloud cover for sky, so that snow and clouds have edges.
Then curves that hold for the whole picture turn signals into what is shown: exposure, ink, neon. Maps know
places, curves know styles; neither paints detail, which comes from the canvas untouched.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from inhabit.shapes import Curves, Maps, Matter, Tone

SKY_TONE_FROM, SKY_TONE_TO = 0.54, 0.66
"""Tone is land below the first, sky above the second, and blends between: anti-aliased silhouettes."""

LAST_LAND, FIRST_SKY = int(255 * SKY_TONE_FROM), int(255 * SKY_TONE_TO) + 1
"""The same in bytes: the highest tone that is all land, the lowest that is all sky."""

OUTPUTS = 3
"""Signals: grey, blue, red."""
INGREDIENTS = 4
"""Land: tone, u, v, one. Sky: the curve of cloud body, u, v, one."""
PAIR = 2 * INGREDIENTS
LAND_CHANNELS = OUTPUTS * PAIR + 2
"""A pair of maps per signal; the ramp's middle and steepness."""
SKY_CHANNELS = OUTPUTS * PAIR
MAP_CHANNELS = LAND_CHANNELS + SKY_CHANNELS

KNOTS = 48
COVER, BODY, LUMA, BLUE, RED, BLUE_GAIN, RED_GAIN = range(7)
CURVES = 7
"""Cloud cover and cloud body over sky tones; then over grey: luma, and for each chroma what is shown where
its signal is 0 and how much its signal counts."""
SKY_CURVE_FROM, SKY_CURVE_TO = 0.6, 1.0


def colour(tone: Tone, matter: Matter, maps: Maps, glow: Tensor, curves: Curves) -> tuple[Tensor, Tensor]:
    """Light a canvas, differentiably: the reference for `compose.light`.

    tone [b, 1, h, w], matter [b, 2, any], maps [b, 50, h10, w10], glow [b, 3, h5, w5], curves [b, 7, 48] ->
    luma [b, 1, h, w] in [0, 1] and chroma [b, 2, h/2, w/2] centred on 0.
    """
    every = torch.arange(0, tone.shape[-2], 2)
    luma, chroma = colour_rows(tone, matter, maps, glow, curves, every)
    return luma.flatten(2, 3), chroma


def colour_rows(
    tone: Tone,
    matter: Matter,
    maps: Maps,
    glow: Tensor,
    curves: Curves,
    rows: Tensor,
    fallen: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """`colour` for some rows alone, because training on a few rows of many pictures teaches more than all
    rows of a few: `rows` [r] even -> luma [b, 1, r, 2, w] of rows i and i + 1, chroma [b, 2, r, w/2].

    `fallen` [b, 1, 2 r, w] is the grey of rain and snow on those rows.
    """
    height, width = tone.shape[-2:]
    pairs = torch.stack([rows, rows + 1], dim=1).flatten()
    picked = tone[:, :, pairs]
    grey = _signals(
        picked,
        _stretch(matter, height, pairs, width),
        _stretch(maps, height, pairs, width),
        _stretch(glow, height, pairs, width),
        curves,
        (0,),
    )
    grey = grey if fallen is None else grey + fallen
    luma = bend(grey, curves[:, LUMA], 0.0, 1.0)
    small = interpolate(picked, size=(len(rows), width // 2), mode="area")
    half = rows // 2
    signals = _signals(
        small,
        _stretch(matter, height // 2, half, width // 2),
        _stretch(maps, height // 2, half, width // 2),
        _stretch(glow, height // 2, half, width // 2),
        curves,
        (0, 1, 2),
    )
    shown = [
        bend(signals[:, :1], curves[:, bias], 0.0, 1.0)
        + bend(signals[:, :1], curves[:, gain], 0.0, 1.0) * signals[:, output : output + 1]
        for output, bias, gain in ((1, BLUE, BLUE_GAIN), (2, RED, RED_GAIN))
    ]
    return luma.unflatten(2, (len(rows), 2)), torch.cat(shown, dim=1)


def channels_of(output: int) -> list[int]:
    """Where a signal's numbers stand in the maps: its pair for land, the ramp's middle and steepness, its
    pair for sky."""
    land, sky = PAIR * output, LAND_CHANNELS + PAIR * output
    return [*range(land, land + PAIR), LAND_CHANNELS - 2, LAND_CHANNELS - 1, *range(sky, sky + PAIR)]


def skyness(tone: Tensor) -> Tensor:
    """0 for land tones, 1 for sky tones."""
    return torch.clamp((tone - SKY_TONE_FROM) / (SKY_TONE_TO - SKY_TONE_FROM), 0.0, 1.0)


def bend(x: Tensor, curve: Tensor, low: float, high: float) -> Tensor:
    """Look `x` [b, 1, …] up on `curve` [b, k], whose knots lie evenly from `low` to `high`."""
    last = curve.shape[1] - 1
    at = torch.clamp((x - low) / (high - low), 0.0, 1.0) * last
    knot = at.detach().floor().clamp(max=last - 1)
    index = knot.long().flatten(1)
    left = curve.gather(1, index).view_as(x)
    right = curve.gather(1, index + 1).view_as(x)
    return left + (at - knot) * (right - left)


def _signals(
    tone: Tensor, matter: Tensor, maps: Tensor, glow: Tensor, curves: Tensor, outputs: tuple[int, ...]
) -> Tensor:
    one = torch.ones_like(tone)
    land_stuff = torch.cat([tone, matter, one], dim=1)
    body = bend(tone, curves[:, BODY], SKY_CURVE_FROM, SKY_CURVE_TO)
    sky_stuff = torch.cat([body, matter, one], dim=1)
    middle, steep = maps[:, LAND_CHANNELS - 2 : LAND_CHANNELS - 1], maps[:, LAND_CHANNELS - 1 : LAND_CHANNELS]
    ramp = torch.clamp(0.5 + steep * (tone - middle), 0.0, 1.0)
    cover = bend(tone, curves[:, COVER], SKY_CURVE_FROM, SKY_CURVE_TO)
    share = skyness(tone)
    made = []
    for output in outputs:
        land = _mapped(maps, PAIR * output, ramp, land_stuff)
        sky = _mapped(maps, LAND_CHANNELS + PAIR * output, cover, sky_stuff)
        made.append(land + share * (sky - land) + glow[:, output : output + 1])
    return torch.cat(made, dim=1)


def _mapped(maps: Tensor, first: int, along: Tensor, stuff: Tensor) -> Tensor:
    base = maps[:, first : first + INGREDIENTS]
    more = maps[:, first + INGREDIENTS : first + PAIR]
    return ((base + along * more) * stuff).sum(1, keepdim=True)


def _stretch(planes: Tensor, height: int, rows: Tensor, width: int) -> Tensor:
    """Some rows of `planes` [b, c, any] enlarged to `height` x `width`, bilinear between cell centres."""
    last = planes.shape[-2] - 1
    at = ((rows.to(planes.device) + 0.5) * planes.shape[-2] / height - 0.5).clamp(0, last)
    above = at.floor().clamp(max=max(last - 1, 0)).long()
    past = (at - above)[:, None].to(planes.dtype)
    top, bottom = planes[:, :, above], planes[:, :, (above + 1).clamp(max=last)]
    mixed = top + past * (bottom - top)
    return interpolate(mixed, size=(len(rows), width), mode="bilinear", align_corners=False)
