"""The command line parses first and imports after, and refuses in one sentence."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from inhabit import __version__
from inhabit.cli.docs import reference
from inhabit.cli.main import COMMANDS, LazyGroup, Target, main
from inhabit.core.errors import BadInputError


@click.command()
def refuses() -> None:
    """Refuse."""
    raise BadInputError("bad_size", "size '9x9' is not supported: both sides must be even")


@pytest.fixture
def group() -> LazyGroup:
    """A command line with one command that works, one that refuses, and one whose module is not there."""
    targets = {
        "refuses": Target(f"{__name__}:refuses", "Refuse."),
        "absent": Target("inhabit.cli.absent_module:command", "Not here."),
        "docs": Target("inhabit.cli.docs:command", "Hidden.", hidden=True),
    }
    return LazyGroup(name="inhabit", targets=targets)


def test_the_overview_names_every_command_and_imports_none(group: LazyGroup) -> None:
    shown = CliRunner().invoke(group, ["--help"])
    assert shown.exit_code == 0
    assert "refuses" in shown.output and "absent" in shown.output
    assert "docs" not in shown.output


def test_a_refusal_is_one_sentence_on_standard_error_with_status_2(group: LazyGroup) -> None:
    refused = CliRunner().invoke(group, ["refuses"])
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr == "Error: size '9x9' is not supported: both sides must be even [bad_size]\n"


def test_a_missing_module_is_said_in_words_and_breaks_only_its_own_command(group: LazyGroup) -> None:
    missing = CliRunner().invoke(group, ["absent", "--help"])
    assert missing.exit_code == 1
    assert "'inhabit.cli.absent_module'" in missing.stderr and "make setup" in missing.stderr
    assert CliRunner().invoke(group, ["refuses", "--help"]).exit_code == 0


def test_an_unknown_command_is_refused_with_status_2() -> None:
    assert CliRunner().invoke(main, ["fly"]).exit_code == 2


def test_every_command_of_the_overview_is_there() -> None:
    context = click.Context(main)
    for name in COMMANDS:
        assert isinstance(main.get_command(context, name), click.Command), name


def test_it_runs_as_a_module() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "inhabit", "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout == f"inhabit, version {__version__}\n"


def test_the_reference_holds_the_whole_tree_without_what_is_hidden() -> None:
    tree = click.Group(name="inhabit", commands={"refuses": refuses})
    text = reference(tree, "inhabit")
    assert "## `inhabit`" in text and "## `inhabit refuses`" in text
    assert "Refuse." in text
