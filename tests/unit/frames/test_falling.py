"""Rain and snow: sheets that repeat without a seam, fall, and are blown."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.frames.falling import SHEETS, behind, scale_of, sheets

HEIGHT_PX = 180


@pytest.mark.parametrize("size", ["640x360", "360x640"])
def test_drops_are_as_large_in_an_upright_picture_as_in_a_wide_one(size: str) -> None:
    assert scale_of(Size.parse(size)) == 360


@pytest.mark.parametrize("index", range(len(SHEETS)))
def test_a_sheet_has_no_seam(index: int) -> None:
    light = sheets(HEIGHT_PX)[index].light.astype(int)
    inside = np.abs(np.diff(light, axis=1)).max()
    assert np.abs(light[:, 0] - light[:, -1]).max() <= inside
    assert np.abs(light[0] - light[-1]).max() <= np.abs(np.diff(light, axis=0)).max()


def test_what_is_seen_moves_downward() -> None:
    for sheet in sheets(HEIGHT_PX):
        rows = sheet.light.shape[0]
        before, after = (sheet.offset_px(time_s, 0.0, HEIGHT_PX)[0] for time_s in (10.0, 10.05))
        # The corner shows an earlier row of the sheet, so its contents have come down.
        assert 0 < (before - after) % rows < rows // 2


def test_wind_blows_snow_along() -> None:
    flakes = sheets(HEIGHT_PX)[-1]
    calm, blown = (flakes.offset_px(1.0, wind, HEIGHT_PX)[1] for wind in (0.0, 1.0))
    assert blown > calm


def test_the_same_sheets_every_time() -> None:
    assert sheets(HEIGHT_PX)[0] is sheets(HEIGHT_PX)[0]
    assert all(sheet.light.max() > 200 for sheet in sheets(HEIGHT_PX))


def rained_on(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """A smooth picture, and the same with thin bright streaks."""
    dry = np.tile(np.linspace(60, 160, 640), (360, 1)).astype(np.uint8)
    wet = dry.copy()
    for column in np.random.default_rng(seed).choice(np.arange(8, 632, 12), 14, replace=False):
        wet[40:120, column : column + 2] += 40
    return dry, wet


class TestBehind:
    def behind(self, luma: np.ndarray, rain: float = 0.0, snow: float = 0.0) -> np.ndarray:
        chroma = np.full((180, 320), 128, np.uint8)
        return behind(PlanarFrame(luma, chroma, chroma), Attributes(rain=rain, snow=snow)).luma

    def test_streaks_of_rain_are_taken_away(self) -> None:
        dry, wet = rained_on()
        assert np.abs(self.behind(wet, rain=0.8).astype(int) - dry).max() <= 5

    def test_flakes_of_snow_are_taken_away(self) -> None:
        snowy = np.full((360, 640), 90, np.uint8)
        snowy[20:330:30, 20:600:40] = 200
        assert self.behind(snowy, snow=0.6).max() == 90

    def test_what_is_dark_stays_to_the_pixel(self) -> None:
        branch = np.full((360, 640), 200, np.uint8)
        branch[:, 300] = 20
        assert np.array_equal(self.behind(branch, rain=1.0, snow=1.0), branch)

    def test_dry_weather_leaves_a_picture_alone(self) -> None:
        _, wet = rained_on()
        assert self.behind(wet) is wet

    def test_other_moments_tell_rain_from_what_stands_still(self) -> None:
        dry, _ = rained_on()
        dry[:, 320] = 230  # a thin bright trunk
        moments = [np.maximum(rained_on(seed)[1], dry) for seed in range(9)]
        chroma = np.full((180, 320), 128, np.uint8)
        now = PlanarFrame(moments[-1], chroma, chroma)
        cleared = behind(now, Attributes(rain=0.8), np.stack(moments[:-1])).luma
        assert (np.abs(cleared.astype(int) - dry) > 2).mean() < 0.002
        assert (cleared[:, 320] == 230).all()
