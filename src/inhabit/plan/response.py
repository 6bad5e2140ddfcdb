"""From an input to the frame that shows it: the response equation, and how deep a pipeline it allows.

    t_response = t_input + t_processing + n t_frame

n is the number of frame intervals that lie between the capture of an input and the display. Source: the
PixVerse R1 post, §1. The post asks for a response *under* 100 ms, so the bound is strict: a depth that takes
exactly the wanted time is one too deep.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks, interval

WANTED_MS, INPUT_MS, PROCESSING_MS = 100.0, 5.0, 10.0
"""What the post wants and assumes: under 100 ms, 5 ms to capture an input, 10 ms of other work."""

EQUAL = 1e-9
"""Two times are the same when they differ by less than this share: 3 x 33.333... ms is 100 ms."""


@dataclass(frozen=True, slots=True)
class Depth:
    """The deepest pipeline for a wanted response: `frames` whole intervals between input and display.

    `bound` is the number before rounding, `response_ms` what the whole number gives, `spare_ms` what it
    leaves of the wanted time, and `one_deeper_ms` what one frame more would give. The post calls the picture
    being shown a frame too, and so says "depth 3" where `frames` is 2.
    """

    frames: int
    bound: float
    response_ms: float
    spare_ms: float
    one_deeper_ms: float
    wanted_ms: float
    feels: interval.Band


def response_ms(
    frames: float, fps: float, *, input_ms: float = INPUT_MS, processing_ms: float = PROCESSING_MS
) -> float:
    """Time from an input to the picture that shows it, in ms: input + processing + frames 1000 / fps.

    `frames` >= 0 may be a fraction: an input waits half an interval for the next tick on average. Raises
    BadInputError for a time or count below 0 or a rate outside [0.01, 10000].
    """
    return (
        checks.non_negative("the input time", input_ms, "ms")
        + checks.non_negative("the processing time", processing_ms, "ms")
        + checks.non_negative("the frames in between", frames) * interval.interval_ms(fps)
    )


def deepest(
    fps: float,
    *,
    wanted_ms: float = WANTED_MS,
    input_ms: float = INPUT_MS,
    processing_ms: float = PROCESSING_MS,
) -> Depth:
    """The largest whole n whose response stays under `wanted_ms`.

    n < (wanted - input - processing) / t_frame. Raises BadInputError (`no_time_left`) if input and processing
    alone take the wanted time or more.
    """
    room_ms = _room_ms(wanted_ms, input_ms, processing_ms)
    bound = room_ms / interval.interval_ms(fps)
    frames = math.floor(bound)
    if math.isclose(bound, round(bound), rel_tol=EQUAL):
        frames = max(0, round(bound) - 1)
    takes_ms, deeper_ms = (
        response_ms(n, fps, input_ms=input_ms, processing_ms=processing_ms) for n in (frames, frames + 1)
    )
    return Depth(
        frames=frames,
        bound=bound,
        response_ms=takes_ms,
        spare_ms=wanted_ms - takes_ms,
        one_deeper_ms=deeper_ms,
        wanted_ms=float(wanted_ms),
        feels=interval.band(takes_ms),
    )


def fps_for(
    frames: int,
    *,
    wanted_ms: float = WANTED_MS,
    input_ms: float = INPUT_MS,
    processing_ms: float = PROCESSING_MS,
) -> float:
    """The frame rate above which a pipeline of `frames` >= 1 answers under `wanted_ms`, in fps:
    1000 frames / (wanted - input - processing). At exactly this rate the response is the wanted time.

    Raises BadInputError (`no_time_left`) if input and processing alone take the wanted time or more, and
    (`bad_plan_value`) if it would take a rate above 10,000 fps.
    """
    room_ms = _room_ms(wanted_ms, input_ms, processing_ms)
    depth = checks.count("the frames in between", frames)
    return interval.rate("the frame rate that this depth takes", 1000.0 * depth / room_ms)


def _room_ms(wanted_ms: float, input_ms: float, processing_ms: float) -> float:
    """What input and processing leave for frames."""
    wanted = checks.positive("the wanted response", wanted_ms, "ms")
    fixed = checks.non_negative("the input time", input_ms, "ms")
    fixed += checks.non_negative("the processing time", processing_ms, "ms")
    if fixed >= wanted:
        raise BadInputError(
            "no_time_left",
            f"input and processing take {fixed:g} ms of the wanted {wanted:g} ms before any frame: "
            f"take them below {wanted:g} ms or want more than {fixed:g} ms",
        )
    return wanted - fixed
