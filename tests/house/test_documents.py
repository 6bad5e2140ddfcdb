"""What the documents say is so: links lead somewhere, the command line reads as printed, versions agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inhabit import __version__
from inhabit.cli.docs import reference
from inhabit.cli.main import main
from tests.house.tree import ROOT, landing, name_of

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
DOCUMENTS = [path for path in landing() if path.suffix == ".md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text())
    dead = [target for target in targets if not (document.parent / target).exists()]
    assert not dead


def test_the_reference_of_the_command_line_is_what_the_commands_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    assert (ROOT / "docs" / "cli.md").read_text() == reference(main, "inhabit"), "run `make docs`"


def test_the_changelog_knows_this_version() -> None:
    versions = re.findall(r"^## \[?v?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions and versions[0] == __version__


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_readme_says_how_to_begin() -> None:
    first_screen = (ROOT / "README.md").read_text()[:2500]
    assert "make serve" in first_screen and "make test" in first_screen and "docs/pictures/" in first_screen


def test_every_make_command_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = {word for path in DOCUMENTS for word in re.findall(r"`make ([a-z-]+)", path.read_text())}
    assert asked <= targets, f"no such target: {sorted(asked - targets)}"
