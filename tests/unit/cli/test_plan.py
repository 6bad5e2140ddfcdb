"""`inhabit plan`: answers without options and without torch, explains itself, and refuses in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from inhabit.cli import plan_calibration, plan_plot
from inhabit.cli.main import main
from inhabit.cli.plan import command
from inhabit.plan import calibration
from tests.fakes.measurement import LINE

NOT_ASKED = ("calibrate", "check-source", "report", "simulate")
"""What is not answered without anything: those that measure, read a file, or take long."""
QUESTIONS = [name for name in command.commands if name not in NOT_ASKED]
QUICK = ["--hours", "20min", "--runs", "2"]
HEAVY = ("torch", "numba", "cv2", "openvino", "av", "matplotlib", "fastapi")


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's own calibration is read or written; terminals are wide."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def plan(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["plan", *words], input=stdin)


def answered(*words: str) -> dict[str, Any]:
    """The JSON line of an answer; everything else went to standard error."""
    found = plan(*words, "--json", "-")
    assert found.exit_code == 0, found.stderr
    assert found.stdout.count("\n") == 1
    return json.loads(found.stdout)


def refused(*words: str) -> str:
    """The sentence that a value is refused with: no traceback, nothing on standard output."""
    found = plan(*words)
    assert found.exit_code == 2, (found.output, found.exception)
    assert found.stdout == "" and "Traceback" not in found.stderr
    return found.stderr


def calibrated(folder: Path, **changes: Any) -> Path:
    """This machine's calibration, as `inhabit plan calibrate` would leave it."""
    found = plan("calibrate", "--from", "-", stdin=json.dumps({**LINE, **changes}))
    assert found.exit_code == 0, found.stderr
    return folder / "inhabit" / "calibration.json"


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_without_options(question: str) -> None:
    shown = plan(question)
    assert shown.exit_code == 0, shown.output
    found = answered(question)
    assert set(found) == {"title", "said", "figures", "tables", "plots", "notes", "origins"}
    assert found["title"] in shown.stdout and found["figures"][0]["name"] in shown.stdout


def test_a_simulation_is_answered_too() -> None:
    found = answered("simulate", *QUICK)
    assert "simulated" in found["title"]
    assert any(row[5] is not None for row in found["tables"][0]["rows"])


def test_a_whole_service_is_answered_too() -> None:
    found = answered("simulate", "--registered", "2M", "--runs", "2", "--active", "8%", "--slots", "4")
    assert found["title"].startswith("A service with 2,000,000")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_explains_formula_numbers_and_origin(question: str) -> None:
    shown = plan(question, "--explain").stdout
    figure = answered(question)["figures"][0]
    assert f"= {figure['formula']}" in shown
    origin = figure["inputs"][0]["origin"]
    assert f"[{origin}] {figure['inputs'][0]['source']}" in shown


def test_numbers_are_put_into_the_formula() -> None:
    shown = plan("response", "--explain").stdout
    assert "= (T - t_i - t_p) x fps / 1000" in shown
    assert "= (100 - 5 - 10) x 30 / 1000" in shown


def test_it_says_what_is_measured_sourced_assumed_and_given(data_home: Path) -> None:
    calibrated(data_home)
    shown = plan("capacity", "--fps", "24").stdout
    for line in ("Measured: ", "Sourced: ", "Assumed: ", "Given: frame rate."):
        assert line in shown


def test_the_json_line_may_go_to_a_file(tmp_path: Path) -> None:
    place = tmp_path / "answer.json"
    shown = plan("quality", "--json", str(place))
    assert "Weighted quality" in shown.stdout
    assert json.loads(place.read_text())["title"] == "Weighted quality"


NAN, INF = "nan", "inf"
BAD = [
    (["budget", "--fps", "0"], "frame rate is 0"),
    (["budget", "--fps", NAN], "frame rate is nan"),
    (["budget", "--fps", "1e9"], "at most 10000"),
    (["budget", "--stage", "draw"], "is not NAME=VALUE"),
    (["budget", "--stage", "draw=5GB"], "'GB' is none of"),
    (["budget", "--stage", "draw=-1"], "stage 'draw' is -1 ms"),
    (["budget", "--reserve", "100%"], "give less than 1"),
    (["response", "--wanted", "10"], "input and processing take 15 ms"),
    (["response", "--input", NAN], "input time is nan"),
    (["response", "--processing", "-3"], "processing time is -3 ms"),
    (["steps", "--alpha", INF], "alpha is inf"),
    (["steps", "--step", "0ms"], "time of a step is 0 ms"),
    (["steps", "--most", "0"], "most steps is 0"),
    (["steps", "--measured", "4"], "is not STEPS,QUALITY"),
    (["steps", "--device", "H1000"], "Known: H100 SXM"),
    (["capacity", "--fps", "-24"], "frame rate is -24 fps"),
    (["capacity", "--size", "large"], "not WIDTHxHEIGHT"),
    (["capacity", "--size", "9x9"], "must be even"),
    (["capacity", "--cores", "0"], "the cores is 0"),
    (["capacity", "--core", NAN], "core time of a frame is nan"),
    (["capacity", "--memory", "5min"], "'min' is none of B, kB"),
    (["capacity", "--uplink", "0"], "uplink is 0"),
    (["capacity", "--headroom", "85"], "give 0.85 for 85 %"),
    (["capacity", "--device", "H100"], "did you mean 'H100 SXM' or 'H100 PCIe'"),
    (["capacity", "--device", "L4", "--cores", "4"], "--cores is of this machine"),
    (["capacity", "--precision", "fp8"], "name it with --device"),
    (["capacity", "--spec", "absent.json"], "absent.json cannot be read"),
    (["capacity", "--calibration", "absent.json"], "absent.json is not there"),
    (["memory", "--device", "GeForce"], "device 'GeForce' is not known"),
    (["memory", "--hardware", "absent.toml"], "absent.toml cannot be read"),
    (["memory", "--sessions", "0"], "the sessions is 0"),
    (["memory", "--precision", "fp12"], "precision 'fp12' is not known"),
    (["memory", "--overhead", "1s"], "overhead is 1000 ms"),
    (["memory", "--fps", INF], "frame rate is inf"),
    (["queue", "--servers", "3000"], "give at least 3001 servers"),
    (["queue", "--arrivals", "-1/s"], "arrivals_per_s is -1"),
    (["queue", "--arrivals", "10GB"], "'GB' is none of /s, /min"),
    (["queue", "--session", NAN], "service_s is nan"),
    (["queue", "--room", "-1"], "room is -1"),
    (["queue", "--share", "0"], "is 0: give more than 0"),
    (["economics", "--sessions", "0"], "streams per machine is 0"),
    (["economics", "--used", "40"], "give 0.4 for 40 %"),
    (["economics", "--users", NAN], "the users is nan"),
    (["economics", "--cost", "gpus"], "is not NAME=VALUE"),
    (["economics", "--device", "RTX 4090"], "has no price in the table"),
    (["preview", "--refused", "100%"], "nobody is ever satisfied"),
    (["preview", "--render", "0"], "price of a render is 0"),
    (["preview", "--time", INF], "time of a render is inf"),
    (["quality", "--row", "speed=0.5,1,2"], "the weights sum to 0.5"),
    (["quality", "--row", "speed=1,two,3"], "is not numbers with commas"),
    (["quality", "--row", f"speed=1,{NAN},3"], "is nan: give a finite number"),
    (["quality", "--row", "speed=1,11,3"], "is 11: give at least 0 and at most 10"),
    (["horizon", "--gap", "0"], "negligible gap is 0"),
    (["horizon", "--halving", "-1"], "halving time is -1"),
    (["horizon", "--live", "2024"], "is not NAME=VALUE"),
    (["horizon", "--live", "2024=1"], "gap of 2024 is -0.58"),
    (["simulate", "--arrivals", "0"], "the arrivals is 0"),
    (["simulate", "--machines", "0"], "hosts is 0 and nothing starts any"),
    (["simulate", "--slots", "0"], "slots of a machine is 0"),
    (["simulate", "--session", NAN], "is nan"),
    (["simulate", "--hours", "0"], "leave time to measure"),
    (["simulate", "--log", "absent.csv"], "absent.csv cannot be read"),
    (["simulate", "--active", "8%"], "give --registered"),
    (["simulate", "--registered", "-5"], "registered is -5"),
    (["simulate", "--registered", "2M", "--machines", "4"], "--machines is of a single house"),
    (["calibrate", "--from", "absent.json"], "absent.json cannot be read"),
    (["calibrate", "--fps", NAN], "fps nan is out of range"),
    (["calibrate", "--size", "big"], "not WIDTHxHEIGHT"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "why"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_what_cannot_be_is_refused_with_the_value_and_the_fix(words: list[str], why: str) -> None:
    assert why in refused(*words)


@pytest.mark.parametrize("words", [["queue", "--servers", "many"], ["simulate", "--runs", "1"], ["fly"]])
def test_what_is_no_option_at_all_is_refused_too(words: list[str]) -> None:
    assert plan(*words).exit_code == 2


def test_hardware_of_ones_own_is_laid_over_the_table(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[device]]\nname = "Mine"\nkind = "gpu"\nmemory_gb = 12\nbandwidth_gb_per_s = 500\n'
        "tflops = { fp32 = 10, fp16 = 20 }\n"
    )
    assert answered("memory", "--hardware", str(own), "--device", "mine")["title"].count("Mine") == 1
    own.write_text('[[device]]\nnmae = "Mine"\n')
    assert "did you mean 'name'" in refused("memory", "--hardware", str(own), "--device", "mine")


def test_a_recorded_log_is_simulated_and_a_bad_line_named(tmp_path: Path) -> None:
    log = tmp_path / "sessions.csv"
    log.write_text("start_s,length_s\n0,60\n30,60\n\n45,60\n")
    found = answered(
        "simulate", "--log", str(log), "--machines", "1", "--slots", "1", "--runs", "2", "--hours", "5min"
    )
    assert next(f for f in found["figures"] if f["name"] == "longest wait")["value"] == pytest.approx(75.0)
    log.write_text("0,60\n30;60\n")
    assert "line 2 is '30;60'" in refused("simulate", "--log", str(log))


def test_a_spec_of_ones_own_is_read_from_its_folder(tmp_path: Path) -> None:
    from inhabit.core.spec import WorldSpec

    (tmp_path / "spec.json").write_text(WorldSpec(name="large", model=512, heads=8).to_json())
    assert "large" in answered("memory", "--spec", str(tmp_path))["title"]
    (tmp_path / "spec.json").write_text('{"name": "half"}')
    assert "does not fit this version" in refused("memory", "--spec", str(tmp_path))


def test_calibrating_from_a_line_says_where_it_is_kept_and_is_used_from_then_on(data_home: Path) -> None:
    before = answered("capacity")
    found = plan("calibrate", "--from", "-", stdin=json.dumps(dict(LINE)))
    path = data_home / "inhabit" / "calibration.json"
    assert f"Kept in {path}" in found.stdout and path.exists()
    after = answered("capacity")
    assert "c core time of a frame" in before["origins"]["sourced"]
    assert "c core time of a frame" in after["origins"]["measured"]
    assert "t_make make" in answered("budget")["origins"]["measured"]
    assert "t_make make" not in answered("budget", "--uncalibrated")["origins"]["measured"]


def test_calibrating_hands_over_what_was_measured(tmp_path: Path) -> None:
    place = tmp_path / "elsewhere.json"
    line = tmp_path / "line.json"
    line.write_text(json.dumps(dict(LINE)))
    found = plan("calibrate", "--from", str(line), "--file", str(place), "--json", "-")
    told = json.loads(found.stdout)
    assert told["file"] == str(place) and told["measurement"]["core_ms"] == 32.0
    assert (
        "c core time of a frame" in answered("capacity", "--calibration", str(place))["origins"]["measured"]
    )


def test_calibrating_runs_the_bench_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(words)
        return subprocess.CompletedProcess(words, 0, stdout=json.dumps(dict(LINE)) + "\n")

    monkeypatch.setattr(plan_calibration.subprocess, "run", run)
    assert plan("calibrate").exit_code == 0
    words = asked[0]
    assert words[:5] == [sys.executable, "-m", "inhabit", "bench", "frame"]
    assert len(asked) == 1
    assert words[words.index("--seconds") + 1] == "20.0" and words[words.index("--size") + 1] == "640x360"


def test_a_machine_in_a_hurry_is_measured_once_more_at_a_rate_that_it_holds(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def run(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(float(words[words.index("--fps") + 1]))
        hurried = {"miss_fraction": 0.1, "fps": 20.0} if len(asked) == 1 else {"fps": asked[-1]}
        return subprocess.CompletedProcess(words, 0, stdout=json.dumps({**LINE, **hurried}) + "\n")

    monkeypatch.setattr(plan_calibration.subprocess, "run", run)
    found = plan("calibrate", "--fps", "24")
    assert found.exit_code == 0
    assert asked == [24.0, 13.0]
    assert "10.0% missed at 24 fps, so once more at 13" in found.stderr
    kept = json.loads(calibration.default_path(os.environ).read_text())
    assert kept["measurements"][0]["fps"] == 13.0


def test_a_bench_that_fails_leaves_what_was_kept(data_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = calibrated(data_home)
    kept = path.read_text()

    def run(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(words, 3, stdout="")

    monkeypatch.setattr(plan_calibration.subprocess, "run", run)
    assert "ended with status 3" in refused("calibrate")
    assert path.read_text() == kept


@pytest.mark.parametrize("question", ["budget", "response", "steps", "capacity"])
def test_a_calibration_that_is_damaged_is_neither_used_nor_passed_over(
    question: str, data_home: Path
) -> None:
    path = calibrated(data_home)
    path.write_text(path.read_text()[:80])
    said = refused(question)
    assert str(path) in said and "inhabit plan calibrate" in said
    assert plan(question, "--uncalibrated").exit_code == 0


def test_another_machines_calibration_is_refused_unless_it_is_named(data_home: Path) -> None:
    path = calibrated(data_home)
    held = json.loads(path.read_text())
    held["measurements"][0]["cores"] = 64
    path.write_text(json.dumps(held))
    assert "64 cores" in refused("capacity")
    found = answered("capacity", "--calibration", str(path))
    cores = next(f for f in found["figures"] if f["name"] == "sessions by cores")["inputs"][0]
    assert cores["value"] == 64


def test_the_source_document_is_checked_row_by_row() -> None:
    found = plan("check-source", "--json", "-")
    told = json.loads(found.stdout.splitlines()[-1])
    assert set(told) == {"rows", "agree", "disagree", "inputs"}
    assert told["agree"] + told["disagree"] == len(told["rows"]) > 120
    shown = plan("check-source").stdout
    assert f"{told['disagree']} do not" in shown


def test_a_plot_is_a_picture_or_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "neither .svg nor .png" in refused("queue", "--plot", str(tmp_path / "queue.pdf"))
    monkeypatch.setattr(plan_plot, "find_spec", lambda _: None)
    assert 'pip install "inhabit[plan]"' in refused("queue", "--plot", str(tmp_path / "queue.svg"))


@pytest.mark.parametrize(
    "question", ["steps", "queue", "horizon", "economics", "simulate", "capacity", "memory"]
)
def test_curves_are_drawn_as_svg_and_png(question: str, tmp_path: Path) -> None:
    words = [question, *(QUICK if question == "simulate" else [])]
    for ending, magic in ((".svg", b"<?xml"), (".png", b"\x89PNG")):
        place = tmp_path / f"curve{ending}"
        assert plan(*words, "--plot", str(place)).exit_code == 0
        assert place.read_bytes().startswith(magic)


def test_a_place_that_cannot_be_written_is_named_before_anything_is_computed(tmp_path: Path) -> None:
    assert "make the folder" in refused("quality", "--json", str(tmp_path / "absent" / "answer.json"))


def test_the_overview_has_the_questions_in_their_order() -> None:
    shown = plan("--help").stdout
    places = [shown.index(f"\n  {name}") for name in command.commands]
    assert places == sorted(places) and len(places) == 14
    assert all(isinstance(each, click.Command) and each.help for each in command.commands.values())


@pytest.mark.parametrize(
    "words", [["budget"], ["capacity"], ["queue"], ["memory"], ["economics", "--explain"]]
)
def test_an_answer_loads_no_torch_and_nothing_else_that_is_heavy(words: list[str], data_home: Path) -> None:
    program = (
        "import sys; from inhabit.cli.main import main\n"
        f"main(['plan', *{words!r}, '--json', '-'], standalone_mode=False)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_DATA_HOME": str(data_home)},
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_default_place_is_the_one_that_is_printed(data_home: Path) -> None:
    assert calibration.default_path(os.environ) == calibrated(data_home)
