"""How many sessions play at once (M/G/infinity), and how many streams it takes so that the house is seldom
full.

Sessions begin at random, last as long as they last (any distribution: only the mean matters), and nobody
waits: the number that play at once is then Poisson. With a limit on streams and nobody waiting, a full
house is Erlang B, which does not depend on the distribution of lengths either.

Sources: D. Gross et al., "Fundamentals of Queueing Theory" (4th ed., 2008), §2.6 and §5.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.plan import checks, erlang, poisson
from inhabit.plan.queueing import offered_erlangs


@dataclass(frozen=True, slots=True)
class Concurrency:
    """Sessions that play at once where every one that begins finds a stream."""

    mean: float
    spread: float
    """Standard deviation: the square root of the mean."""

    def quantile(self, chance: float) -> int:
        """The number of sessions that is not exceeded for `chance` (0 < chance < 1) of the time."""
        return poisson.quantile(chance, self.mean)

    def over_share(self, streams: int) -> float:
        """The share of time in which more than `streams` sessions would play."""
        return poisson.chance_above(streams, self.mean)


def concurrency(starts_per_s: float, session_s: float) -> Concurrency:
    """Little's law: mean = starts per second times mean length in seconds (at most 2.5e8)."""
    mean = _load(starts_per_s, session_s)
    return Concurrency(mean=mean, spread=math.sqrt(mean))


def streams_for(starts_per_s: float, session_s: float, full_share: float) -> int:
    """The fewest streams at which at most `full_share` (0 < share <= 1) of starts find them all taken.

    Nobody waits: who finds a full house leaves (Erlang B).
    """
    return erlang.servers_for_blocking(_load(starts_per_s, session_s), full_share)


def full_share(starts_per_s: float, session_s: float, streams: int) -> float:
    """The share of starts that find all `streams` taken, where nobody waits (Erlang B)."""
    streams = checks.count("streams", streams, least=0, most=erlang.MOST_COUNTED)
    return erlang.blocking(streams, _load(starts_per_s, session_s))


def _load(starts_per_s: float, session_s: float) -> float:
    """Checked under the names that people gave them here."""
    starts_per_s = checks.non_negative("starts_per_s", starts_per_s, "per second")
    return offered_erlangs(starts_per_s, checks.positive("session_s", session_s, "s"))
