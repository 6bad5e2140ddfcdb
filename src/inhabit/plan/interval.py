"""Time at a frame rate: how long a frame may take, what rates are usual, and how a response time feels.

Everything the planner says about time starts from the interval 1 / fps. What a person feels is another
matter: the bands of perception below are about the time from an input to the picture that shows it.
Source of both tables: the post "PixVerse R1 and Real-Time Video Generation" (2026-02-11), §1.
"""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks

LEAST_FPS, MOST_FPS = 0.01, 10_000.0
"""A picture every 100 s, and ten pictures a millisecond: outside of these a rate is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class UsualRate:
    """A frame rate that people ask for, what it is called, and where it is used."""

    fps: float
    quality: str
    use: str

    @property
    def interval_ms(self) -> float:
        """What a frame may take, in ms."""
        return interval_ms(self.fps)


USUAL_RATES = (
    UsualRate(24.0, "cinematic minimum", "film, animation"),
    UsualRate(30.0, "broadcast standard", "television, streaming, web video"),
    UsualRate(60.0, "smooth motion", "games, interactive"),
    UsualRate(90.0, "VR minimum", "head-mounted displays"),
    UsualRate(120.0, "premium VR and games", "competitive games, high-end VR"),
)
"""The usual rates, slowest first."""


@dataclass(frozen=True, slots=True)
class Band:
    """A range of response times and how it feels: from `from_ms` up to `to_ms` (None: without end)."""

    name: str
    from_ms: float
    to_ms: float | None
    meaning: str


BANDS = (
    Band("instant", 0.0, 50.0, "feels instantaneous: direct manipulation"),
    Band("responsive", 50.0, 100.0, "noticeable but acceptable: feels responsive"),
    Band("lagging", 100.0, 200.0, "a delay is seen: feels like a tool with lag"),
    Band("broken", 200.0, None, "clearly delayed: breaks the illusion of interactivity"),
)
"""Bands of perception, quickest first. 50 ms is already `responsive` and 100 ms already `lagging`, since the
source says "under"; 200 ms is still `lagging`, since it says "over 200"."""


def rate(name: str, fps: float) -> float:
    """`fps` if it lies in [0.01, 10000]; raises BadInputError otherwise, calling it `name`."""
    checks.positive(name, fps, "fps", most=MOST_FPS)
    if fps < LEAST_FPS:
        raise BadInputError(
            "bad_plan_value",
            f"{name} is {fps:g} fps: give at least {LEAST_FPS:g} and at most {MOST_FPS:g} fps",
        )
    return float(fps)


def interval_s(fps: float) -> float:
    """Time between two frames in s, 1 / fps; `fps` in [0.01, 10000], else BadInputError."""
    return 1.0 / rate("the frame rate", fps)


def interval_ms(fps: float) -> float:
    """Time between two frames in ms, 1000 / fps: 33.33 at 30. `fps` in [0.01, 10000], else BadInputError."""
    return 1000.0 / rate("the frame rate", fps)


def budget_ms(fps: float, *, reserve: float = 0.0) -> float:
    """What the work on a frame may take, in ms: the interval less the share `reserve` in [0, 1) kept for
    frames that take longer than others. (1 - reserve) 1000 / fps. Raises BadInputError."""
    if checks.share("the reserve", reserve) == 1.0:
        raise BadInputError(
            "bad_plan_value", "the reserve is 1: that leaves no time at all, give less than 1"
        )
    return interval_ms(fps) * (1.0 - reserve)


def fps_of(frame_ms: float) -> float:
    """Frames per second when each takes `frame_ms` > 0: 1000 / frame_ms. Raises BadInputError."""
    takes_ms = checks.positive("the time of a frame", frame_ms, "ms", most=1000.0 / LEAST_FPS)
    return checks.positive("the frame rate", 1000.0 / takes_ms, "fps")


def compute_ratio(fps: float, than_fps: float) -> float:
    """How many times the work of `than_fps` the rate `fps` is, at the same work per frame: their ratio.
    Raises BadInputError for a rate outside [0.01, 10000]."""
    return rate("the frame rate", fps) / rate("the rate to compare with", than_fps)


def band(response_ms: float) -> Band:
    """How a response time of `response_ms` >= 0 feels (see BANDS for the edges). Raises BadInputError."""
    checks.non_negative("the response", response_ms, "ms")
    instant, responsive, lagging, broken = BANDS
    if response_ms < 50.0:
        return instant
    if response_ms < 100.0:
        return responsive
    return lagging if response_ms <= 200.0 else broken


def streams_fps(streams: float, fps: float) -> float:
    """Frames per second that a device makes for `streams` >= 0 live streams: S fps (the post's appendix).
    Raises BadInputError."""
    return checks.non_negative("the streams", streams) * rate("the frame rate", fps)


def clips_fps(batch: int, frames: int, took_s: float) -> float:
    """Frames per second of a device that makes `batch` >= 1 clips of `frames` >= 1 at once in `took_s` > 0:
    B F / T (the post's appendix). Raises BadInputError."""
    made = checks.count("the batch", batch) * checks.count("the frames of a clip", frames)
    return checks.positive(
        "the throughput", made / checks.positive("the time of a batch", took_s, "s"), "fps"
    )
