"""What a session hands to whoever makes its frames, and what it says of events: plain values."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.ports import Remark, Rung
from inhabit.inputs.control import Control
from inhabit.inputs.events import Event
from inhabit.runtime.beginning import Birth
from inhabit.runtime.pacer import Tick


@dataclass(frozen=True, slots=True)
class Turn:
    """What one tick asks of the engine. With `birth`, the state so far is replaced first."""

    tick: Tick
    epoch: int
    control: Control
    rung: Rung
    birth: Birth | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """An event took effect: it first shows in this frame, ready `ms` after the event arrived. `remark` says
    what the world did not do of it, if anything."""

    seq: int
    epoch: int
    frame_index: int
    ms: float
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that has not been applied yet, and when it came."""

    event: Event
    at_s: float
