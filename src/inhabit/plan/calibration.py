"""What this machine measured, kept as one JSON file, so that answers rest on it and not on assumptions.

What is damaged, of another machine or out of date is refused with the reason and the way out: a plan never
rests on it silently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from inhabit import __version__
from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError, OutputError
from inhabit.plan.measurement import Machine, Measurement, parse, plain_object, refused

KIND, FORMAT = "inhabit calibration", 1
OLDEST_DAYS = 180
"""Older than this, drivers, libraries and neighbours on a shared machine have changed."""
AGAIN = "measure again with `inhabit plan calibrate`"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The measurements of a machine, the newest of each model, size and number of steps."""

    measurements: tuple[Measurement, ...]

    def with_(self, new: Measurement) -> Calibration:
        """The same with `new` in place of what was measured before of that model, size and steps."""
        key = (new.model, new.size, new.steps)
        kept = (old for old in self.measurements if (old.model, old.size, old.steps) != key)
        return replace(self, measurements=(*kept, new))

    def of(self, size: Size | None = None) -> Measurement:
        """The newest measurement of that size, or of the size nearest to it in pixels (None: the newest)."""
        newest_first = sorted(self.measurements, key=lambda each: each.measured_on, reverse=True)
        if size is None:
            return newest_first[0]
        wanted_px = size.width_px * size.height_px

        def off_px(each: Measurement) -> int:
            its = Size.parse(each.size)
            return abs(its.width_px * its.height_px - wanted_px)

        return min(newest_first, key=off_px)


def default_path(environment: Mapping[str, str]) -> Path:
    """Where the file lies unless somebody says otherwise: XDG_DATA_HOME, or ~/.local/share, then inhabit.

    A relative XDG_DATA_HOME is not heeded, as the XDG base directory specification has it.
    """
    data = environment.get("XDG_DATA_HOME", "")
    home = Path(environment.get("HOME") or Path.home())
    folder = Path(data) if data.startswith("/") else home / ".local" / "share"
    return folder / "inhabit" / "calibration.json"


def read(path: Path, *, today: date, here: Machine | None) -> Calibration:
    """The measurements of a file. With `here`, those of another machine are refused; None takes them as they
    are, for whoever plans for the machine that they are of.

    Reads the file. Raises BadInputError(`no_calibration`) where there is none, and (`bad_calibration`) for
    one that is damaged, of another program, version or machine, or too old.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadInputError("no_calibration", f"{path} is not there: {AGAIN}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise refused(f"{path} cannot be read ({error}): mend or remove it, then {AGAIN}") from error
    fix = f"remove it, then {AGAIN}"
    held = plain_object(text, str(path), fix)
    if held.get("kind") != KIND:
        raise refused(f"{path} is not a calibration of inhabit: choose another --calibration, or {fix}")
    if held.get("format") != FORMAT:
        raise refused(f"{path} has format {held.get('format')!r}, this version reads {FORMAT}: {fix}")
    entries = held.get("measurements")
    if not isinstance(entries, list) or not entries:
        raise refused(f"{path} holds no measurement: {fix}")
    measurements = tuple(parse(entry, str(path), fix) for entry in entries)
    for each in measurements:
        _of_today(each, path, today)
        if here is not None:
            _of_here(each, path, here)
    return Calibration(measurements)


def write(path: Path, calibration: Calibration) -> None:
    """Writes the file, with its folder, in one step. Raises OutputError (`cannot_write`) naming the path."""
    held = {"kind": KIND, "format": FORMAT, "measurements": [asdict(m) for m in calibration.measurements]}
    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise OutputError(
            "cannot_write", f"{path} cannot be written ({error.strerror}): choose another --file"
        ) from error


def _of_today(each: Measurement, path: Path, today: date) -> None:
    age_days = (today - date.fromisoformat(each.measured_on)).days
    if age_days < -1:
        raise refused(f"{path} was measured on {each.measured_on}, which is yet to come: {AGAIN}")
    if age_days > OLDEST_DAYS:
        raise refused(f"{path} was measured {age_days} days ago ({each.measured_on}), too long: {AGAIN}")
    if each.inhabit != __version__:
        raise refused(f"{path} was measured with inhabit {each.inhabit}, this is {__version__}: {AGAIN}")


def _of_here(each: Measurement, path: Path, here: Machine) -> None:
    if (each.cores, each.processor) != (here.cores, here.processor):
        raise refused(
            f"{path} was measured on {each.cores} cores of {each.processor}, this machine has {here.cores} "
            "of "
            f"{here.processor}: {AGAIN}, or name the file with --calibration to plan for that other machine"
        )
