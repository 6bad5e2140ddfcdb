"""What this machine measured: read from a bench's line, kept, and refused where it cannot be relied on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inhabit import __version__
from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError, OutputError
from inhabit.plan.calibration import Calibration, default_path, read, write
from inhabit.plan.measurement import from_bench
from tests.fakes.measurement import LINE, MACHINE, TODAY, measured


def kept(folder: Path, change: Callable[[dict[str, Any]], Any] = lambda held: held) -> Path:
    """A file of one measurement, changed by hand."""
    path = folder / "calibration.json"
    write(path, Calibration((measured(),)))
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    return path


def test_a_line_of_bench_frame_is_a_measurement_with_its_machine_and_day() -> None:
    found = measured()
    assert (found.core_ms, found.fps, found.steps, found.frame.p50_ms) == (32.0, 30.0, 2, 33.0)
    assert (found.cores, found.processor, found.measured_on) == (2, "AMD EPYC", "2026-11-22")
    assert (found.model, found.checkpoint, found.inhabit) == ("pocket", "95a6854ddb2ae5f6", __version__)
    make = found.stage("make")
    assert make is not None and make.max_ms == 57.0
    assert found.stage("absent") is None
    assert "640x360" in found.source and "2026-11-22" in found.source


def test_the_line_may_stand_below_what_was_printed_for_people() -> None:
    text = f"a table\n{json.dumps(dict(LINE))}\n\n"
    assert from_bench(text, machine=MACHINE, measured_on=TODAY) == measured()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no line"),
        ("not json", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        (json.dumps({"fps": 30.0, "gap": {}}), "not of `inhabit bench frame`"),
        (json.dumps({**LINE, "core_ms": -1.0}), "core_ms is -1"),
        (json.dumps({**LINE, "core_ms": float("nan")}), "core_ms is nan"),
        (json.dumps({**LINE, "fps": float("inf")}), "fps is inf"),
        (json.dumps({**LINE, "miss_fraction": 1.5}), "miss_fraction"),
        (json.dumps({**LINE, "size": "large"}), "WIDTHxHEIGHT"),
        (json.dumps({**LINE, "stages": {"make": {"p50_ms": 1.0}}}), "lacks p95_ms"),
        (json.dumps({**LINE, "stages": [1]}), "damaged"),
        (json.dumps({key: value for key, value in LINE.items() if key != "steps"}), "lacks steps"),
        (json.dumps({**LINE, "rungs": {"640x360/2": 0.3, "480x270/2": 0.7}}), "30% of the frames"),
    ],
)
def test_a_line_that_cannot_be_relied_on_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why) as caught:
        from_bench(text, machine=MACHINE, measured_on=TODAY)
    assert caught.value.code == "bad_calibration"


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "calibration.json"
    write(path, Calibration((measured(),)))
    assert read(path, today=TODAY, here=MACHINE) == Calibration((measured(),))
    assert [each.name for each in path.parent.iterdir()] == ["calibration.json"]


def test_a_new_measurement_replaces_the_old_one_of_that_model_size_and_steps() -> None:
    small, large = measured(), measured(size="960x540", rungs={})
    newer = replace(small, core_ms=40.0)
    both = Calibration((small, large)).with_(newer)
    assert both.measurements == (large, newer)


def test_the_nearest_size_is_taken_and_the_newest_of_equals() -> None:
    small, large = measured(), replace(measured(), size="960x540", measured_on="2026-11-20")
    both = Calibration((large, small))
    assert both.of(Size(960, 540)) is large
    assert both.of(Size(320, 180)) is small
    assert both.of() is small


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda held: {**held, "kind": "shopping list"}, "not a calibration of inhabit"),
        (lambda held: {**held, "format": 0}, "format 0, this version reads 1"),
        (lambda held: {**held, "measurements": []}, "holds no measurement"),
        (lambda held: [held], "not a JSON object"),
        (lambda held: _with(held, fps="fast"), "fps is 'fast'"),
        (lambda held: _with(held, measured_on="yesterday"), "yesterday"),
        (lambda held: _with(held, measured_on="2026-01-01"), "325 days ago"),
        (lambda held: _with(held, measured_on="2027-01-01"), "yet to come"),
        (lambda held: _with(held, inhabit="0.0.1"), "measured with inhabit 0.0.1"),
        (lambda held: _with(held, cores=8), "8 cores of AMD EPYC, this machine has 2"),
        (lambda held: _with(held, processor="Other"), "2 cores of Other"),
    ],
)
def test_what_is_damaged_foreign_or_outdated_is_refused_with_the_way_out(
    tmp_path: Path, change: Callable[[dict[str, Any]], Any], why: str
) -> None:
    path = kept(tmp_path, change)
    with pytest.raises(BadInputError, match=why) as caught:
        read(path, today=TODAY, here=MACHINE)
    assert caught.value.code == "bad_calibration"
    assert str(path) in caught.value.message and "inhabit plan calibrate" in caught.value.message


def _with(held: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**held, "measurements": [{**held["measurements"][0], **changes}]}


def test_half_a_file_and_no_file_are_told_apart(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.write_text(path.read_text()[:100])
    with pytest.raises(BadInputError, match="is not JSON"):
        read(path, today=TODAY, here=MACHINE)
    with pytest.raises(BadInputError, match="is not there") as caught:
        read(tmp_path / "absent.json", today=TODAY, here=MACHINE)
    assert caught.value.code == "no_calibration"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInputError, match="cannot be read"):
        read(path, today=TODAY, here=MACHINE)


def test_whoever_plans_for_another_machine_may_name_its_file(tmp_path: Path) -> None:
    path = kept(tmp_path, lambda held: _with(held, cores=64))
    assert read(path, today=TODAY, here=None).of().cores == 64


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "file" / "calibration.json", Calibration((measured(),)))


def test_it_is_kept_in_the_users_data_folder() -> None:
    assert default_path({"XDG_DATA_HOME": "/data", "HOME": "/h"}) == Path("/data/inhabit/calibration.json")
    at_home = Path("/h/.local/share/inhabit/calibration.json")
    assert default_path({"HOME": "/h"}) == at_home
    assert default_path({"XDG_DATA_HOME": "relative", "HOME": "/h"}) == at_home
