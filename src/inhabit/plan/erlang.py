"""Erlang's two formulas: how often everything is taken, for those who then leave (B) and those who wait
(C).

`erlangs` is the offered load a = arrivals per second times seconds each one stays: the number of servers
that would be busy were there always enough. One evaluation sums about nine times the square root of
`servers` terms, so a million servers take milliseconds; results are right to 1e-9 relative (tests compare
with mpmath), and the `log_` forms go on where the chance itself is too small for a float.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
automatic telephone exchanges" (1917); R. B. Cooper, "Introduction to Queueing Theory" (1981), ch. 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from inhabit.core.errors import BadInputError
from inhabit.plan import checks
from inhabit.plan.poisson import MOST_COUNTED, log_mass, sum_above, sum_below


def blocking(servers: int, erlangs: float) -> float:
    """Erlang B: the share of arrivals that find all of `servers` (0 to 1e9) taken, and leave; in [0, 1].

    B = (a^c / c!) / sum over k = 0..c of (a^k / k!). Raises BadInputError for values out of range.
    """
    return math.exp(log_blocking(servers, erlangs))


def log_blocking(servers: int, erlangs: float) -> float:
    """ln of `blocking`; -inf only where there is no load."""
    servers, erlangs = _checked(servers, erlangs)
    if erlangs >= servers:
        return -math.log(sum_below(servers, erlangs)) if erlangs > 0.0 else 0.0
    log_taken = log_mass(servers, erlangs)
    return log_taken - math.log1p(-math.exp(log_taken) * sum_above(servers, erlangs))


def waiting(servers: int, erlangs: float) -> float:
    """Erlang C: the share of arrivals that have to wait, where all wait; in [0, 1].

    C = B / (1 - rho (1 - B)), rho = a / c. Raises BadInputError("unstable_queue") where a >= c: the queue
    would grow for ever; the message says how many servers it takes.
    """
    return math.exp(log_waiting(servers, erlangs))


def log_waiting(servers: int, erlangs: float) -> float:
    """ln of `waiting`; -inf only where there is no load."""
    servers, erlangs = _checked(servers, erlangs)
    refuse_unstable(servers, erlangs)
    log_blocked = log_blocking(servers, erlangs)
    free = (servers - erlangs) / servers
    return log_blocked - math.log(free + erlangs / servers * math.exp(log_blocked))


def refuse_unstable(servers: int, erlangs: float) -> None:
    """Raises BadInputError("unstable_queue") where `erlangs` of load keep all of `servers` busy or more."""
    if erlangs < servers:
        return
    rho = f"{erlangs / servers:.4g}" if servers else "infinite"
    raise BadInputError(
        "unstable_queue",
        f"rho is {rho}: {erlangs:g} erlangs of load on {servers} servers, so the queue grows for ever;"
        f" give at least {math.floor(erlangs) + 1} servers, or less load",
    )


def servers_for_blocking(erlangs: float, blocked_share: float) -> int:
    """The fewest servers of which at most `blocked_share` (0 < share <= 1) of arrivals find all taken."""
    erlangs = checks.non_negative("erlangs", erlangs, most=MOST_COUNTED / 4)
    log_share = math.log(checks.positive("blocked_share", checks.share("blocked_share", blocked_share)))
    return fewest(0, math.ceil(erlangs), lambda servers: log_blocking(servers, erlangs) <= log_share)


def servers_for_waiting(erlangs: float, waiting_share: float) -> int:
    """The fewest servers at which at most `waiting_share` (0 < share <= 1) of arrivals have to wait."""
    erlangs = checks.non_negative("erlangs", erlangs, most=MOST_COUNTED / 4)
    log_share = math.log(checks.positive("waiting_share", checks.share("waiting_share", waiting_share)))
    least = math.floor(erlangs) + 1
    return fewest(least, least, lambda servers: log_waiting(servers, erlangs) <= log_share)


def fewest(least: int, guess: int, enough: Callable[[int], bool]) -> int:
    """The smallest number of at least `least` that is `enough`, which must stay true once it is.

    Doubles the distance from `guess` until it is enough, then halves. Raises BadInputError where even 10^9
    are not.
    """
    low, high, stride = least - 1, max(least, guess), 1
    while not enough(high):
        low, high, stride = high, high + stride, stride * 2
        if high > MOST_COUNTED:
            raise BadInputError(
                "out_of_reach", f"not even {MOST_COUNTED:g} servers would do: ask for less, or give less load"
            )
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high


def _checked(servers: int, erlangs: float) -> tuple[int, float]:
    return (
        checks.count("servers", servers, least=0, most=MOST_COUNTED),
        checks.non_negative("erlangs", erlangs, most=MOST_COUNTED),
    )
