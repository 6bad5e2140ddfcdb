"""What a live session tells of itself: its welcome, its state, what its pictures are like. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from inhabit.core.attributes import BIOMES, Attributes
from inhabit.core.camera import Pose
from inhabit.core.known import FIRST
from inhabit.core.locks import LOCKS
from inhabit.core.ports import Engine, StateSummary
from inhabit.core.shape import by_shape
from inhabit.runtime.loop import Report
from inhabit.runtime.session import Session
from inhabit.server.shown import attributes_of, presets
from inhabit.transport import announce
from inhabit.transport.announce import Announcement
from inhabit.transport.codec import codec_string
from inhabit.transport.recording import Recording


def picture_of(session: Session, codec: str) -> dict[str, Any]:
    """What pictures are like from now on."""
    return {
        "codec_string": codec_string(session.size, session.fps) if codec == "avc1" else codec,
        "size": str(session.size),
        "rungs": [
            {"name": r.name, "size": str(r.size), "steps": r.steps, "carries": r.carries}
            for r in session.rungs
        ],
    }


def welcome_of(
    id: str,
    session: Session,
    engine: Engine,
    summary: StateSummary | None,
    *,
    codec: str,
    token: str,
    resumed: bool,
    branch: str | None,
    recovered: str,
) -> Announcement:
    """The answer to hello; `summary` is None before the first frame."""
    return announce.welcome(
        session=id,
        resume_token=token,
        resumed=resumed,
        codec=codec,
        **picture_of(session, codec),
        fps=session.fps,
        shapes=[
            {"shape": str(shape), "sizes": [str(size) for size in sizes]}
            for shape, sizes in by_shape(engine.sizes()).items()
        ],
        seed=session.seed,
        prompt=session.prompt,
        branch=branch,
        recovered=recovered,
        presets=presets(),
        styles=list(FIRST.styles),
        biomes=list(BIOMES),
        lockable=list(LOCKS),
        locks=_locks(summary),
        attributes=attributes_of(_look(summary)[1]),
        model=engine.name,
        device=engine.device,
        checkpoint=engine.checkpoint_hash,
    )


def state_of(report: Report, session: Session, notice: str, tape: Recording | None) -> Announcement:
    """How a world is doing; `notice` goes before what session and world have to say themselves."""
    summary = report.summary
    pose, attributes = _look(summary)
    return announce.state(
        status=report.status,
        epoch=report.epoch,
        frame_index=report.frame_index,
        fps_held=report.fps_held,
        rung=report.rung,
        counters=asdict(report.counters),
        stages_ms={name: {"p50": s.p50_ms, "p95": s.p95_ms} for name, s in report.stages.items()},
        budget_ms=report.budget_ms,
        pose=asdict(pose),
        attributes=attributes_of(attributes),
        locks=_locks(summary),
        notice=notice or session.notice or (summary.notice if summary else ""),
        recording=None if tape is None else {"seconds": tape.seconds, "bytes": tape.size_bytes},
    )


def _locks(summary: StateSummary | None) -> list[str]:
    return [] if summary is None else list(summary.locks)


def _look(summary: StateSummary | None) -> tuple[Pose, Attributes]:
    """Where the camera is and what the world is like; before the first frame, a guess."""
    return (Pose(), Attributes()) if summary is None else (summary.pose, summary.attributes)
