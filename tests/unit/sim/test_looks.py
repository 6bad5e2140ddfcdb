"""Seasons, moods, storms and the later styles: each shows, they blend, and the same moment looks the same."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from inhabit.core.attributes import MOODS, SEASONS, STYLES, Attributes
from inhabit.core.camera import Size
from inhabit.core.known import FIRST, WHOLE
from inhabit.core.lightning import flash
from inhabit.sim.attributes import sample
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.march import march
from inhabit.sim.moods import tint_of
from inhabit.sim.palette import COVER, SNOW, Look
from inhabit.sim.scene import Scene
from inhabit.sim.seasons import shares, turned
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

SEED, SIZE = 300, Size(128, 72)
DAY = Attributes(hour=10.0, cloud=0.4)


@cache
def scene() -> Scene:
    return Scene.from_seed(SEED, Attributes(relief=0.3, water=0.3, trees=0.5))


@cache
def view() -> GBuffer:
    return march(scene(), walk(scene(), SEED, 30).poses[0], SIZE, 1.0)


@cache
def seen(look: Attributes, time_s: float = 1.0) -> np.ndarray:
    return shade(scene(), view(), look, view().pose, time_s)


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of two pictures, in levels of 255."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


def test_every_season_looks_different_from_every_other() -> None:
    for a, b in combinations(SEASONS, 2):
        assert apart(seen(DAY.with_season(a)), seen(DAY.with_season(b))) > 6.0, (a, b)


def test_every_mood_looks_different_from_every_other() -> None:
    for a, b in combinations(MOODS, 2):
        assert apart(seen(DAY.with_mood(a)), seen(DAY.with_mood(b))) > 4.0, (a, b)


def test_every_style_looks_different_from_every_other() -> None:
    assert len(STYLES) >= 6
    for a, b in combinations(STYLES, 2):
        assert apart(seen(DAY.with_style(a)), seen(DAY.with_style(b))) > 12.0, (a, b)


@pytest.mark.parametrize("change", ["season", "mood", "style"])
def test_half_of_one_and_half_of_another_lies_between_them(change: str) -> None:
    whole = {
        "season": (DAY, DAY.with_season("autumn")),
        "mood": (DAY, DAY.with_mood("melancholy")),
        "style": (DAY, DAY.with_style("gouache")),
    }[change]
    weights = [getattr(look, change) for look in whole]
    half = replace(DAY, **{change: tuple(0.5 * (a + b) for a, b in zip(*weights, strict=True))})
    first, second = map(seen, whole)
    assert apart(seen(half), first) < apart(first, second)
    assert apart(seen(half), second) < apart(first, second)


def test_winter_lies_white_where_none_falls_and_the_desert_feels_less_of_it() -> None:
    meadow = Look(DAY.with_season("winter"))
    desert = Look(DAY.with_biome("desert").with_season("winter"))
    assert Look(DAY).numbers[SNOW] == 0.0 < desert.numbers[SNOW] < meadow.numbers[SNOW]


def test_summer_and_a_plain_mood_change_nothing() -> None:
    matter = np.random.default_rng(0).random((12, 3))
    assert np.array_equal(turned(matter, shares(DAY.season, DAY.biome)), matter)
    tint = tint_of(DAY.mood)
    assert (tint.rich, tint.shown, tint.mist) == (1.0, 1.0, 0.0)
    assert all((factors == 1.0).all() for factors in (tint.zenith, tint.horizon, tint.sun))


def test_a_storm_covers_the_sky_and_drives_the_rain_aside() -> None:
    storm = replace(DAY, storm=1.0)
    assert Look(storm).numbers[COVER] > Look(DAY).numbers[COVER]
    rain = replace(DAY, rain=0.8, cloud=1.0)
    assert apart(seen(rain), seen(replace(rain, storm=0.19))) > 1.0


def test_lightning_lights_the_land_for_a_moment_and_strikes_the_same_each_time() -> None:
    storm = replace(DAY, hour=22.0, storm=1.0, cloud=1.0)
    times_s = [k / 30.0 for k in range(1800)]
    found = [(strike.strength, t) for t in times_s if (strike := flash(scene().seed, 1.0, t))]
    dark = next(t for t in times_s if flash(scene().seed, 1.0, t) is None)
    struck = seen(storm, max(found)[1])
    assert struck.mean() > seen(storm, dark).mean() + 4.0
    assert np.array_equal(struck, shade(scene(), view(), storm, view().pose, max(found)[1]))


def test_a_bolt_is_seen_only_in_front_of_the_sky_it_strikes_in() -> None:
    yaw = view().pose.yaw_rad
    storm, plain = replace(DAY, storm=1.0, cloud=1.0), np.float64(0.0)
    for tick in range(30 * 300):
        strike = flash(scene().seed, 1.0, tick / 30.0)
        if strike and strike.bolt > 0.9 and abs(math.remainder(strike.heading_rad - yaw, math.tau)) < 0.3:
            picture = seen(storm, tick / 30.0)
            plain = (picture.min(axis=2) > 250)[view().sky].sum()
            assert not (picture.min(axis=2) > 250)[~view().sky].any()
            break
    assert plain > 0


def test_worlds_are_drawn_from_what_is_known() -> None:
    rng = np.random.default_rng(0)
    first, whole = [sample(rng) for _ in range(200)], [sample(rng, WHOLE) for _ in range(400)]
    assert not any(look.vector()[FIRST.width :].any() for look in first)
    assert {look.main_style for look in whole} == set(STYLES)
    assert {look.main_season for look in whole} == set(SEASONS)
    assert {look.main_mood for look in whole} == set(MOODS)
    assert any(look.storm > 0.5 for look in whole) and any(look.storm == 0.0 for look in whole)


def test_what_the_first_checkpoints_are_drawn_from_does_not_move() -> None:
    look = sample(np.random.default_rng(7))
    again = sample(np.random.default_rng(7), FIRST)
    assert look == again and look.main_season == "summer"
