"""What a report is made of: a decision, then an answer for each question that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inhabit.plan.answer import Answer
from inhabit.plan.figure import Figure

Verdict = Literal["Yes", "No", "Only with more"]


@dataclass(frozen=True, slots=True)
class Section:
    """A question as an operator asks it, and its answer; `key` names it in links."""

    key: str
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, in a word and a sentence or two; the figures that it rests on; what would change it."""

    verdict: Verdict
    said: str
    figures: tuple[Figure, ...]
    levers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All of a report, before anybody lays it out."""

    title: str
    question: str
    decision: Decision
    sections: tuple[Section, ...]
