"""How good a frame is after n denoising steps, what that costs, and which n looks best at a frame rate.

    Q(n) / Q_max = 1 - exp(-alpha n)        fps = C / (c n)
    perceived    = Q(n) / Q_max * min(1, fps / target)

C is the computing speed in FLOP/s and c the work of one step in FLOP. Source: the PixVerse R1 post, §4. The
post calls the curve logarithmic; it is an exponential that saturates. alpha is a guess until measured: `fit`
takes it from measured (steps, quality) pairs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks, interval

ALPHA, STEP_MS, TARGET_FPS = 1.0, 25.0, 30.0
"""What the post assumes: alpha = 1, 25 ms a step, 30 fps."""

AS_GOOD = 0.0005
"""Perceived qualities closer than this are a tie: they print the same to three decimals."""

MOST_STEPS, MOST_ALPHA = 100_000, 1000.0

CURVES, SECTIONS = 400, 60
"""Values of alpha tried over its whole range, since the error may have several valleys; then golden sections,
each of which leaves 0.618 of the bracket: 3e-13 in the end."""

STEEPEST, FLATTEST = 12.0, 1e-3
"""Beyond alpha n = 12 the fewest steps miss the ceiling by 6e-6, which nobody measures; below 0.001 for the
most steps the curve is a line."""


@dataclass(frozen=True, slots=True)
class Point:
    """What n steps give: quality (share of the best there is), time, rate, and what a viewer perceives."""

    steps: int
    quality: float
    frame_ms: float
    fps: float
    perception: float
    perceived: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The operating point of the fewest steps among those that are as good as the best.

    `as_good` are the numbers of steps within `within` of the largest perceived quality, fewest first; the
    first is the one chosen. `said` says so in words. `points` are all that were looked at, fewest steps
    first.
    """

    best: Point
    as_good: tuple[int, ...]
    within: float
    said: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A curve through measurements: quality = ceiling (1 - exp(-alpha n)), with its root mean square error in
    the unit of the measurements."""

    alpha: float
    ceiling: float
    rms_error: float


def quality(steps: float, *, alpha: float = ALPHA) -> float:
    """Q(n) / Q_max = 1 - exp(-alpha n), in [0, 1]; `steps` in [0, 1e5] and `alpha` in (0, 1000], else
    BadInputError."""
    checks.non_negative("the steps", steps, most=MOST_STEPS)
    return -math.expm1(-_alpha(alpha) * steps)


def steps_for(wanted: float, *, alpha: float = ALPHA) -> int:
    """The fewest steps n >= 1 whose quality is at least `wanted` in [0, 1): ceil(-ln(1 - wanted) / alpha).

    Raises BadInputError for 1 or more (no finite number reaches it), and if it would take over 1e5 steps.
    """
    if checks.share("the wanted quality", wanted) == 1.0:
        raise BadInputError(
            "bad_plan_value",
            "the wanted quality is 1: no finite number of steps reaches it, give less than 1",
        )
    exact = checks.non_negative("the steps it takes", -math.log1p(-wanted) / _alpha(alpha), most=MOST_STEPS)
    steps = max(1, math.ceil(exact))
    # Rounding in the logarithm may land just above the whole number that already reaches it.
    return steps - 1 if steps > 1 and quality(steps - 1, alpha=alpha) >= wanted else steps


def frame_ms(steps: int, *, step_ms: float = STEP_MS) -> float:
    """Time of a frame of `steps` >= 1 at `step_ms` > 0 each, in ms. Raises BadInputError."""
    return _steps(steps) * checks.positive("the time of a step", step_ms, "ms")


def quality_per_ms(steps: int, *, alpha: float = ALPHA, step_ms: float = STEP_MS) -> float:
    """Quality of n steps divided by their time, per ms. Raises BadInputError as its parts do."""
    each = quality(steps, alpha=alpha) / frame_ms(steps, step_ms=step_ms)
    return checks.non_negative("the quality", each, "per ms")


def steps_within(budget_ms: float, *, step_ms: float = STEP_MS) -> int:
    """The most steps that fit into `budget_ms` > 0 at `step_ms` > 0 each; 0 if not even one does. Raises
    BadInputError."""
    room_ms = checks.positive("the budget", budget_ms, "ms")
    exact = room_ms / checks.positive("the time of a step", step_ms, "ms")
    # A budget of 33.333... ms holds three steps of 11.111... ms, whatever the last bit says.
    return math.floor(checks.non_negative("the steps that fit", exact) * (1.0 + 1e-12))


def step_time_ms(speed_flop_per_s: float, step_flop: float) -> float:
    """Time of one step in ms: 1000 c / C, both > 0 and at most 1e24. Raises BadInputError."""
    work = checks.positive("the work of a step", step_flop, "FLOP", most=1e24)
    speed = checks.positive("the computing speed", speed_flop_per_s, "FLOP/s", most=1e24)
    return checks.positive("the time of a step", 1000.0 * work / speed, "ms")


def perception(fps: float, *, target_fps: float = TARGET_FPS) -> float:
    """f(fps) = min(1, fps / target): what a rate below the target does to perceived quality, in [0, 1].
    Raises BadInputError."""
    checks.non_negative("the frame rate", fps, "fps")
    return min(1.0, fps / interval.rate("the target rate", target_fps))


def point(
    steps: int, *, step_ms: float = STEP_MS, alpha: float = ALPHA, target_fps: float = TARGET_FPS
) -> Point:
    """Quality, time, rate and perceived quality of frames of `steps` >= 1 taking `step_ms` > 0 each.

    For the post's form fps = C / (c n), give `step_ms=step_time_ms(C, c)`. Raises BadInputError.
    """
    takes_ms = frame_ms(steps, step_ms=step_ms)
    fps = checks.positive("the frame rate of one frame after another", 1000.0 / takes_ms, "fps")
    reached, seen = quality(steps, alpha=alpha), perception(fps, target_fps=target_fps)
    return Point(int(steps), reached, takes_ms, fps, seen, reached * seen)


def best(
    candidates: Iterable[int],
    *,
    step_ms: float = STEP_MS,
    alpha: float = ALPHA,
    target_fps: float = TARGET_FPS,
    within: float = AS_GOOD,
) -> Choice:
    """The operating point with the largest perceived quality over `candidates` (a list or a range of steps);
    of those within `within` of it, the fewest steps.

    Raises BadInputError for an empty list, and for what `point` refuses.
    """
    listed = sorted({_steps(steps) for steps in candidates})
    if not listed:
        raise BadInputError("bad_plan_value", "there are no numbers of steps to choose from: give some")
    points = [point(n, step_ms=step_ms, alpha=alpha, target_fps=target_fps) for n in listed]
    near = checks.share("the width of a tie", within)
    most = max(each.perceived for each in points)
    equals = [each for each in points if each.perceived >= most - near]
    names = [each.steps for each in equals]
    said = f"{names[0]} is the best number of steps, without a tie"
    if len(names) > 1:
        said = (
            f"{len(names)} choices from {names[0]} to {names[-1]} steps are within {near:g} of the best: "
            f"the fewest, {names[0]}, is taken"
        )
    return Choice(equals[0], tuple(names), near, said, tuple(points))


def fit(pairs: Sequence[tuple[float, float]], *, ceiling: float | None = None) -> Fit:
    """alpha (and the ceiling Q_max unless given) by least squares from measured (steps, quality) pairs.

    For each alpha the best ceiling follows in closed form, so one number is searched: a scan over its range,
    then golden sections in log alpha. Steps >= 1, quality >= 0 in any unit in which more is better. Two
    different numbers of steps are needed, or one if the ceiling is given.

    Raises BadInputError for too few pairs, bad numbers, or measurements that do not bend as the curve does
    (flat, straight or falling: alpha would run off to infinity or zero).
    """
    measured = [(_steps(steps), checks.non_negative("a measured quality", value)) for steps, value in pairs]
    if ceiling is not None:
        checks.positive("the ceiling", ceiling)
    different = {steps for steps, _ in measured}
    needed = 1 if ceiling is not None else 2
    if len(different) < needed or not any(value for _, value in measured):
        raise BadInputError(
            "bad_plan_value",
            f"alpha takes {needed} or more numbers of steps measured, with some quality above 0",
        )
    low = math.log(FLATTEST / max(different))
    high = math.log(min(MOST_ALPHA, STEEPEST / min(different)))

    def error(log_alpha: float) -> float:
        return _against(measured, math.exp(log_alpha), ceiling)[1]

    grid = [low + (high - low) * i / CURVES for i in range(CURVES + 1)]
    errors = [error(log_alpha) for log_alpha in grid]
    lowest = min(range(len(grid)), key=errors.__getitem__)
    if lowest in (0, CURVES):
        how = "rises in a straight line" if lowest == 0 else "is at its ceiling from the fewest steps on"
        raise BadInputError(
            "bad_plan_value",
            f"the measured quality {how} (or falls): measure {'more' if lowest == 0 else 'fewer'} steps, "
            "where the curve bends",
        )
    alpha = math.exp(_golden(error, grid[lowest - 1], grid[lowest + 1]))
    reached, squares = _against(measured, alpha, ceiling)
    return Fit(alpha, reached, math.sqrt(squares / len(measured)))


def _steps(steps: float) -> int:
    return checks.count("the steps", steps, most=MOST_STEPS)


def _alpha(alpha: float) -> float:
    return checks.positive("alpha", alpha, "per step", most=MOST_ALPHA)


def _against(
    measured: Sequence[tuple[float, float]], alpha: float, ceiling: float | None
) -> tuple[float, float]:
    """The best ceiling for this alpha (or the one that is given), and the sum of squared errors."""
    curve = [-math.expm1(-alpha * steps) for steps, _ in measured]
    if ceiling is None:
        ceiling = math.fsum(share * value for share, (_, value) in zip(curve, measured, strict=True))
        ceiling /= math.fsum(share * share for share in curve)
    errors = (value - ceiling * share for share, (_, value) in zip(curve, measured, strict=True))
    return ceiling, math.fsum(error * error for error in errors)


def _golden(error: Callable[[float], float], low: float, high: float) -> float:
    """Where `error` is least between two points around one valley, by golden sections (Kiefer 1953)."""
    keep = (math.sqrt(5.0) - 1.0) / 2.0
    for _ in range(SECTIONS):
        width = keep * (high - low)
        if error(high - width) <= error(low + width):
            high = low + width
        else:
            low = high - width
    return (low + high) / 2.0
