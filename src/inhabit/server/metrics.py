"""What a dashboard wants to know of the sessions, as samples."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from inhabit.server.health import Sample
from inhabit.server.live import Live
from inhabit.server.sessions import Sessions

_QUANTILES = {"0.5": "p50_ms", "0.95": "p95_ms", "0.99": "p99_ms", "1": "max_ms"}


def samples(sessions: Sessions) -> Iterator[Sample]:
    """Everything, as of now. Frame counters include the sessions that have ended."""
    yield Sample("inhabit_sessions_started_total", sessions.started, "Worlds that were begun.", "counter")
    for reason, count in sessions.ended.items():
        labels = {"reason": reason}
        yield Sample("inhabit_sessions_ended_total", count, "Worlds that ended.", "counter", labels)
    yield from _places(sessions)
    for kind, count in sum((live.tally() for live in sessions.lives.values()), sessions.past).items():
        labels = {"kind": kind}
        yield Sample("inhabit_frames_total", count, "Frames by what became of them.", "counter", labels)
    for live in sessions.lives.values():
        yield from _session(live)


def veiled(id: str) -> str:
    """A session's name for dashboards: its id opens it, so that is nobody else's business."""
    return hashlib.sha256(id.encode()).hexdigest()[:12]


def _places(sessions: Sessions) -> Iterator[Sample]:
    lives = sessions.lives.values()
    states = Counter("away" if live.connection is None else live.session.status for live in lives)
    for state in ("running", "paused", "away"):
        yield Sample("inhabit_sessions", states[state], "Worlds by state.", labels={"state": state})
    yield Sample("inhabit_sessions_limit", sessions.settings.max_sessions, "Worlds that fit.")


def _session(live: Live) -> Iterator[Sample]:
    report, whose = live.loop.report(), {"session": veiled(live.id)}
    yield Sample("inhabit_fps", report.fps_held, "Frames per second held.", labels=whose)
    sent = live.stream.sent_bytes
    yield Sample("inhabit_session_sent_bytes", sent, "Media handed to the client's connection.", labels=whose)
    if report.summary is not None:
        state = report.summary.state_bytes
        yield Sample("inhabit_session_state_bytes", state, "Memory of a world's state.", labels=whose)
    for stage, spread in {**report.stages, **live.responses.spread()}.items():
        for quantile, name in _QUANTILES.items():
            labels = {**whose, "stage": stage, "quantile": quantile}
            yield Sample("inhabit_stage_ms", getattr(spread, name), "Milliseconds by stage.", labels=labels)
