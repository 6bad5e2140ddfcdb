"""Where the numbers of an answer come from: given by who asks, measured here, read somewhere, or assumed.

Every function of `answers` takes None for what nobody gave, and says in its place what it took and why. The
name of an input opens with its letter in the formula (see `inhabit.plan.wording`).
"""

from __future__ import annotations

from collections.abc import Iterable

from inhabit.plan.figure import Figure, Input, Origin

POST = "the PixVerse R1 post (2026-02-11)"
WEAKEST_FIRST: tuple[Origin, ...] = ("assumed", "sourced", "given", "measured")
"""What is computed from an assumption is no better than the assumption."""
COMPUTED = "computed above: "
"""How the source of an input begins that is a figure of the same answer."""


def given(name: str, value: float | str, unit: str = "") -> Input:
    """An input as somebody gave it."""
    return Input(name, value, unit, "given", "as asked")


def told(
    name: str, value: float | None, unit: str, *, otherwise: float, origin: Origin, source: str
) -> Input:
    """An input that somebody gave, or else the number that stands in for it, with where that is from."""
    return Input(name, otherwise, unit, origin, source) if value is None else given(name, value, unit)


def posted(name: str, value: float | None, unit: str, *, otherwise: float, section: int) -> Input:
    """An input that somebody gave, or else what the post says in a section."""
    source = f"{POST}, section {section}"
    return told(name, value, unit, otherwise=otherwise, origin="sourced", source=source)


def number(taken: Input) -> float:
    """The number of an input, as the arithmetic takes it; raises TypeError for a text."""
    if isinstance(taken.value, str):
        raise TypeError(f"{taken.name} is the text {taken.value!r}")
    return taken.value


def carried(name: str, figure: Figure) -> Input:
    """A figure as an input of the next: its origin is the weakest of its own inputs."""
    return Input(name, figure.value, figure.unit, weakest(figure.inputs), f"{COMPUTED}{figure.name}")


def weakest(inputs: Iterable[Input]) -> Origin:
    """The weakest origin among inputs; `given` where there are none."""
    held = {each.origin for each in inputs}
    for origin in WEAKEST_FIRST:
        if origin in held:
            return origin
    return "given"
