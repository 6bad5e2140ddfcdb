"""The planner behind the page: what can be asked, and what is answered, JSON-ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inhabit.plan.questions import HERE, Here, asked, questions
from inhabit.plan.reading import as_json, read


def plan_questions(here: Here) -> dict[str, Any]:
    """The answer of `GET /v1/plan`: every question with its knobs, and which machine is asked."""
    found = [question.as_json() for question in questions()]
    for question in found:
        for knob in question["knobs"]:
            # Of this machine, the cores are known.
            if knob["key"] == "cores":
                knob["start"] = here.machine.cores
    measured = here.measured
    return {
        "questions": found,
        "machine": {
            "name": HERE,
            "processor": here.machine.processor,
            "cores": here.machine.cores,
            "measured_on": None if measured is None else measured.measured_on,
        },
    }


def plan_answer(key: str, texts: Mapping[str, str], here: Here) -> dict[str, Any]:
    """The answer of `GET /v1/plan/{key}`, in words. Raises BadInputError as `asked` does."""
    return as_json(read(asked(key, texts, here)))
