"""Figures are written between two marks of a card, and what was written by hand stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from inhabit.cli.main import main
from inhabit.core.errors import BadInputError
from inhabit.evals.card import BEGIN, END, figures_of, written

FIGURES = {
    "world": "pocket 0123",
    "suite": "tiny",
    "first_seed": 1_000_000,
    "revisit": {"5": {"psnr_db": 24.5, "without_bank_db": None, "truth_db": 60.0, "copy_db": 11.0}},
}


def test_a_card_without_marks_gets_the_figures_at_its_end() -> None:
    card = written("# pocket\n\nBy hand.\n", FIGURES)
    assert card.startswith("# pocket\n\nBy hand.\n\n## Figures\n")
    assert "| revisit: after 5 s away, dB | 24.5 | 60 | 11 |" in card


def test_figures_that_are_there_are_replaced_and_nothing_else() -> None:
    old = f"# pocket\n{BEGIN}\nold\n{END}\nBy hand, below.\n"
    once = written(old, FIGURES)
    assert "old" not in once and once.endswith(f"{END}\nBy hand, below.\n")
    assert written(once, FIGURES) == once


def test_the_last_line_of_what_a_command_said_is_taken() -> None:
    assert figures_of(f"a table\n{json.dumps(FIGURES)}\n", "figures.json") == FIGURES


@pytest.mark.parametrize("text", ["", "no figures", "{}", "[1]", '"x"'])
def test_what_is_no_evaluation_is_refused_with_the_fix(text: str) -> None:
    with pytest.raises(BadInputError, match=r"figures\.json .*inhabit eval --json"):
        figures_of(text, "figures.json")


def test_the_command_writes_into_the_card_beside_the_weights(tmp_path: Path) -> None:
    (tmp_path / "card.md").write_text("# mine\n")
    told = CliRunner().invoke(
        main, ["eval", "card", "-", "--checkpoint", str(tmp_path)], input=json.dumps(FIGURES)
    )
    assert told.exit_code == 0, told.output
    assert "24.5" in (tmp_path / "card.md").read_text()
    assert str(tmp_path / "card.md") in told.stderr


def test_a_refusal_is_one_sentence(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["eval", "card", "-", "--checkpoint", str(tmp_path)], input="nothing")
    assert told.exit_code == 2 and told.stderr.count("\n") == 1
    assert not (tmp_path / "card.md").exists()
