"""Who says so: the numbers that a scenario brings, told apart by whether its file names a source for them.

An answer calls what it was asked with `given`. In a report nobody is there to ask, so each such number is
either sourced or assumed, and what is computed from it is no better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inhabit.plan.answer import Answer
from inhabit.plan.answers.origin import COMPUTED, weakest
from inhabit.plan.figure import Figure, Input
from inhabit.plan.report.scenario import ASSUMED, Scenario


def attributed(answer: Answer, keys: Mapping[str, str], scenario: Scenario) -> Answer:
    """The answer with every `given` input sourced or assumed. `keys` says which "table.key" of the scenario
    an input comes from, by the input's name; what is in none of them is assumed."""
    named = {figure.name: figure for figure in answer.figures}
    done: dict[str, Figure] = {}

    def figure_told(figure: Figure) -> Figure:
        if figure.name not in done:
            done[figure.name] = figure  # a figure that rests on itself, by name, ends here
            done[figure.name] = replace(figure, inputs=tuple(input_told(each) for each in figure.inputs))
        return done[figure.name]

    def input_told(given: Input) -> Input:
        if given.source.startswith(COMPUTED):
            origin = named.get(given.source.removeprefix(COMPUTED))
            return given if origin is None else replace(given, origin=weakest(figure_told(origin).inputs))
        if given.origin != "given":
            return given
        source = scenario.source(keys[given.name]) if given.name in keys else None
        return replace(given, origin="sourced" if source else "assumed", source=source or ASSUMED)

    return replace(answer, figures=tuple(figure_told(figure) for figure in answer.figures))
