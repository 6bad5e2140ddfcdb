"""Passes over a draft: each made once, the same whoever makes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from inhabit.core.camera import Motion
from inhabit.inputs.control import Control
from inhabit.runtime.passes import Passes, stage_of
from inhabit.runtime.shapes import Shaped
from inhabit.world.draft import Draft
from inhabit.world.memory import Reading
from tests.unit.runtime.test_engine import RUNG, SIZE, Plain, engine


def begun(plain: Plain) -> tuple[Shaped, Draft]:
    """What an engine has for its canvas, and a draft of a view ahead that nothing has been done to."""
    world = engine(plain)
    state = world.birth(1, "", SIZE)
    tick = 0
    while state.draft is None:
        control = Control(tick, 1 / 30, motion=Motion(yaw_rps=0.8))
        state, tick = world.commit(state, world.render(state, control, RUNG)), tick + 1
    return world.shapes.of(world.spec.canvas), state.draft


def test_a_draft_is_read_stepped_painted_and_settled() -> None:
    shaped, draft = begun(Plain())
    stages = []
    while isinstance(draft, Draft):
        stages.append(stage_of(draft))
        draft = shaped.passes.of(draft)
    assert stages == ["foresee", "generate", "generate", "paint", "settle"]


def test_two_that_ask_at_once_get_the_same_made_once() -> None:
    plain = Plain()
    shaped, draft = begun(plain)
    read = shaped.passes.of(draft)
    assert isinstance(read, Draft)
    steps = plain.steps
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(shaped.passes.of, [read] * 8))
    assert plain.steps == steps + 1
    assert all(one is made[0] for one in made)


def test_a_pass_is_at_hand_once_it_has_been_made() -> None:
    shaped, draft = begun(Plain())
    assert not shaped.passes.is_at_hand(draft)
    shaped.passes.of(draft)
    assert shaped.passes.is_at_hand(draft)
    assert not shaped.passes.is_at_hand(replace(draft, steps=7))


def test_a_pass_that_failed_is_made_anew() -> None:
    shaped, draft = begun(Plain())
    read = shaped.passes.of(draft)
    assert isinstance(read, Draft) and read.reading is not None
    known, tries = read.reading, iter([RuntimeError("no memory left"), None])

    def failing_once(*_: object) -> Reading:
        failure = next(tries)
        if failure is not None:
            raise failure
        return known

    passes = Passes(shaped.denoiser, shaped.sight, failing_once)
    with pytest.raises(RuntimeError, match="no memory left"):
        passes.of(draft)
    assert not passes.is_at_hand(draft)
    assert isinstance(passes.of(draft), Draft)
