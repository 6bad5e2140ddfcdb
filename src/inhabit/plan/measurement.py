"""One run of `inhabit bench frame` as the planner keeps it: what was measured, of which model, where and
when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inhabit import __version__
from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError, InhabitError
from inhabit.plan import checks

LEAST_SHARE = 0.9
"""At least this share of the frames has to be of the size that was asked for."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the operating system says of a machine: its cores, its processor's name, its memory (None: not
    said)."""

    cores: int
    processor: str
    memory_bytes: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds, by percentiles."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of `inhabit bench frame`: what it measured, of which model and size, where and when.

    `core_ms` is the time of a frame on all cores added up, `frame` the time from its tick to its packet,
    `stages` the parts of that, `threads_ms` what a mean frame takes of each thread (empty in files of older
    versions), `miss_fraction` the share of ticks without a new picture.
    """

    measured_on: str
    processor: str
    cores: int
    inhabit: str
    device: str
    model: str
    checkpoint: str
    size: str
    steps: int
    seconds: float
    target_fps: float
    fps: float
    core_ms: float
    miss_fraction: float
    kbps: float
    frame: Spread
    stages: Mapping[str, Spread]
    threads_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Where its figures come from, for the reader of an answer."""
        return (
            f"`inhabit bench frame` of {self.model} at {self.size}, {self.steps} steps, {self.target_fps:g} "
            f"fps, on {self.cores} cores of {self.processor} ({self.device}), {self.measured_on}"
        )

    def stage(self, name: str) -> Spread | None:
        """A stage by name; None where the bench did not tell it."""
        return self.stages.get(name)


def from_bench(text: str, *, machine: Machine, measured_on: date) -> Measurement:
    """The measurement in what `inhabit bench frame` printed: its last line that is not empty.

    Raises BadInputError(`bad_calibration`) for anything but such a line, for figures that cannot be, and for
    a run that mostly made a smaller picture than was asked for.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise refused("there is no line to read: give what `inhabit bench frame --json -` printed")
    found = plain_object(lines[-1], "the last line", "give what `inhabit bench frame --json -` printed")
    if "core_ms" not in found or "stages" not in found:
        raise refused(
            "the line is not of `inhabit bench frame` (it lacks core_ms or stages): other benches measure "
            "other things"
        )
    whole = {
        **{key: found[key] for key in found if key not in ("p50_ms", "p95_ms", "p99_ms", "max_ms")},
        "frame": {key: found.get(key) for key in ("p50_ms", "p95_ms", "p99_ms", "max_ms")},
        "measured_on": measured_on.isoformat(),
        "processor": machine.processor,
        "cores": machine.cores,
        "inhabit": __version__,
    }
    measured = parse(whole, "the line of `inhabit bench frame`", "run the bench again")
    _of_its_size(measured.size, found.get("rungs"))
    return measured


def _of_its_size(size: str, rungs: Any) -> None:
    """Raises where most frames were smaller than asked for: their cost is another size's."""
    if not isinstance(rungs, dict) or not rungs:
        return
    shares = (share for name, share in rungs.items() if str(name).startswith(f"{size}/"))
    share = sum(share for share in shares if isinstance(share, int | float))
    if share < LEAST_SHARE:
        raise refused(
            f"only {share:.0%} of the frames were {size}, the rest smaller: measure with fewer --fps, with "
            "--steps, or a smaller --size"
        )


def plain_object(text: str, where: str, fix: str) -> dict[str, Any]:
    """The JSON object that a text is; raises BadInputError(`bad_calibration`) naming `where` and the
    `fix`."""
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        raise refused(f"{where} is not JSON ({error}): {fix}") from error
    if not isinstance(held, dict):
        raise refused(f"{where} is not a JSON object: {fix}")
    return held


def parse(held: Any, where: str, fix: str) -> Measurement:
    """A measurement from plain JSON, every value looked at. Raises BadInputError(`bad_calibration`) naming
    `where` and the `fix`."""
    try:
        return Measurement(
            measured_on=date.fromisoformat(held["measured_on"]).isoformat(),
            processor=_text(held, "processor"),
            inhabit=_text(held, "inhabit"),
            device=_text(held, "device"),
            model=_text(held, "model"),
            checkpoint=str(held.get("checkpoint", "")),
            size=str(Size.parse(_text(held, "size"))),
            cores=checks.count("cores", held["cores"], most=1e5),
            steps=checks.count("steps", held["steps"], most=1e3),
            seconds=checks.positive("seconds", held["seconds"], "s"),
            fps=checks.positive("fps", held["fps"], "fps", most=1e4),
            target_fps=checks.positive("target_fps", held.get("target_fps", held["fps"]), "fps", most=1e4),
            core_ms=checks.positive("core_ms", held["core_ms"], "ms", most=1e7),
            miss_fraction=checks.share("miss_fraction", held["miss_fraction"]),
            kbps=checks.non_negative("kbps", held.get("kbps", 0.0), "kbit/s"),
            frame=_spread("frame", held["frame"]),
            stages={str(name): _spread(name, spread) for name, spread in held["stages"].items()},
            threads_ms={
                str(name): checks.non_negative(f"threads_ms.{name}", took_ms, "ms", most=1e7)
                for name, took_ms in held.get("threads_ms", {}).items()
            },
        )
    except KeyError as error:
        raise refused(f"{where} is damaged (it lacks {error.args[0]}): {fix}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise refused(f"{where} is damaged ({error}): {fix}") from error
    except InhabitError as error:
        raise refused(f"{where} is damaged ({error.message}): {fix}") from error


def _spread(name: str, held: Any) -> Spread:
    parts = (
        checks.non_negative(f"{name}.{part}", held[part], "ms", most=1e7)
        for part in ("p50_ms", "p95_ms", "p99_ms", "max_ms")
    )
    return Spread(*parts)


def _text(held: Mapping[str, Any], name: str) -> str:
    value = held[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is {value!r}, not a text")
    return value


def refused(message: str) -> BadInputError:
    """The error for measurements that cannot be used."""
    return BadInputError("bad_calibration", message)
