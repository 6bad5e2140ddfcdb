"""What an operator decides about a server, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inhabit.core.camera import Size
from inhabit.plan.measurement import Machine
from inhabit.plan.questions import Here
from inhabit.transport.websocket import DEFAULT_ALLOWANCE, Allowance

WEB = Path(__file__).parent.parent / "web"
NOBODY_SAID = Here(Machine(1, "a machine that nobody described"))


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and places.

    `size` and `fps` are what a client gets that asks for nothing. `grace_s` is how long a world waits,
    paused, for a client that vanished; when the house is full, a world whose client has been away for
    `yield_after_s` makes room for a newcomer. `idle_s` without input ends a session, said
    `idle_notice_s` before.
    """

    size: Size = Size(640, 360)
    fps: float = 30.0
    max_sessions: int = 2
    recordings: Path = Path("recordings")
    web: Path = WEB
    grace_s: float = 120.0
    yield_after_s: float = 30.0
    idle_s: float = 600.0
    idle_notice_s: float = 30.0
    state_every_s: float = 0.5
    snapshot_every_s: float = 4.0
    """How often a world that is being lived in is kept whole."""
    hello_within_s: float = 10.0
    goodbye_s: float = 10.0
    allowance: Allowance = DEFAULT_ALLOWANCE
    allowed_origins: tuple[str, ...] = ()
    """Other pages that may open a session, as `https://example.org`; "*" is every page."""
    here: Here = NOBODY_SAID
    """What the planner's page plans with: this machine, and what was measured on it."""
    logs_kept: int = 16
    """Event logs of ended sessions that can still be fetched."""
