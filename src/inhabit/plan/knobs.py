"""Sliders and choices: a number between two ends, or one of several words, and how a text sets them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from inhabit.core.errors import BadInputError
from inhabit.plan.names import unknown


@dataclass(frozen=True, slots=True)
class Knob:
    """A number that somebody sets: from `least` to `most`, at `start` until then. `step` 0 is a fine one.

    On a `log` scale every tenth of the way is as many times more; `least` is then above 0.
    """

    key: str
    label: str
    least: float
    most: float
    start: float
    unit: str = ""
    scale: Literal["linear", "log"] = "linear"
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words, the first until somebody chooses."""

    key: str
    label: str
    options: tuple[str, ...]


Told = Mapping[str, Any]
"""Values by knob: floats, and texts of choices."""


def value_of(knob: Knob | Choice, text: str | None) -> float | str:
    """What a text sets a knob to; as it starts for None. Raises BadInputError for what is no finite number,
    and for a word that is not among the choices."""
    if isinstance(knob, Choice):
        if text is not None and text not in knob.options:
            raise BadInputError("bad_choice", unknown(knob.label.lower(), text, knob.options))
        return knob.options[0] if text is None else text
    if text is None:
        return knob.start
    try:
        value = float(text)
    except ValueError as error:
        raise BadInputError("bad_number", f"{knob.key} is {text!r}: give a number") from error
    if not math.isfinite(value):
        raise BadInputError("bad_number", f"{knob.key} is {text!r}: give a finite number")
    return value


def as_json(knob: Knob | Choice) -> dict[str, Any]:
    """What a page needs to draw it."""
    if isinstance(knob, Choice):
        return {"kind": "choice", "key": knob.key, "label": knob.label, "options": list(knob.options)}
    return {
        "kind": "number",
        "key": knob.key,
        "label": knob.label,
        "unit": knob.unit,
        "least": knob.least,
        "most": knob.most,
        "start": knob.start,
        "scale": knob.scale,
        "step": knob.step,
    }
