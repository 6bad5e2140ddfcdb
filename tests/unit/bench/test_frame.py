"""`inhabit bench frame`: the keys that reports are built on, from the real loop in manual time."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import types

import pytest
from click.testing import CliRunner

from inhabit.bench.frame import Course, measure
from inhabit.bench.player import wander
from inhabit.cli.bench import table
from inhabit.cli.main import main
from inhabit.core.errors import InhabitError
from inhabit.inputs.events import Directive, Look, Move, parse, to_json
from tests.fakes.at_once import AtOnce
from tests.fakes.clock import ManualClock
from tests.fakes.engine import LARGE, ToyEngine

KEYS = {"device", "model", "size", "steps", "seconds", "fps", "core_ms", "miss_fraction", "stages", "rungs"}
SPREAD = {"p50_ms", "p95_ms", "p99_ms", "max_ms"}


def measured(engine: ToyEngine, clock: ManualClock, steps: int | None = 1) -> dict:
    return asyncio.run(measure(engine, Course(LARGE, 2.0, 30.0, steps), clock, thread=AtOnce()))


def test_an_engine_with_time_to_spare_holds_the_rate() -> None:
    clock = ManualClock()
    found = measured(ToyEngine(before_render=lambda *_: clock.advance(0.010)), clock)
    assert found.keys() >= KEYS | SPREAD
    assert found["fps"] == pytest.approx(30.0, abs=1.0)
    assert found["miss_fraction"] == 0.0
    assert found["rungs"] == {"128x128/1": 1.0}
    assert found["frames"] == pytest.approx(60, abs=2)
    assert found["p50_ms"] == pytest.approx(10.0, abs=0.5)
    assert {"wait", "generate", "commit", "encode", "package", "make"} <= found["stages"].keys()
    assert found["stages"]["encode"].keys() == SPREAD


def test_an_engine_that_is_too_slow_is_told_by_its_misses() -> None:
    clock = ManualClock()
    found = measured(ToyEngine(before_render=lambda *_: clock.advance(0.050)), clock)
    assert found["fps"] == pytest.approx(20.0, abs=0.5)
    # How much more than a third depends on whether a picture is shown before manual time is moved on.
    assert found["miss_fraction"] > 0.3
    assert found["skipped"] > 0


def test_without_steps_the_ladder_is_free() -> None:
    clock = ManualClock()
    engine = ToyEngine(before_render=lambda _control, rung: clock.advance(0.025 * rung.steps))
    found = measured(engine, clock, steps=None)
    assert max(found["rungs"], key=found["rungs"].get) == "128x128/1"


def test_a_session_that_ends_early_is_an_error() -> None:
    def break_down(*_: object) -> None:
        raise InhabitError("bad_weights", "the weights are gone")

    with pytest.raises(InhabitError, match="the weights are gone"):
        measured(ToyEngine(before_render=break_down), ManualClock())


def test_the_player_walks_looks_and_wishes_the_same_way_every_time() -> None:
    events = [event for batch in itertools.islice(wander(30.0), 600) for event in batch]
    assert {type(event) for event in events} == {Look, Move, Directive}
    assert all(parse(to_json(event)) == event for event in events)
    assert events == [event for batch in itertools.islice(wander(30.0), 600) for event in batch]


def test_the_last_line_on_standard_output_is_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("inhabit.runtime.load")
    module.load_engine = lambda _folder=None: ToyEngine()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "inhabit.runtime.load", module)
    monkeypatch.setattr("inhabit.runtime.clock.RealClock", ManualClock)
    done = CliRunner().invoke(main, ["bench", "frame", "--size", "128x128", "--seconds", "1", "--steps", "1"])
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["model"] == "toy"
    assert "encode" in done.stderr and "p99 ms" in done.stderr
    refused = CliRunner().invoke(main, ["bench", "frame", "--size", "640x480"])
    assert refused.exit_code == 2
    assert "choose one of 1:1 (64x64, 128x128)" in refused.stderr


def test_the_table_is_for_people() -> None:
    clock = ManualClock()
    text = table(measured(ToyEngine(before_render=lambda *_: clock.advance(0.010)), clock))
    assert "toy on paper, 128x128" in text
    assert "0.00% missed" in text
