"""What holds for every answer: formulas that give the figures, inputs with an origin, JSON without a NaN."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable

import pytest

from inhabit.core.camera import Size
from inhabit.plan import hardware
from inhabit.plan.answer import Answer
from inhabit.plan.answers import (
    budget,
    capacity,
    capacity_by_sheet,
    economics,
    fleet,
    horizon,
    house,
    memory,
    preview,
    quality,
    queue,
    response,
    simulate,
    steps,
)
from inhabit.plan.figure import Figure
from inhabit.plan.wording import letter, put_in
from tests.fakes.measurement import MACHINE, measured

DEVICES = hardware.shipped()
H100 = DEVICES["H100 SXM"]
MEASURED = measured()
SHORT = house.house(hours=0.5, warmup_hours=0.1, machines=12)

ANSWERS: dict[str, Callable[[], Answer]] = {
    "budget": budget.answer,
    "budget measured": lambda: budget.answer(measured=MEASURED, reserve=0.1),
    "response": response.answer,
    "response measured": lambda: response.answer(measured=MEASURED),
    "steps": steps.answer,
    "steps measured": lambda: steps.answer(measured=MEASURED),
    "steps of a device": lambda: steps.answer(device=H100, precision="fp16"),
    "capacity": lambda: capacity.answer(MACHINE),
    "capacity measured": lambda: capacity.answer(MACHINE, measured=MEASURED, fps=24.0),
    "capacity given": lambda: capacity.answer(MACHINE, core_ms=20.0, cores=16, size=Size(960, 540)),
    "capacity by sheet": lambda: capacity_by_sheet.answer(H100),
    "memory": lambda: memory.answer(H100, DEVICES),
    "memory with overhead": lambda: memory.answer(H100, DEVICES, overhead_ms=2.0, precision="fp8"),
    "queue": queue.answer,
    "queue with a room": lambda: queue.answer(room=20, servers=2900),
    "economics": economics.answer,
    "preview": preview.answer,
    "quality": quality.answer,
    "horizon": horizon.answer,
    "horizon by the post": lambda: horizon.answer(halving_years=1.25),
    "simulate": lambda: simulate.answer(*SHORT, replications=2),
    "fleet": lambda: fleet.answer(registered=2e6, replications=2),
}
KNOWN = {"max": max, "min": min, "floor": math.floor, "ceil": math.ceil, "exp": math.exp, "ln": math.log,
         "log2": math.log2}  # fmt: skip


@pytest.fixture(scope="module", params=list(ANSWERS))
def answer(request: pytest.FixtureRequest) -> Answer:
    return ANSWERS[request.param]()


def test_it_says_something_and_has_figures(answer: Answer) -> None:
    assert answer.title and answer.said.endswith(".") and answer.figures
    names = [figure.name for figure in answer.figures]
    assert len(set(names)) == len(names)


def test_every_input_has_an_origin_and_a_source(answer: Answer) -> None:
    for figure in answer.figures:
        assert figure.formula and figure.inputs, figure.name
        for each in figure.inputs:
            assert each.origin in ("measured", "sourced", "assumed", "given")
            assert each.source, f"{figure.name}: {each.name}"


def test_every_letter_of_an_input_stands_in_the_formula_and_is_put_in(answer: Answer) -> None:
    for figure in answer.figures:
        letters = [letter(each) for each in figure.inputs]
        assert len(set(letters)) == len(letters), figure.name
        assert "x" not in letters, f"{figure.name}: x is the sign for times"
        filled = put_in(figure)
        for each in letters:
            assert _stands(each, figure.formula), f"{figure.name}: {each} in {figure.formula}"
            assert not _stands(each, filled), f"{figure.name}: {each} in {filled}"


def test_formulas_that_are_arithmetic_give_their_figures(answer: Answer) -> None:
    for figure in answer.figures:
        value = _worked_out(figure)
        if value is not None:
            assert figure.value == pytest.approx(value, rel=1e-9, abs=1e-12), (
                f"{figure.name}: {figure.formula}"
            )


def test_its_json_has_no_word_that_json_does_not_know(answer: Answer) -> None:
    found = json.loads(json.dumps(answer.as_json(), allow_nan=False))
    assert found["title"] == answer.title
    assert sum(len(names) for names in found["origins"].values()) > 0


def test_most_formulas_are_arithmetic() -> None:
    figures = [
        figure
        for name in ("budget", "response", "economics", "preview")
        for figure in ANSWERS[name]().figures
    ]
    worked = [figure for figure in figures if _worked_out(figure) is not None]
    assert len(worked) > 0.9 * len(figures)


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _worked_out(figure: Figure) -> float | None:
    """The formula with all digits of its inputs; None where it is told in words."""
    text = figure.formula.replace(" x ", " * ").replace("lambda", "lambda_")
    names = {letter(each).replace("lambda", "lambda_"): each.value for each in figure.inputs}
    try:
        return eval(text, {"__builtins__": {}}, {**KNOWN, **names})
    except (SyntaxError, NameError, TypeError):
        return None
