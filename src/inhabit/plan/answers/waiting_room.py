"""Waits where only so many may wait: figures of a bounded waiting room, and the load that any queue has."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.plan.answers.origin import carried, given, number
from inhabit.plan.figure import Figure, Input
from inhabit.plan.waiting_room import BoundedWaits

LEAST_SAID = 1e-9
"""What happens less often than this, nobody will see happen."""


@dataclass(frozen=True, slots=True)
class Load:
    """Who comes, for how long, and what is wanted of their waits."""

    rate: Input
    stay: Input
    servers: Input
    wait: Input
    share: Input

    @property
    def known(self) -> tuple[float, float]:
        """Arrivals per second, and seconds of each."""
        return number(self.rate), number(self.stay)


def bounded(load: Load, waits: BoundedWaits, offered: Figure) -> tuple[Figure, ...]:
    """The figures of an M/M/c/K queue under `load`; `offered` is the figure of its erlangs."""
    k = given("K places to wait", waits.room, "people")
    inputs = (carried("a load", offered), load.servers, k)
    states = "M/M/N/(N + K): p_j falls by a / N for each of K places, p_0 from Erlang B of a and N"
    refused = Figure("share that is sent away", waits.refused_share, "share", f"p_K of {states}", inputs)
    sent_away = carried("v share sent away", refused)
    wait_s = number(load.wait)
    return (
        refused,
        Figure(
            "utilisation",
            waits.utilisation,
            "share",
            "lambda x (1 - v) x s / N",
            (load.rate, sent_away, load.stay, load.servers),
        ),
        Figure(
            "share that waits, of those let in",
            waits.wait_share,
            "share",
            f"sum of p_j / (1 - p_K) of {states}",
            inputs,
        ),
        Figure(
            f"share that waits longer than {wait_s:g} s, of those let in",
            waits.longer_share(wait_s),
            "share",
            f"who finds j before them waits j + 1 departures of rate N / s: longer than t; {states}",
            (*inputs, load.stay, load.wait),
        ),
        Figure(
            "mean wait of those let in",
            waits.queue_s,
            "s",
            f"sum of j p_j / (lambda x (1 - p_K)) of {states}",
            (*inputs, load.rate),
        ),
        Figure("waiting at once", waits.queue_mean, "people", f"sum of j p_j of {states}", inputs),
    )


def said_of_room(waits: BoundedWaits) -> str:
    """The answer in a sentence."""
    return (
        f"{spelled_share(waits.refused_share)} are sent away; of those let in "
        f"{spelled_share(waits.wait_share)} wait, {waits.queue_s:.3g} s on average."
    )


def spelled_share(share: float) -> str:
    """A share as a person says it: 0.74%, 1 in 26,000, next to none."""
    if share >= 1e-4:
        return f"{share:.2%}"
    if share < LEAST_SAID:
        return "next to none" if share else "none"
    return f"1 in {float(f'{1.0 / share:.2g}'):,.0f}"
