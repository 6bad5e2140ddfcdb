"""An answer of the planner: a number with its unit, its formula, and where each number in it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Origin = Literal["measured", "sourced", "assumed", "given"]
"""By a benchmark of this machine; from a document that is named; by us, for want of better; by who asked."""


@dataclass(frozen=True, slots=True)
class Input:
    """A number that went into an answer; `source` says which benchmark, document or reason it comes from."""

    name: str
    value: float | str
    unit: str
    origin: Origin
    source: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An answer: `formula` in words and letters as a person would write it, with the inputs it was given."""

    name: str
    value: float
    unit: str
    formula: str
    inputs: tuple[Input, ...] = ()
    note: str = field(default="")

    def as_json(self) -> dict[str, Any]:
        """Plain dicts and numbers."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "formula": self.formula,
            "note": self.note,
            "inputs": [
                {"name": i.name, "value": i.value, "unit": i.unit, "origin": i.origin, "source": i.source}
                for i in self.inputs
            ],
        }
