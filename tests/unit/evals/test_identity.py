"""What a world is recognised by: who would change it, how often it changes, and who asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.evals.identity import Identity, changes, run_figures, unasked
from inhabit.evals.sim_world import LOCKABLE, SimWorld, held
from inhabit.evals.suite import suite_named
from inhabit.evals.traits import BIOME, HERE, LAND, SET, STYLE, TRAITS, Trait
from inhabit.evals.truth import Truth
from inhabit.evals.world import EVAL_SIZE, CopyLastWorld, Forgets, Locks

NOW = Attributes(hour=12.0)


@pytest.mark.parametrize("trait", TRAITS, ids=lambda trait: trait.name)
def test_tries_change_their_trait_and_nothing_a_picture_would_show_besides(trait: Trait) -> None:
    given = next(trait.tries(np.random.default_rng(0), NOW))
    land = {name: getattr(NOW, name) for name in LAND}
    back = replace(given.wanted, **land, style=NOW.style, biome=NOW.biome)
    assert back == NOW and given.wanted != NOW


def test_a_trait_is_due_as_told() -> None:
    told = NOW.with_style("noir").with_biome("desert")
    assert (STYLE.due(told), BIOME.due(told), SET.due(told)) == ("noir", "desert", HERE)


def look(style: str, biome: str = "meadow") -> dict[str, str]:
    return {"style": style, "biome": biome, "set": HERE}


def test_changes_are_counted_from_look_to_look() -> None:
    looks = [look("noir"), look("neon"), look("neon"), look("noir")]
    assert changes(looks) == {"style": 2, "biome": 0, "set": 0}


def test_a_change_that_was_due_was_asked_for() -> None:
    told = [look("noir"), look("neon"), look("neon")]
    followed = {"model": told, "truth": told, "due": told}
    wild = followed | {"model": [look("noir"), look("neon"), look("neon", "desert")]}
    assert unasked(followed) == {"style": 0, "biome": 0, "set": 0}
    assert unasked(wild)["biome"] == 1


def test_rates_are_per_minute_with_the_worst_run_beside() -> None:
    still = [look("noir")] * 3
    wild = [look("noir"), look("neon"), look("noir")]
    runs = [{"model": m, "truth": still, "due": still} for m in (still, wild)]
    figures = run_figures(runs, minutes=0.5)
    assert figures["changes_per_minute"] == 2.0 and figures["worst_changes_per_minute"] == 4.0
    assert figures["truth_changes_per_minute"] == 0.0 and figures["unasked_per_minute"] == 2.0
    assert figures["by_trait"]["style"]["changes_per_minute"] == 2.0
    assert figures["chance_per_minute"] > 0.0


def test_a_world_without_locks_has_no_figure_for_them() -> None:
    run = {name: [look("noir")] * 5 for name in ("model", "truth", "due")}
    figures = Identity(suite_named("tiny")).figures([{"unlocked": run}])["identity"]
    assert figures["locked"]["changes_per_minute"] is None
    assert figures["unlocked"]["changes_per_minute"] == 0.0


def test_what_is_locked_stays_whatever_is_said() -> None:
    wanted = replace(NOW, rain=0.8).with_style("noir").with_biome("desert")
    locked = held(wanted, NOW, frozenset({"style"}))
    assert (locked.main_style, locked.main_biome, locked.rain) == (NOW.main_style, "desert", 0.8)


def test_worlds_say_what_they_can_do() -> None:
    world = SimWorld(Truth(EVAL_SIZE, 30.0))
    assert isinstance(world, Locks) and not isinstance(world, Forgets)
    assert not isinstance(CopyLastWorld(), Locks)
    assert {trait.name for trait in TRAITS} == LOCKABLE
