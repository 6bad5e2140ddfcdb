"""Rain and snow: sheets that repeat without a seam, fall, and are blown."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.frames.falling import SHEETS, sheets

HEIGHT_PX = 180


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
