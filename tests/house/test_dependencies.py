"""Everything we lean on is named once, pinned once, and has a reason on paper."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = [line for lines in PROJECT.get("optional-dependencies", {}).values() for line in lines]
REQUIREMENTS = [Requirement(line) for line in [*PROJECT["dependencies"], *EXTRAS]]
REASONS = (ROOT / "docs" / "dependencies.md").read_text()


def pins() -> dict[str, Version]:
    """Package name to its one pinned version; comments left out."""
    lines = (line.strip() for line in (ROOT / "constraints.txt").read_text().splitlines())
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): Version(version) for name, version in pairs}


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_every_dependency_has_its_reason(requirement: Requirement) -> None:
    assert re.search(rf"^\| `{re.escape(requirement.name)}` \|", REASONS, re.MULTILINE), (
        f"add a line for {requirement.name} to docs/dependencies.md: what for, and why not without"
    )


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_every_dependency_is_pinned_within_what_we_promise(requirement: Requirement) -> None:
    pinned = pins().get(canonicalize_name(requirement.name))
    assert pinned is not None, f"constraints.txt does not pin {requirement.name}: make constraints"
    assert pinned in requirement.specifier


def test_no_reason_outlives_its_dependency() -> None:
    named = {canonicalize_name(name) for name in re.findall(r"^\| `([\w.-]+)` \|", REASONS, re.MULTILINE)}
    used = {canonicalize_name(requirement.name) for requirement in REQUIREMENTS}
    assert named <= used, f"docs/dependencies.md explains what is gone: {sorted(named - used)}"
