"""A number that the source document gives, beside what follows from its own inputs, and whether they agree.

The document is the post "PixVerse R1 and Real-Time Video Generation" (2026-02-11). What a claim is held
against is, in this order: what its own formula gives for its own inputs; what another place of it says of the
same quantity; for hardware, what the maker's sheet says. Where a sentence can be read in several ways, it is
read in the way that suits it best.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from inhabit.plan.source.printed import Printed, Span, read

ABOUT = 0.1
"""How far off "about" may be, as a share of what is printed: a tenth."""

UNDERIVED = "an input: the document derives it from nothing, and nothing in it says otherwise"

SLIP = 1e-12
"""Shares smaller than this are the rounding of a computer, not of an author."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim that has been checked. `found` is what the quantity is, as text (JSON: `is`). `printed` and
    `recomputed` are the numbers behind both texts; None for a statement that is no number, and for an input
    (`given`)."""

    where: str
    quantity: str
    says: str
    found: str
    agrees: bool
    why: str
    printed: Printed | None = None
    recomputed: Span | None = None
    given: bool = False

    def as_json(self) -> dict[str, Any]:
        """The six columns that people read."""
        return {
            "where": self.where,
            "quantity": self.quantity,
            "says": self.says,
            "is": self.found,
            "agrees": self.agrees,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A printed number and what it comes to.

    `says` is as printed; where that is words ("roughly doubles"), `reads_as` is the number that they mean.
    `found` is the recomputed value in the printed unit, or the least and most of it. `why` says what follows
    from what where they disagree, and else what `found` was computed from.
    """

    where: str
    quantity: str
    says: str
    found: float | Span
    why: str
    reads_as: str = ""

    def row(self) -> Row:
        """The claim, checked by the one rule of `agree`. Raises BadInputError if what is printed cannot be
        read."""
        printed = read(self.reads_as or self.says)
        low, high = self.found if isinstance(self.found, tuple) else (self.found, self.found)
        span = (float(low), float(low if math.isclose(low, high, rel_tol=SLIP) else high))
        return Row(
            where=self.where,
            quantity=self.quantity,
            says=f"{self.says} (read as {self.reads_as})" if self.reads_as else self.says,
            found=printed.like(span),
            agrees=agree(printed, span),
            why=self.why,
            printed=printed,
            recomputed=span,
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that is no number, held against a documented fact: `found` in words, `source` for it."""

    where: str
    quantity: str
    says: str
    found: str
    holds: bool
    why: str
    source: str

    def row(self) -> Row:
        """The statement as a row; its reason names the source."""
        return Row(
            self.where, self.quantity, self.says, self.found, self.holds, f"{self.why} ({self.source})"
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A number that the document takes as given: there is nothing to recompute, so it is as it says."""

    where: str
    quantity: str
    says: str

    def row(self) -> Row:
        """The number as a row that agrees, and says why."""
        return Row(self.where, self.quantity, self.says, self.says, agrees=True, why=UNDERIVED, given=True)


Checkable = Claim | Statement | Given


def agree(printed: Printed, found: Span) -> bool:
    """Whether a recomputed value, or range of values, agrees with what is printed. The rule, for every row:

    1. A number agrees if the recomputed value rounds to it at the digits that it is printed with: they differ
       by at most half of its last digit (a tie may round either way).
    2. With "~" or "about" it also agrees within a tenth of it.
    3. A range agrees with a value that lies in it, and with a range whose ends round to its ends. "About"
       adds nothing: a range says by itself how loose it is.
    4. A single number agrees with a recomputed range if it lies in it, by as much slack as rules 1 and 2
       give.
    5. A bound ("<", ">", "at most", "at least") agrees if all that is recomputed keeps to it.
    """
    low, high = found
    if printed.bound:
        return _keeps(printed, low, high)
    slack = printed.digit / 2.0
    if printed.about and printed.single:
        slack = max(slack, ABOUT * abs(printed.low))
    slack += SLIP * max(abs(printed.low), abs(printed.high))
    if printed.single:
        return low - slack <= printed.low <= high + slack
    if low == high:
        return printed.low - slack <= low <= printed.high + slack
    return abs(low - printed.low) <= slack and abs(high - printed.high) <= slack


def _keeps(printed: Printed, low: float, high: float) -> bool:
    slip = SLIP * abs(printed.low)
    match printed.bound:
        case "<":
            return high < printed.low - slip
        case ">":
            return low > printed.low + slip
        case "at most":
            return high <= printed.high + slip
        case _:
            return low >= printed.low - slip
