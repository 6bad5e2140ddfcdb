"""What a simulation comes out with: one sample per replication, and all of them together with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from inhabit.plan.simulation.estimate import Estimate, estimate


@dataclass(frozen=True, slots=True)
class Sample:
    """One replication, from the end of the warm-up to the horizon.

    Waits are from arrival to the first frame's slot, of those who began to play; shares are of all who came,
    except the two of waiting, which are of those let in.
    """

    arrived: float
    waited_share: float
    """Did not get a slot at once."""
    long_wait_share: float
    """Waited longer than the scenario's `long_wait_s`, whether they got a slot in the end or not."""
    wait_mean_s: float
    wait_p50_s: float
    wait_p95_s: float
    wait_p99_s: float
    wait_max_s: float
    refused_share: float
    """Found the waiting room full."""
    abandoned_share: float
    """Ran out of patience."""
    lapsed_share: float
    """Were called and did not claim in time."""
    interrupted_share: float
    """Lost their slot because its host failed."""
    sessions_mean: float
    sessions_spread: float
    """Standard deviation over time."""
    sessions_peak: float
    waiting_mean: float
    utilisation: float
    """Slots in play over slots ready."""
    hosts_mean: float
    """Hosts paid for."""
    host_hours: float
    bill_usd: float


@dataclass(frozen=True, slots=True)
class Result:
    """The same figures over all replications: means with confidence intervals (see `Sample` for meanings)."""

    arrived: Estimate
    waited_share: Estimate
    long_wait_share: Estimate
    wait_mean_s: Estimate
    wait_p50_s: Estimate
    wait_p95_s: Estimate
    wait_p99_s: Estimate
    wait_max_s: Estimate
    refused_share: Estimate
    abandoned_share: Estimate
    lapsed_share: Estimate
    interrupted_share: Estimate
    sessions_mean: Estimate
    sessions_spread: Estimate
    sessions_peak: Estimate
    waiting_mean: Estimate
    utilisation: Estimate
    hosts_mean: Estimate
    host_hours: Estimate
    bill_usd: Estimate
    replications: int
    confidence: float


def summarise(samples: Sequence[Sample], confidence: float) -> Result:
    """Student's interval per figure over two or more independent samples; `confidence` in (0, 1)."""
    figures = {
        field.name: estimate([getattr(sample, field.name) for sample in samples], confidence)
        for field in fields(Sample)
    }
    return Result(**figures, replications=len(samples), confidence=confidence)
