"""One thread owns the engine; turns queue."""

from __future__ import annotations

import asyncio

from inhabit.core.ports import Rendered
from inhabit.inputs.control import Control
from inhabit.runtime.beginning import Birth
from inhabit.runtime.ladder import rung_of
from inhabit.runtime.pacer import next_tick, pace_from
from inhabit.runtime.turn import Turn
from inhabit.runtime.worker import Worker
from tests.fakes.clock import ManualClock
from tests.fakes.engine import LARGE, ToyEngine

TICK, _ = next_tick(pace_from(0.0, 30.0), 0.0)


def turn(index: int = 0, *, birth: bool = True) -> Turn:
    born = Birth(1, "a lake", LARGE) if birth else None
    return Turn(TICK, 0, Control(index, 1 / 30), rung_of(LARGE, 1), born)


def test_a_turn_that_begins_a_world_returns_its_state() -> None:
    engine, clock = ToyEngine(), ManualClock()

    async def play() -> int:
        with Worker(engine, clock) as worker:
            state, rendered = await worker.render(None, turn())
            committed = await worker.commit(state, rendered)
            again, _ = await worker.render(committed.state, turn(birth=False))
            return again.commits

    assert asyncio.run(play()) == 1
    assert engine.births == [(1, "a lake")]


def test_turns_are_taken_first_come_first_served_and_know_how_long_they_waited() -> None:
    clock = ManualClock()
    engine = ToyEngine(before_render=lambda _control, _rung: clock.advance(0.010))

    async def play() -> list[Rendered]:
        with Worker(engine, clock) as worker:
            made = await asyncio.gather(*(worker.render(None, turn(index)) for index in range(3)))
        return [rendered for _, rendered in made]

    made = asyncio.run(play())
    assert [control.frame_index for control in engine.controls] == [0, 1, 2]
    assert made[0].stages_ms["wait"] <= made[1].stages_ms["wait"] < made[2].stages_ms["wait"]
    assert len(engine.threads) == 1


def test_an_abandoned_frame_leaves_the_world_as_it_was() -> None:
    engine = ToyEngine()

    async def play() -> bool:
        with Worker(engine, ManualClock()) as worker:
            state, first = await worker.render(None, turn())
            _, second = await worker.render(state, turn(birth=False))
            pictures = [(await worker.develop(made)).picture for made in (first, second)]
            return pictures[0].digest() == pictures[1].digest()

    assert asyncio.run(play())
