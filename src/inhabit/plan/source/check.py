"""The source document's figures, checked: every claim of every section as a row, in the document's order.

report = check()
report.as_json()     {"rows": [{"where", "quantity", "says", "is", "agrees", "why"}], "agree", "disagree",
                      "inputs"}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inhabit.plan import hardware
from inhabit.plan.source import (
    appendix,
    comparison,
    economics,
    frame_budget,
    frame_rates,
    gpus,
    inputs,
    memory,
    preview,
    queueing,
    steps,
    trajectory,
    world_model,
)
from inhabit.plan.source.claim import Checkable, Row


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, in the order of the document."""

    rows: tuple[Row, ...]

    @property
    def agree(self) -> int:
        """How many rows agree."""
        return sum(row.agrees for row in self.rows)

    @property
    def inputs(self) -> int:
        """How many of those that agree are inputs: nothing in the document says otherwise, nothing confirms
        them."""
        return sum(row.given for row in self.rows)

    @property
    def disagree(self) -> int:
        """How many rows do not."""
        return len(self.rows) - self.agree

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, numbers and texts."""
        return {
            "rows": [row.as_json() for row in self.rows],
            "agree": self.agree,
            "disagree": self.disagree,
            "inputs": self.inputs,
        }


def check() -> Report:
    """Recomputes every number of the source document that follows from something, and holds it against what
    is printed, by the rule of `claim.agree`; inputs stand beside them as they are. Reads the shipped table of
    hardware; raises nothing else than reading it does."""
    return Report(tuple(claim.row() for claim in _claims(hardware.shipped())))


def _claims(devices: hardware.Devices) -> Iterator[Checkable]:
    yield from inputs.given("§1")
    yield from frame_rates.claims()
    yield from inputs.given("§2")
    yield from world_model.claims()
    yield from inputs.given("§3")
    yield from frame_budget.claims(devices)
    yield from inputs.given("§4")
    yield from steps.claims(devices)
    yield from inputs.given("§5")
    yield from queueing.claims()
    yield from inputs.given("§6")
    yield from memory.claims(devices)
    yield from gpus.claims(devices)
    yield from inputs.given("§7")
    yield from economics.claims()
    yield from inputs.given("§8")
    yield from comparison.claims()
    yield from preview.claims()
    yield from trajectory.claims()
    yield from appendix.claims()
