"""`inhabit bench streams`: sessions side by side in manual time, one more each round."""

from __future__ import annotations

import asyncio
import json
import sys
import types

import pytest
from click.testing import CliRunner

from inhabit.bench.frame import Course
from inhabit.bench.streams import MISS_LIMIT, Round, capacity, measure, slower_rates
from inhabit.cli.bench_streams import table
from inhabit.cli.main import main
from inhabit.core.errors import InhabitError
from tests.fakes.at_once import AtOnce
from tests.fakes.clock import ManualClock
from tests.fakes.engine import LARGE, ToyEngine


def measured(render_s: float, *, most: int = 8) -> dict:
    clock = ManualClock()
    engine = ToyEngine(before_render=lambda *_: clock.advance(render_s))
    return asyncio.run(measure(engine, Course(LARGE, 2.0, 24.0, 1), clock, most=most, thread=AtOnce()))


def round_of(count: int, fps: float, *, asked_fps: float = 24.0, missed: float = 0.0) -> Round:
    session = {"fps": fps, "miss_fraction": missed, "threads_ms": {"making": 20.0}}
    return Round(asked_fps, (session,) * count, 30.0, 1.5)


def test_rounds_go_on_until_a_session_misses_its_frames_then_slower() -> None:
    found = measured(0.015)
    counts = [each["sessions"] for each in found["rounds"]]
    held = found["held"]
    assert counts[: held + 1] == list(range(1, held + 2))
    assert set(counts[held + 1 :]) == {held + 1}
    assert [each["holds"] for each in found["rounds"][:held]] == [True] * held
    assert held < found["capacity"] + 1e-9 < held + 1
    assert found["ended"] == "missed"
    assert all(each["target_fps"] < 24.0 for each in found["rounds"][held + 1 :])


def test_an_engine_with_time_for_all_is_asked_for_no_more_than_was_wanted() -> None:
    found = measured(0.001, most=3)
    assert (found["held"], found["capacity"], found["ended"]) == (3, 3.0, "most")
    assert found["rounds"][-1]["fps"] == pytest.approx([24.0] * 3, abs=0.5)
    assert found["rounds"][-1]["miss_fraction"] < MISS_LIMIT


def test_an_engine_too_slow_for_one_holds_none_but_says_how_much_of_one() -> None:
    found = measured(0.060)
    assert found["held"] == 0
    assert 0.0 < found["capacity"] < 1.0


def test_capacity_is_the_most_frames_a_second_in_time_in_sessions_of_the_rate() -> None:
    rounds = [round_of(1, 24.0), round_of(2, 22.0, missed=0.08)]
    slower = [round_of(2, 20.0, asked_fps=20.0), round_of(2, 20.5, asked_fps=21.0, missed=0.02)]
    assert capacity(rounds, slower, 24.0) == pytest.approx(2 * 20.0 / 24.0)
    assert capacity(rounds[:1], [], 24.0) == 1.0
    assert capacity([round_of(1, 10.0, missed=0.5)], [], 24.0) == 0.0


def test_slower_rates_lie_between_what_was_held_and_what_was_made() -> None:
    least_fps, most_fps = slower_rates([round_of(1, 24.0), round_of(2, 22.0, missed=0.08)], 24.0)
    assert (least_fps, most_fps) == (12.0, 22.0)
    alone = slower_rates([round_of(1, 20.0, missed=0.1)], 24.0)
    assert alone == (12.0, 20.0)


def test_a_session_that_ends_early_is_an_error() -> None:
    def break_down(*_: object) -> None:
        raise InhabitError("bad_weights", "the weights are gone")

    engine = ToyEngine(before_render=break_down)
    with pytest.raises(InhabitError, match="the weights are gone"):
        asyncio.run(measure(engine, Course(LARGE, 2.0, 24.0, 1), ManualClock(), most=2, thread=AtOnce()))


def test_the_last_line_on_standard_output_is_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("inhabit.runtime.load")
    module.load_engine = lambda _folder=None: ToyEngine()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "inhabit.runtime.load", module)
    monkeypatch.setattr("inhabit.runtime.clock.RealClock", ManualClock)
    asked = ["--size", "128x128", "--seconds", "1", "--steps", "1", "--most", "1"]
    done = CliRunner().invoke(main, ["bench", "streams", *asked])
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["model"], found["size"]) == ("toy", "128x128")
    assert found.keys() >= {"held", "capacity", "rounds", "device", "target_fps"}
    assert "sessions" in done.stderr


def test_the_table_is_for_people() -> None:
    text = table(measured(0.001, most=2))
    assert "at least 2 hold 24 fps with under 1% missed" in text
