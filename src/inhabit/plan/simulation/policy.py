"""How many hosts to start and to stop: a pure decision, for one house or (as arrays) for many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from inhabit.plan.simulation.scenario import Scaling

Count = Any
"""Hosts or sessions: an int, or an array of one per house."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hosts to order and hosts to give back, now; at most one of the two is above 0."""

    start: Count
    stop: Count


def wanted_hosts(scaling: Scaling, slots: int, needed: Count, broken: Count) -> Count:
    """Hosts that hold `needed` sessions and the buffer, within the limits; broken ones count towards
    `most`.
    """
    hosts = -(-(needed + scaling.buffer_slots) // slots)
    return np.clip(hosts, scaling.least, np.maximum(scaling.most - broken, 0))


def decide(
    scaling: Scaling, slots: int, *, needed: Count, ready: Count, starting: Count, broken: Count, idle: Count
) -> Change:
    """Order what is missing; give back what is too many, but only hosts that have been idle long enough.

    `needed` is who plays, is being called, or waits; `idle` counts ready hosts without a session for
    `idle_s`. Hosts on their way count, so that one shortage is not ordered for twice.
    """
    over = ready + starting - wanted_hosts(scaling, slots, needed, broken)
    return Change(start=np.maximum(-over, 0), stop=np.clip(over, 0, idle))
