"""`inhabit play`: the same frames every time, into a clip, a report, a digest, or a clear refusal."""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path

import av
import pytest
from click.testing import CliRunner, Result

from inhabit.cli.main import main
from tests.fakes.engine import ToyEngine

QUICK = ("--size", "128x128", "--seconds", "0.5", "--prompt", "a lake", "--seed", "5")


@pytest.fixture(autouse=True)
def toy_engine(monkeypatch: pytest.MonkeyPatch) -> ToyEngine:
    """Stands in for the checkpoint, so that no weights are loaded."""
    engine = ToyEngine()
    module = types.ModuleType("inhabit.runtime.load")
    module.load_engine = lambda _folder=None: engine  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "inhabit.runtime.load", module)
    return engine


def play(*options: str | Path) -> Result:
    return CliRunner().invoke(main, ["play", *map(str, options)])


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_the_digest_is_alone_on_standard_output_and_the_same_twice() -> None:
    first, second = play(*QUICK, "--digest"), play(*QUICK, "--digest")
    assert first.exit_code == 0, first.stderr
    assert len(first.stdout.strip()) == 64
    assert first.stdout == second.stdout
    assert "15 frames" in first.stderr


def test_another_seed_and_other_steps_are_other_frames() -> None:
    digests = {
        play(*QUICK, "--digest").stdout,
        play(*QUICK, "--digest", "--seed", "6").stdout,
        play(*QUICK, "--digest", "--steps", "1").stdout,
    }
    assert len(digests) == 3


def test_a_script_is_played_the_same_every_time(tmp_path: Path) -> None:
    script = written(
        tmp_path / "walk.jsonl",
        {"at_s": 0.1, "event": {"kind": "move", "dolly": 1}},
        {"frame": 8, "event": {"kind": "directive", "text": "make it rain"}},
    )
    first, second = (play(*QUICK, "--digest", "--script", script) for _ in range(2))
    assert first.stdout == second.stdout
    assert first.stdout != play(*QUICK, "--digest").stdout


def test_the_clip_holds_every_frame_and_plays(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    assert play(*QUICK, "--out", out).exit_code == 0
    with av.open(str(out)) as clip:
        stream = clip.streams.video[0]
        frames = list(clip.decode(stream))
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (128, 128)
        assert int(stream.codec_context.colorspace) == 1
    assert len(frames) == 15
    assert float(frames[-1].time or 0) == pytest.approx(14 / 30, abs=0.001)


def test_the_report_says_what_happened(tmp_path: Path) -> None:
    script = written(tmp_path / "s.jsonl", {"frame": 3, "event": {"kind": "look", "dx": 0.5}})
    assert play(*QUICK, "--script", script, "--report", tmp_path / "report.json").exit_code == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["frames"], report["seed"], report["prompt"], report["size"]) == (
        15,
        5,
        "a lake",
        "128x128",
    )
    assert report["applied"] == [{"seq": 1, "epoch": 0, "frame": 3}]
    assert report["pose"]["yaw_rad"] == pytest.approx(0.5)
    assert report["stages"]["generate"]["p50_ms"] == 1.0
    assert len(report["digest"]) == 64


def test_a_script_header_says_what_no_option_says(tmp_path: Path, toy_engine: ToyEngine) -> None:
    header = {"inhabit": 1, "seed": 9, "prompt": "dunes", "size": "64x64", "fps": 10, "checkpoint": "toy-0"}
    script = written(tmp_path / "s.jsonl", header, {"at_s": 1.0, "event": {"kind": "move"}})
    played = play("--script", script, "--seed", "3", "--digest")
    assert played.exit_code == 0, played.stderr
    assert toy_engine.births == [(3, "dunes")]
    assert len(toy_engine.controls) == 30
    assert "recorded with" not in played.stderr


def test_a_log_of_other_weights_is_played_with_a_warning(tmp_path: Path) -> None:
    script = written(tmp_path / "s.jsonl", {"inhabit": 1, "checkpoint": "feedface"})
    played = play(*QUICK, "--script", script, "--digest")
    assert played.exit_code == 0
    assert "recorded with checkpoint feedface" in played.stderr


def test_a_rung_of_another_size_still_fits_the_clip(tmp_path: Path) -> None:
    script = written(tmp_path / "s.jsonl", {"frame": 5, "event": {"kind": "quality", "rung": "64x64/1cc"}})
    assert play(*QUICK, "--script", script, "--out", tmp_path / "clip.mp4").exit_code == 0
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == 15


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--prompt", ""], "prompt is empty"),
        (["--prompt", "x" * 2001], "2001 characters: shorten it to 2000"),
        (["--size", "640"], "'640' is not WIDTHxHEIGHT"),
        (["--size", "640x480"], "can't be made by toy: choose one of 1:1 (64x64, 128x128), 9:16"),
        (["--seed", "-1"], "seed -1 is not a whole number"),
        (["--script", "nowhere.jsonl"], "nowhere.jsonl cannot be read: No such file"),
        (["--out", "nowhere/clip.mp4"], "make the folder nowhere"),
        (["--out", "."], "cannot be written"),
        (["--report", "nowhere/report.json"], "make the folder nowhere"),
        (["--seconds", "nan"], "seconds nan is out of range"),
        (["--fps", "0"], "fps 0.0 is out of range: send 1 to 120"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_bad_values_are_refused_before_any_work(
    options: list[str], words: str, toy_engine: ToyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = play(*QUICK, "--digest", *options)
    assert refused.exit_code == 2
    assert words in refused.stderr
    assert refused.stdout == ""
    assert toy_engine.births == []
    assert os.listdir() == []


def test_nothing_to_keep_is_refused() -> None:
    assert "give --out, --report or --digest" in play(*QUICK).stderr


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    script = written(tmp_path / "s.jsonl", {"inhabit": 1}, {"frame": 1, "event": {"kind": "jump"}})
    assert (
        "s.jsonl line 2: event kind 'jump' is unknown" in play(*QUICK, "--script", script, "--digest").stderr
    )


def test_a_script_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_bytes(b"\xff\xfe\x00")
    assert "is not UTF-8 text" in play(*QUICK, "--script", tmp_path / "s.jsonl", "--digest").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_report_that_cannot_be_written_is_said() -> None:
    refused = play(*QUICK, "--report", "/dev/full")
    assert refused.exit_code == 2
    assert "No space left" in refused.stderr
