"""`inhabit bench live`: what is made of what a page has seen, what the hands do, and what it refuses."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from inhabit.bench.chromium import find_browser
from inhabit.bench.cores import core_s, parsed, stolen_s
from inhabit.bench.hand import deeds
from inhabit.bench.live import Cost, Visit, figures, spent
from inhabit.cli.bench import live_table
from inhabit.cli.main import main
from inhabit.core.camera import Size
from inhabit.core.errors import InhabitError

VISIT = Visit(Size(640, 360), 10.0, 30.0)


def state(at_ms: float, rung: str, late: int) -> dict:
    counters = {"late": late, "dropped": 0, "repeated": 0, "skipped": 0}
    return {"at_ms": at_ms, "rung": rung, "counters": counters, "stages_ms": {"make": {"p50": 20, "p95": 25}}}


SEEN = {
    "began_ms": 1000.0,
    "ended_ms": 11_000.0,
    "shown": [[1000.0 + 40.0 * i, 1.5] for i in range(250)],
    "states": [state(1500, "640x360/2", 3), state(6000, "640x360/1", 9), state(10_500, "640x360/1", 12)],
    "answers": [["move", 60.0], ["move", 80.0], ["directive", 100.0]],
}


def test_the_figures_are_the_pages_own() -> None:
    found = figures(VISIT, SEEN, Cost(server_s=8.0, browser_s=2.5, stolen_s=0.5))
    assert (found["fps"], found["shown"], found["miss_fraction"]) == (
        25.0,
        250,
        pytest.approx(1 / 6, abs=1e-4),
    )
    assert found["gap"]["p50_ms"] == 40.0
    assert (found["first_response"]["samples"], found["first_response"]["p50_ms"]) == (3, 80.0)
    assert found["first_response"]["by_kind"]["directive"]["max_ms"] == 100.0
    assert found["server"]["late"] == 9
    assert found["rungs"] == {
        "640x360/1": pytest.approx(2 / 3, abs=1e-3),
        "640x360/2": pytest.approx(1 / 3, abs=1e-3),
    }
    assert found["rung_changes"] == [(0.5, "640x360/2"), (5.0, "640x360/1")]
    assert found["cores"] == {
        "server": 0.8,
        "browser": 0.25,
        "server_ms_per_frame": 32.0,
        "browser_ms_per_frame": 10.0,
        "stolen": 0.05,
    }
    json.dumps(found, allow_nan=False)
    told = live_table({**found, "model": "pocket", "device": "cpu", "browser": "Chrome"})
    assert "25 of 30 fps on screen" in told and "directive" in told


def test_a_page_that_saw_nothing_has_figures_too() -> None:
    nothing = {**SEEN, "shown": [], "states": [], "answers": []}
    found = figures(VISIT, nothing, Cost(None, None))
    assert (found["fps"], found["miss_fraction"], found["first_response"]["samples"]) == (0.0, 1.0, 0)
    assert found["cores"]["server"] is None
    json.dumps(found, allow_nan=False)


def test_hands_do_things_in_order_and_let_go_at_the_end() -> None:
    plan = deeds(20.0)
    assert all(before.at_s <= after.at_s for before, after in pairwise(plan))
    assert plan[-1].keys == ()
    assert {"make it rain", "turn to night"} & {deed.words for deed in plan}
    assert any(deed.drag_px for deed in plan)


def test_the_cost_of_another_machine_is_not_guessed() -> None:
    assert spent(Cost(None, 1.0), Cost(None, 3.0)) == Cost(None, 2.0)


def test_core_time_counts_a_family_and_nobody_else(tmp_path: Path) -> None:
    def process(pid: int, parent: int, *ticks: int) -> None:
        folder = tmp_path / str(pid)
        folder.mkdir()
        fields = ["S", str(parent), *"0" * 9, *map(str, ticks), "20"]
        (folder / "stat").write_text(f"{pid} (a (strange) name) {' '.join(fields)}\n")

    process(10, 1, 100, 20, 3, 0)
    process(11, 10, 50, 0, 0, 0)
    process(12, 11, 7, 0, 0, 0)
    process(99, 1, 1000, 0, 0, 0)
    assert core_s(10, tmp_path) == 180 / os.sysconf("SC_CLK_TCK")
    assert core_s(77, tmp_path) is None
    assert parsed((tmp_path / "12" / "stat").read_text()) == (12, 11, 7)


def test_what_the_host_gave_to_others_is_told(tmp_path: Path) -> None:
    assert stolen_s(tmp_path) is None
    (tmp_path / "stat").write_text("cpu  900 10 50 4000 5 0 2 150 0 0\ncpu0 1 2\n")
    assert stolen_s(tmp_path) == 150 / os.sysconf("SC_CLK_TCK")


def test_this_process_costs_something() -> None:
    used_s = core_s(os.getpid())
    assert used_s is None or used_s > 0.0


def test_a_machine_without_a_browser_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InhabitError, match="apt-get install chromium") as caught:
        find_browser()
    assert caught.value.code == "no_browser"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--browser", "no-such-browser"), "no_browser"),
        (("--size", "big"), "bad_size"),
        (("--seconds", "0"), "out_of_range"),
        (("--json", "/nowhere/at/all.json"), "cannot_write"),
    ],
)
def test_bad_values_are_refused_before_any_work(options: tuple[str, ...], code: str) -> None:
    result = CliRunner().invoke(main, ["bench", "live", *options])
    assert (result.exit_code, f"[{code}]" in result.stderr) == (2, True), result.stderr
