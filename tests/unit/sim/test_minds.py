"""Minds: the same seed lives the same life, feet are on firm ground, orders are followed, animals are
animals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.cast import CHARACTERS, Cast, Order, Thing
from inhabit.sim.casting import cast_of, placed
from inhabit.sim.footing import STEEPEST, Footing
from inhabit.sim.minds import JUMP_M, step
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene
from inhabit.sim.walk import viewpoint

FPS = 30


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.from_seed(12, Attributes(relief=0.5, water=0.5, trees=0.4))


@pytest.fixture(scope="module")
def footing(scene: Scene) -> Footing:
    return Footing(scene)


@pytest.fixture(scope="module")
def spot(scene: Scene) -> Spot:
    return Spot(*viewpoint(scene, np.random.default_rng(5)))


def lived(
    footing: Footing, cast: Cast, seconds: float, orders: dict[int, Order] | None = None, seed: int = 3
) -> list[Cast]:
    casts = [cast]
    for tick in range(int(seconds * FPS)):
        casts.append(step(casts[-1], footing, 1.0 / FPS, seed, tick, orders or {}))
    return casts


def standing(footing: Footing, kind: str, spot: Spot, identity: int = 1, reach: float = 60.0) -> Thing:
    rng = np.random.default_rng(identity)
    while True:
        x, z = spot.x_m + rng.uniform(-reach, reach), spot.z_m + rng.uniform(-reach, reach)
        if footing.firm(x, z) and all(footing.way(x, z, a, 6.0) for a in (0.0, 2.0, 4.0)):
            return Thing(identity, kind, x, footing.level_m(x, z), z)


def test_single_points_are_read_as_whole_fields_are(scene: Scene, footing: Footing) -> None:
    x, z = np.random.default_rng(1).uniform(-3000.0, 3000.0, (2, 200))
    one = [footing.level_m(float(a), float(b)) for a, b in zip(x, z, strict=True)]
    assert np.abs(np.array(one) - scene.ground_m(x, z)).max() < 1e-4


def test_a_world_is_lived_again_bit_for_bit(scene: Scene, footing: Footing, spot: Spot) -> None:
    cast = cast_of(scene, 4, spot)
    assert cast == cast_of(scene, 4, spot) and cast != cast_of(scene, 5, spot)
    assert lived(footing, cast, 4.0)[-1] == lived(footing, cast, 4.0)[-1]
    assert lived(footing, cast, 4.0)[-1] != lived(footing, cast, 4.0, seed=4)[-1]


@pytest.mark.parametrize("seed", range(4))
def test_nobody_walks_into_water_up_cliffs_or_off_the_ground(
    scene: Scene, footing: Footing, spot: Spot, seed: int
) -> None:
    cast = cast_of(scene, seed, spot, characters=1, creatures=6)
    walking = {thing.identity for thing in cast.of((*CHARACTERS, "deer", "sheep", "fox"))}
    orders = {who.identity: Order("run", (spot.x_m + 200.0, spot.z_m)) for who in cast.of(CHARACTERS)}
    for moment in lived(footing, cast, 8.0, orders):
        for thing in moment:
            if thing.identity in walking:
                assert thing.y_m == pytest.approx(footing.level_m(thing.x_m, thing.z_m), abs=1e-6)
                assert footing.depth_m(thing.x_m, thing.z_m) < 0.0
                assert footing.steepness(thing.x_m, thing.z_m) < STEEPEST


def test_nobody_is_carried_further_than_feet_can_run(scene: Scene, footing: Footing, spot: Spot) -> None:
    for before, after in zip(
        *(lambda c: (c, c[1:]))(lived(footing, cast_of(scene, 2, spot), 5.0)), strict=False
    ):
        for a, b in zip(before, after, strict=True):
            assert math.dist((a.x_m, a.y_m, a.z_m), (b.x_m, b.y_m, b.z_m)) * FPS < 14.0
            assert abs(math.remainder(b.heading_rad - a.heading_rad, math.tau)) * FPS < 3.3
            assert b.elapsed_s == 0.0 or b.elapsed_s > a.elapsed_s or b.doing == "jump"


def test_a_character_goes_where_it_is_told_and_stops(footing: Footing, spot: Spot) -> None:
    who = standing(footing, "wanderer", spot)
    heading = next(a for a in np.linspace(0.0, 6.2, 40) if footing.way(who.x_m, who.z_m, float(a), 6.0))
    goal = who.x_m + 5.0 * math.sin(heading), who.z_m + 5.0 * math.cos(heading)
    end = lived(footing, Cast((who,)), 8.0, {1: Order("walk", goal)})[-1].things[0]
    assert math.hypot(end.x_m - goal[0], end.z_m - goal[1]) < 0.8 and end.doing == "idle"


def test_running_is_faster_than_walking(footing: Footing, spot: Spot) -> None:
    who = standing(footing, "knight", spot)
    heading = next(a for a in np.linspace(0.0, 6.2, 40) if footing.way(who.x_m, who.z_m, float(a), 5.0))
    goal = who.x_m + 40.0 * math.sin(heading), who.z_m + 40.0 * math.cos(heading)

    def far(doing: str) -> float:
        end = lived(footing, Cast((who,)), 1.5, {1: Order(doing, goal)})[-1].things[0]
        return math.hypot(end.x_m - who.x_m, end.z_m - who.z_m)

    assert far("run") > 1.7 * far("walk") > 1.0


def test_a_jump_leaves_the_ground_and_comes_back(footing: Footing, spot: Spot) -> None:
    who = standing(footing, "child", spot)
    up = [
        c.things[0].y_m - footing.level_m(c.things[0].x_m, c.things[0].z_m)
        for c in lived(footing, Cast((who,)), 0.95, {1: Order("jump")})
    ]
    assert 0.8 * JUMP_M < max(up) <= JUMP_M + 1e-6
    assert up[0] == pytest.approx(0.0) and up[-1] == pytest.approx(0.0, abs=1e-6) and min(up) > -1e-6


@pytest.mark.parametrize("doing", ["wave", "look", "idle"])
def test_who_waves_or_looks_stays_where_it_is(footing: Footing, spot: Spot, doing: str) -> None:
    who = standing(footing, "robot", spot)
    end = lived(footing, Cast((who,)), 1.0, {1: Order(doing)})[-1].things[0]
    assert (end.x_m, end.z_m, end.doing) == (who.x_m, who.z_m, doing)


def test_deer_flee_from_people(footing: Footing, spot: Spot) -> None:
    deer = standing(footing, "deer", spot, 2)
    who = Thing(1, "knight", deer.x_m + 3.0, footing.level_m(deer.x_m + 3.0, deer.z_m), deer.z_m)
    casts = lived(footing, Cast((who, deer)), 4.0)
    assert any(cast.things[1].doing == "run" for cast in casts)
    end = casts[-1].things[1]
    assert math.hypot(end.x_m - who.x_m, end.z_m - who.z_m) > 6.0


def test_grazers_mostly_graze(footing: Footing, spot: Spot) -> None:
    herd = Cast(tuple(standing(footing, "sheep", spot, k) for k in range(1, 5)))
    doings = [thing.doing for cast in lived(footing, herd, 30.0) for thing in cast]
    assert doings.count("graze") / len(doings) > 0.3 and {"walk", "look"} <= set(doings)


def test_birds_stay_in_the_air_and_together(footing: Footing, spot: Spot) -> None:
    flock = Cast(
        tuple(
            Thing(
                k,
                "bird",
                spot.x_m + 4.0 * k,
                footing.level_m(spot.x_m, spot.z_m) + 12.0,
                spot.z_m,
                0.3 * k,
                doing="fly",
            )
            for k in range(1, 6)
        )
    )
    for cast in lived(footing, flock, 40.0)[::30]:
        at = np.array([[b.x_m, b.y_m, b.z_m] for b in cast])
        assert all(y > footing.level_m(x, z) + 1.5 for x, y, z in at)
        assert np.hypot(*(at[:, ::2] - at[:, ::2].mean(axis=0)).T).max() < 45.0


def test_boats_stay_on_deep_water_and_bob(scene: Scene, footing: Footing) -> None:
    drowned = Scene.from_seed(12, Attributes(relief=0.4, water=0.9, trees=0.0))
    sea = Footing(drowned)
    boat = next(
        thing for seed in range(40)
        if (thing := placed(drowned, seed, "boat", Spot(50.0 * seed, 80.0 * seed, 0.0), Cast()))
    )  # fmt: skip
    moments = [cast.things[0] for cast in lived(sea, Cast((boat,)), 30.0)]
    assert all(sea.depth_m(b.x_m, b.z_m) > 0.4 for b in moments)
    heights = [b.y_m - sea.water_m for b in moments]
    assert 0.05 < max(heights) - min(heights) < 0.3
    assert math.hypot(moments[-1].x_m - boat.x_m, moments[-1].z_m - boat.z_m) > 3.0


def test_everything_stands_where_it_belongs(scene: Scene, footing: Footing) -> None:
    found: dict[str, int] = {}
    for seed in range(30):
        spot = Spot(*viewpoint(scene, np.random.default_rng(seed)))
        for thing in cast_of(scene, seed, spot):
            found[thing.kind] = found.get(thing.kind, 0) + 1
            depth = footing.depth_m(thing.x_m, thing.z_m)
            if thing.kind == "boat":
                assert depth > 0.5
            elif thing.kind == "bird":
                assert thing.y_m > footing.level_m(thing.x_m, thing.z_m) + 2.0
            elif thing.kind != "bridge":
                assert depth < 0.0
                assert abs(thing.y_m - footing.land_m(thing.x_m, thing.z_m)) < 1.2
    assert len(found) > 15
