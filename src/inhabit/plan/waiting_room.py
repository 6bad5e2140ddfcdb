"""A queue with so many places and no more (M/M/c/K): who finds the house full is sent away.

K, the places in the whole system, is `servers + room` here. Unlike an unbounded queue it settles at any load.

Source: D. Gross et al., "Fundamentals of Queueing Theory" (4th ed., 2008), §2.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.plan import checks, erlang
from inhabit.plan.poisson import log_mass
from inhabit.plan.queueing import offered_erlangs

MOST_ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class BoundedWaits:
    """What an M/M/c/K queue settles to; waits are those of the people it lets in."""

    servers: int
    room: int
    """Places to wait, beside the servers."""
    erlangs: float
    """Offered load: of those who come, let in or not."""
    refused_share: float
    """P_K: the share of arrivals that find every place taken."""
    admitted_per_s: float
    utilisation: float
    """The share of server time that is used, in [0, 1]."""
    wait_share: float
    """Of those let in, the share that has to wait."""
    queue_s: float
    """Mean wait before service of those let in, those who don't wait included."""
    stay_s: float
    queue_mean: float
    inside_mean: float
    finish_per_s: float
    """c mu: how fast the queue moves on."""
    ahead: tuple[float, ...]
    """Of those let in, the share that finds all servers busy and 0, 1, 2, ... people waiting before them."""

    def longer_share(self, wait_s: float) -> float:
        """Of those let in, the share that waits longer than `wait_s` >= 0 seconds.

        Who finds j people waiting starts at the (j + 1)th departure, and departures are Poisson of rate c mu:
        the sum over i of P(i departures by then) times the share with at least i people ahead.
        """
        departures = self.finish_per_s * checks.non_negative("wait_s", wait_s, "s")
        behind, rest = [], 0.0
        for share in reversed(self.ahead):
            rest += share
            behind.append(rest)
        chances = (math.exp(log_mass(i, departures)) for i in range(len(self.ahead)))
        return min(1.0, math.fsum(p * share for p, share in zip(chances, reversed(behind), strict=True)))


def bounded_waits(arrivals_per_s: float, service_s: float, servers: int, room: int) -> BoundedWaits:
    """M/M/c/K with K = servers + room; `room` is 0 to 1e6 places (0: nobody waits, Erlang B).

    States beyond the servers fall (or rise) by rho each, so all follows from Erlang B and two short sums.
    Raises BadInputError for values out of range; any load is fine.
    """
    erlangs = offered_erlangs(arrivals_per_s, service_s)
    servers = checks.count("servers", servers, most=erlang.MOST_COUNTED)
    room = checks.count("room", room, least=0, most=MOST_ROOM)
    full, queued = _chances(servers, room, erlangs)
    refused = queued[-1] if room else full
    # Of those let in: found all servers busy with j waiting, for every j that still leaves a place.
    found_busy = (full, *queued[:-1]) if room else ()
    admitted_per_s = arrivals_per_s * (1.0 - refused)
    queue_mean = math.fsum(j * chance for j, chance in enumerate(queued, start=1))
    busy = erlangs * (1.0 - refused)
    queue_s = queue_mean / admitted_per_s if admitted_per_s else 0.0
    ahead = tuple(chance / (1.0 - refused) for chance in found_busy)
    return BoundedWaits(
        servers=servers,
        room=room,
        erlangs=erlangs,
        refused_share=refused,
        admitted_per_s=admitted_per_s,
        utilisation=busy / servers,
        wait_share=math.fsum(ahead),
        queue_s=queue_s,
        stay_s=queue_s + service_s,
        queue_mean=queue_mean,
        inside_mean=queue_mean + busy,
        finish_per_s=servers / service_s,
        ahead=ahead,
    )


def _chances(servers: int, room: int, erlangs: float) -> tuple[float, list[float]]:
    """P(all servers busy, nobody waits) and P(j wait) for j = 1..room, as shares of time.

    The chances of 0, 1, 2, ... waiting go as powers of rho; everything short of a queue together weighs 1/B
    as much as nobody waiting. All is written relative to the largest of them, so that nothing overflows.
    """
    if erlangs == 0.0:
        return 0.0, [0.0] * room
    log_rho = math.log(erlangs / servers)
    anchor = room if log_rho > 0.0 else 0
    weights = [math.exp((waiting - anchor) * log_rho) for waiting in range(room + 1)]
    log_short = -erlang.log_blocking(servers, erlangs) - anchor * log_rho
    log_top = max(0.0, log_short)
    total = math.exp(log_short - log_top) + math.exp(-log_top) * math.fsum(weights[1:])
    chances = [math.exp(-log_top) * weight / total for weight in weights]
    return chances[0], chances[1:]
