"""Lightning strikes when seed and time say so, and at no other time."""

from __future__ import annotations

import math

from inhabit.core.lightning import CALMEST, LASTS_S, SLOT_S, Flash, flash

TIMES_S = [k / 30.0 for k in range(30 * 120)]


def strikes(seed: int, storm: float) -> list[Flash | None]:
    return [flash(seed, storm, time_s) for time_s in TIMES_S]


def test_the_same_world_flashes_at_the_same_moments() -> None:
    assert strikes(3, 1.0) == strikes(3, 1.0) != strikes(4, 1.0)


def test_calm_weather_has_no_lightning() -> None:
    assert not any(strikes(3, CALMEST))


def test_the_wilder_the_storm_the_oftener_it_strikes() -> None:
    mild, wild = (sum(found is not None for found in strikes(5, storm)) for storm in (0.4, 1.0))
    assert 0 < mild < wild < len(TIMES_S) / 2


def test_a_strike_is_short_and_between_strikes_it_is_dark() -> None:
    lit = [found is not None for found in strikes(5, 1.0)]
    longest, run = 0, 0
    for on in lit:
        run = run + 1 if on else 0
        longest = max(longest, run)
    assert longest / 30.0 <= 2.0 * LASTS_S < SLOT_S


def test_strengths_and_headings_lie_in_range() -> None:
    for found in filter(None, strikes(7, 1.0)):
        assert 0.0 < found.strength <= 1.0 and 0.0 <= found.bolt <= 1.0
        assert -math.pi <= found.heading_rad < math.pi
