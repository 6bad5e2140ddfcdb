"""What a frame of a world costs: which networks it asks, how often, and what that moves through memory.

How often each network runs is a `Schedule`; what one call of it costs is counted in `networks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from inhabit.core.spec import WorldSpec
from inhabit.plan.checks import non_negative, positive, share
from inhabit.plan.hardware import precision_of
from inhabit.plan.networks import NetworkWork, networks_of


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often each network runs, in calls a frame (one frame a tick)."""

    dynamics: float = 0.0
    painter: float = 0.0
    look: float = 0.0
    encoder: float = 0.0
    eye: float = 0.0

    def calls(self) -> Mapping[str, float]:
        """Calls a frame by network. Raises BadInputError for negative ones."""
        named = asdict(self).items()
        return {name: non_negative(f"calls of {name} a frame", calls, most=1e3) for name, calls in named}


@dataclass(frozen=True, slots=True)
class FrameWork:
    """The networks of a spec and how often a frame asks them."""

    networks: Mapping[str, NetworkWork]
    calls: Mapping[str, float]

    @property
    def flop(self) -> float:
        """FLOP of a mean frame."""
        return sum(calls * self.networks[name].flop for name, calls in self.calls.items())

    @property
    def parameters(self) -> int:
        """Parameters of the networks that run, which is what has to be in memory."""
        return sum(self.networks[name].parameters for name, calls in self.calls.items() if calls > 0)

    def weight_bytes(self, precision: str) -> float:
        """Weights read in a mean frame of a stream that shares its reads with nobody."""
        each = precision_of(precision).weight_bytes
        return each * sum(calls * self.networks[name].parameters for name, calls in self.calls.items())

    def activation_bytes(self, precision: str) -> float:
        """Values that layers read and write in a mean frame."""
        each = precision_of(precision).value_bytes
        return each * sum(calls * self.networks[name].values_moved for name, calls in self.calls.items())

    @property
    def values_held(self) -> int:
        """Values alive at once in the most demanding network that runs; networks run one after the other."""
        return max((self.networks[n].values_held for n, calls in self.calls.items() if calls > 0), default=0)


def painting_ahead(*, steps: int = 2, painting: float = 1.0, look_every_ticks: int = 2) -> Schedule:
    """What the engine does (ADR 7, `runtime/engine.py`): a view is painted over several ticks, one pass of
    one network in each, and the look is asked every other tick.

    A draft of `steps` steps takes that many passes of the dynamics, one of the painter, and one tick in which
    it joins memory and the next may begin. `painting` in [0, 1] is the share of ticks in which a draft is
    under way: 1 for a camera that never rests (the dearest), 0 for one that does not move.
    """
    passes = positive("steps", steps, most=64)
    busy = share("share of ticks that paint", painting)
    every = positive("ticks between looks", look_every_ticks, most=1000)
    return Schedule(dynamics=busy * passes / (passes + 2), painter=busy / (passes + 2), look=1 / every)


def every_frame(*, steps: int = 1) -> Schedule:
    """Every network in every frame, as a world needs it in which most of the picture moves by itself."""
    return Schedule(dynamics=positive("steps", steps, most=64), painter=1.0, look=1.0)


def frame_work(spec: WorldSpec, schedule: Schedule | None = None) -> FrameWork:
    """A mean frame under a schedule (by default the engine's, of a camera that never rests).

    Raises BadInputError for a canvas that tokens do not tile.
    """
    return FrameWork(networks_of(spec), (schedule or painting_ahead()).calls())
