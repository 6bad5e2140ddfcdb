"""How long people wait for one of c alike servers: Little's law and the M/M/c queue.

A server is whatever serves one person or one request at a time: a GPU that renders one clip, or one stream
of a GPU that holds one session. Arrivals are random (Poisson), service times exponential with mean
`service_s` (the 1/mu of the books). Bounded waiting rooms are in `waiting_room`, sessions without a queue
in `concurrency`, anything else in `simulation`.

Sources: J. D. C. Little, "A proof for the queuing formula L = lambda W" (1961); D. Gross et al.,
"Fundamentals of Queueing Theory" (4th ed., 2008), §2.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks, erlang

ERLANGS_MOST = erlang.MOST_COUNTED / 4


def little_inside(arrivals_per_s: float, stay_s: float) -> float:
    """L = lambda W: how many are inside on average. Both at least 0; raises BadInputError otherwise."""
    return _rate(arrivals_per_s) * checks.non_negative("stay_s", stay_s, "s")


def little_stay_s(inside: float, arrivals_per_s: float) -> float:
    """W = L / lambda: how long each stays on average, in seconds."""
    inside = checks.non_negative("inside", inside)
    return inside / checks.positive("arrivals_per_s", arrivals_per_s, "per second")


def little_arrivals_per_s(inside: float, stay_s: float) -> float:
    """lambda = L / W: how many arrive, per second."""
    return checks.non_negative("inside", inside) / checks.positive("stay_s", stay_s, "s")


@dataclass(frozen=True, slots=True)
class Waits:
    """What an M/M/c queue settles to. L = lambda W holds for both pairs (`queue_*` and `inside`/`stay`)."""

    servers: int
    erlangs: float
    """Offered load lambda / mu: servers busy on average."""
    utilisation: float
    """rho, in [0, 1)."""
    wait_share: float
    """P_wait: the share of arrivals that find all servers busy (Erlang C)."""
    log_wait_share: float
    """Its natural logarithm, right where the share itself is too small for a float."""
    queue_s: float
    """W_q: mean wait before service, over all arrivals, those who don't wait included."""
    stay_s: float
    """W: mean wait and service together."""
    queue_mean: float
    """L_q: how many wait on average."""
    inside_mean: float
    """L: how many wait or are served on average."""
    drain_per_s: float
    """c mu - lambda: those who wait at all wait exponentially long with mean 1 / drain_per_s."""

    def longer_share(self, wait_s: float) -> float:
        """The share of arrivals that wait longer than `wait_s` >= 0: P_wait exp(-(c mu - lambda) t)."""
        wait_s = checks.non_negative("wait_s", wait_s, "s")
        return math.exp(self.log_wait_share - self.drain_per_s * wait_s)

    def percentile_s(self, percentile: float) -> float:
        """The wait that `percentile` (0 < p < 1, e.g. 0.95) of arrivals stay at or below, in seconds."""
        log_rest = math.log1p(-_percentile(percentile))
        return max(0.0, self.log_wait_share - log_rest) / self.drain_per_s


def waits(arrivals_per_s: float, service_s: float, servers: int) -> Waits:
    """M/M/c: `arrivals_per_s` >= 0 people or requests, each served for `service_s` > 0 seconds on average.

    W_q = P_wait / (c mu (1 - rho)), W = W_q + 1/mu. Raises BadInputError("unstable_queue") where rho >= 1.
    """
    erlangs = offered_erlangs(arrivals_per_s, service_s)
    servers = checks.count("servers", servers, most=erlang.MOST_COUNTED)
    log_share = erlang.log_waiting(servers, erlangs)
    drain_per_s = (servers - erlangs) / service_s
    queue_s = math.exp(log_share) / drain_per_s
    return Waits(
        servers=servers,
        erlangs=erlangs,
        utilisation=erlangs / servers,
        wait_share=math.exp(log_share),
        log_wait_share=log_share,
        queue_s=queue_s,
        stay_s=queue_s + service_s,
        queue_mean=arrivals_per_s * queue_s,
        inside_mean=arrivals_per_s * queue_s + erlangs,
        drain_per_s=drain_per_s,
    )


def offered_erlangs(arrivals_per_s: float, service_s: float) -> float:
    """a = lambda / mu: Little's law for the servers. Raises BadInputError above 250 million."""
    erlangs = _rate(arrivals_per_s) * checks.positive("service_s", service_s, "s")
    if erlangs > ERLANGS_MOST:
        raise BadInputError(
            "bad_plan_value",
            f"{arrivals_per_s:g} a second of {service_s:g} s each are {erlangs:g} at once:"
            f" give a load of at most {ERLANGS_MOST:g}",
        )
    return erlangs


def servers_for_wait_share(arrivals_per_s: float, service_s: float, wait_share: float) -> int:
    """The fewest servers at which at most `wait_share` (0 < share <= 1) of arrivals wait at all."""
    return erlang.servers_for_waiting(offered_erlangs(arrivals_per_s, service_s), wait_share)


def servers_for_wait(arrivals_per_s: float, service_s: float, wait_s: float, percentile: float) -> int:
    """The fewest servers at which `percentile` (e.g. 0.99) of arrivals wait at most `wait_s` >= 0 seconds."""
    erlangs = offered_erlangs(arrivals_per_s, service_s)
    wait_s = checks.non_negative("wait_s", wait_s, "s")
    log_rest = math.log1p(-_percentile(percentile))

    def enough(servers: int) -> bool:
        drain_per_s = (servers - erlangs) / service_s
        return erlang.log_waiting(servers, erlangs) - drain_per_s * wait_s <= log_rest

    least = math.floor(erlangs) + 1
    return erlang.fewest(least, least, enough)


def _rate(arrivals_per_s: float) -> float:
    return checks.non_negative("arrivals_per_s", arrivals_per_s, "per second")


def _percentile(percentile: float) -> float:
    return checks.positive("percentile", checks.share("percentile", percentile), most=1.0 - 1e-15)
