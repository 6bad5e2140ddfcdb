"""`inhabit inspect` from outside: what it refuses, and what its table says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from inhabit.cli.inspect import amount, table
from inhabit.cli.main import main


def test_a_log_that_is_not_there_is_said() -> None:
    result = CliRunner().invoke(main, ["inspect", "--log", "nowhere.jsonl"])
    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.output


def test_a_checkpoint_that_is_none_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["inspect", "--checkpoint", str(tmp_path)])
    assert result.exit_code == 2
    assert "is not a checkpoint" in result.output


@pytest.mark.parametrize(("size", "text"), [(12, "12 B"), (12_345, "12.3 kB"), (9_116_873, "9.1 MB")])
def test_sizes_are_said_in_the_unit_that_fits(size: int, text: str) -> None:
    assert amount(size) == text


def test_the_table_has_a_line_for_every_part() -> None:
    found = {
        "model": "toy",
        "device": "paper",
        "size": "640x360",
        "state": {
            "bytes": 100,
            "keyframes": 2,
            "parts": {"bank": {"bytes": 90, "holds": "2 of 64 keyframes"}},
        },
        "weights": {
            "interpreter": {"letter": "g", "parameters": 5, "bytes": 10},
            "look": {"letter": "h", "parameters": 7, "bytes": 14},
        },
        "work": {"canvas": "640x360", "size": "640x360", "pass_flop": {"look": 1.3e9}, "frame_flop": 2e9},
        "cost": {"frames": 3, "ms_a_frame": 20.0, "stages": {"read": {"p50_ms": 5.0, "p95_ms": 6.0}}},
    }
    text = table(found)
    assert "2 of 64 keyframes" in text
    assert "g, update: 5 parameters" in text
    assert "7 parameters, 1.30 GFLOP a pass" in text
    assert "2.00 GFLOP" in text and "5.00  ms at p50" in text
