"""Where the numbers of a report come from: every input once, by how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inhabit.plan.answers.origin import COMPUTED, WEAKEST_FIRST
from inhabit.plan.figure import Figure, Input, Origin
from inhabit.plan.reading import ReadInput, read_input
from inhabit.plan.report.section import Report


@dataclass(frozen=True, slots=True)
class Entries:
    """The inputs of one origin, in the order in which the report uses them."""

    origin: Origin
    inputs: tuple[ReadInput, ...]


def entries(report: Report) -> tuple[Entries, ...]:
    """All inputs but those that are figures of the report itself, the most trusted origin first."""
    read = dict.fromkeys(read_input(each) for each in _inputs(report) if not each.source.startswith(COMPUTED))
    kinds = (
        Entries(origin, tuple(each for each in read if each.origin == origin))
        for origin in reversed(WEAKEST_FIRST)
    )
    return tuple(kind for kind in kinds if kind.inputs)


def _inputs(report: Report) -> Iterable[Input]:
    figures: list[Figure] = [*report.decision.figures]
    for section in report.sections:
        figures += section.answer.figures
    return (each for figure in figures for each in figure.inputs)
