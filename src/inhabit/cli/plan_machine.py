"""This machine as the planner sees it: what the operating system says, and what was measured here."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.core.spec import WorldSpec
    from inhabit.plan.hardware import Device, Devices
    from inhabit.plan.measurement import Machine, Measurement

CPU_INFO, QUOTA, MEMORY_LIMIT = "/proc/cpuinfo", "/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/memory.max"


def calibrated(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --calibration and --uncalibrated to a command."""
    click.option(
        "--uncalibrated", is_flag=True, help="Leave aside what was measured here: answer from sources alone."
    )(function)
    return click.option(
        "--calibration",
        "calibration_at",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Rest on this file of measurements (default: this machine's, if there is one).",
    )(function)


def measured(
    calibration_at: Path | None, *, uncalibrated: bool, size: Size | None = None
) -> Measurement | None:
    """What was measured, of `size` or the size nearest to it; None where nothing was, or if it is not wanted.

    Raises BadInputError for a file that cannot be used, and for one that is named but not there.
    """
    from datetime import date

    from inhabit.plan import calibration

    if uncalibrated:
        return None
    path = calibration_at or calibration.default_path(os.environ)
    if calibration_at is None and not path.exists():
        return None
    # A file that is named may be another machine's: whoever names it plans for that one.
    here = this_machine() if calibration_at is None else None
    return calibration.read(path, today=date.today(), here=here).of(size)


def this_machine() -> Machine:
    """Cores, processor and memory, as the operating system and a container's limits say."""
    from inhabit.plan.measurement import Machine

    return Machine(_cores(), _processor(), _memory_bytes())


def machine_of(measurement: Measurement | None) -> Machine:
    """The machine that a measurement is of, which is this one unless a file of another was named; its memory
    is not known then."""
    from inhabit.plan.measurement import Machine

    here = this_machine()
    if measurement is None or (measurement.cores, measurement.processor) == (here.cores, here.processor):
        return here
    return Machine(measurement.cores, measurement.processor)


def device_named(name: str | None, hardware_at: Path | None) -> Device | None:
    """A device of the table by name, None for None. Raises BadInputError naming the known ones."""
    from inhabit.plan import hardware

    return None if name is None else hardware.find(name, devices(hardware_at))


def devices(hardware_at: Path | None) -> Devices:
    """The shipped table, with a person's own laid over it. Raises BadInputError."""
    from inhabit.plan import hardware

    return hardware.shipped() if hardware_at is None else hardware.read(hardware_at)


def spec_of(path: Path | None) -> WorldSpec | None:
    """The spec of a checkpoint, by its spec.json or its folder; None for None. Raises CheckpointError."""
    from inhabit.core.errors import CheckpointError
    from inhabit.core.spec import WorldSpec

    if path is None:
        return None
    file = path / "spec.json" if path.is_dir() else path
    try:
        return WorldSpec.from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CheckpointError("bad_spec", f"{file} cannot be read ({error}): give a spec.json") from error
    except TypeError as error:
        raise CheckpointError("bad_spec", f"{file} is not a spec: {error}") from error


def _cores() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = _first_line(QUOTA).split()
    if len(share) == 2 and all(part.isdecimal() for part in share):
        return max(1, min(allowed, int(share[0]) // int(share[1])))
    return allowed


def _processor() -> str:
    for line in _text(CPU_INFO).splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip() == "model name" and value.strip():
            return value.strip()
    return platform.processor() or platform.machine() or "a processor without a name"


def _memory_bytes() -> float | None:
    try:
        whole = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return None
    limit = _first_line(MEMORY_LIMIT)
    return min(whole, float(limit)) if limit.isdecimal() else whole


def _first_line(path: str) -> str:
    return _text(path).partition("\n")[0].strip()


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
