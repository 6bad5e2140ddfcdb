"""What a section of an evaluation is: episodes that are judged one by one, and figures made of what they
gave.

An episode gives a `Found`: numbers that JSON can hold, and rows of small pictures. Figures are a pure
function of the numbers of all episodes. So an evaluation that takes hours can be broken off between two
episodes, taken up again, and told anew without judging anything twice (`keep`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from inhabit.evals.album import Cell
from inhabit.evals.stage import Stage

Numbers = dict[str, Any]
"""What JSON can hold of one episode."""

SPENT = "spent_s"
"""The key under which the judge adds to an episode's numbers how long it took."""

Done = Callable[[int], None]
"""Told how many more units of a section are done."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one episode gave: its numbers, and rows of pictures for the section's contact sheet."""

    numbers: Numbers
    rows: list[list[Cell]] = field(default_factory=list)


class Section(Protocol):
    """One section: `count` episodes, each of `units` of work, that are judged apart and told together."""

    @property
    def name(self) -> str: ...

    @property
    def album(self) -> str:
        """The contact sheet that its pictures go to."""
        ...

    @property
    def count(self) -> int: ...

    @property
    def shares_context(self) -> bool:
        """Whether episode number i starts from `Stage.context(i)`: those that do are judged in turn."""
        ...

    def units(self, index: int) -> int:
        """How much work an episode is, in units of the progress bar."""
        ...

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Judge episode number `index`; `done` is told of all its units."""
        ...

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """The section's keys of the report, from the numbers of its episodes in their order."""
        ...
