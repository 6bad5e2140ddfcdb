"""`inhabit plan capacity | memory`: how many sessions a machine holds, and what fits into a device."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.plan_machine import calibrated, device_named, devices, machine_of, measured, spec_of
from inhabit.cli.plan_options import (
    fps_option,
    hardware_option,
    overhead_option,
    precision_option,
    size_option,
    spec_option,
)
from inhabit.cli.plan_page import shown
from inhabit.cli.plan_units import BYTES, MBPS, MILLISECONDS, SHARE
from inhabit.core.errors import BadInputError

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.plan.answer import Answer

DEVICE = "H100 SXM"


@click.command("capacity")
@fps_option
@size_option
@click.option("--cores", type=float, help="Cores (default: this machine's).")
@click.option(
    "--core", "core_ms", type=MILLISECONDS, help="Core time of a frame (default: as measured here)."
)
@click.option("--memory", "memory_bytes", type=BYTES, help="Memory (default: this machine's).")
@click.option("--uplink", "uplink_mbps", type=MBPS, help="The line out (default: 100 Mbit/s).")
@click.option("--stream", "stream_mbps", type=MBPS, help="Rate of one stream (default: as measured here).")
@click.option("--headroom", type=SHARE, help="Share of the cores to plan for (default: 85 %).")
@click.option("--device", "device_name", help="A device of the table, by its sheet, instead of this machine.")
@hardware_option
@precision_option
@overhead_option
@spec_option
@calibrated
@shown(plotted=True)
def capacity_command(
    fps: float | None,
    size: str | None,
    cores: float | None,
    core_ms: float | None,
    memory_bytes: float | None,
    uplink_mbps: float | None,
    stream_mbps: float | None,
    headroom: float | None,
    device_name: str | None,
    hardware_at: Path | None,
    precision: str | None,
    overhead_ms: float | None,
    spec_at: Path | None,
    calibration_at: Path | None,
    uncalibrated: bool,  # noqa: FBT001
) -> Answer:
    """How many sessions does this machine hold at a rate, and what ends first?"""
    from inhabit.plan.answers import capacity, capacity_by_sheet

    picture, spec = _size(size), spec_of(spec_at)
    line = {"uplink_mbps": uplink_mbps, "stream_mbps": stream_mbps}
    device = device_named(device_name, hardware_at)
    if device is not None:
        _only_here({"--cores": cores, "--core": core_ms, "--memory": memory_bytes, "--headroom": headroom})
        return capacity_by_sheet.answer(
            device, fps=fps, size=picture, precision=precision, overhead_ms=overhead_ms, spec=spec, **line
        )
    _only_there({"--precision": precision, "--overhead": overhead_ms, "--hardware": hardware_at})
    here = measured(calibration_at, uncalibrated=uncalibrated, size=picture or capacity.SIZE)
    return capacity.answer(
        machine_of(here),
        fps=fps,
        size=picture,
        cores=cores,
        core_ms=core_ms,
        memory_bytes=memory_bytes,
        headroom=headroom,
        spec=spec,
        measured=here,
        **line,
    )


@click.command("memory")
@click.option("--device", "device_name", default=DEVICE, show_default=True, help="A device of the table.")
@hardware_option
@precision_option
@click.option("--sessions", type=int, help="Sessions to add up (default: 4).")
@fps_option
@size_option
@overhead_option
@spec_option
@shown(plotted=True)
def memory_command(
    device_name: str,
    hardware_at: Path | None,
    precision: str | None,
    sessions: int | None,
    fps: float | None,
    size: str | None,
    overhead_ms: float | None,
    spec_at: Path | None,
) -> Answer:
    """What fits into a device's memory, at each precision and on every device of the table?"""
    from inhabit.plan import hardware
    from inhabit.plan.answers import memory

    table = devices(hardware_at)
    return memory.answer(
        hardware.find(device_name, table),
        table,
        spec=spec_of(spec_at),
        size=_size(size),
        fps=fps,
        precision=precision,
        sessions=sessions,
        overhead_ms=overhead_ms,
    )


def _size(text: str | None) -> Size | None:
    from inhabit.core.camera import Size

    return None if text is None else Size.parse(text)


def _only_here(told: dict[str, object]) -> None:
    _refuse(told, "is of this machine, --device is another: leave one of them out")


def _only_there(told: dict[str, object]) -> None:
    _refuse(told, "is of a device of the table: name it with --device")


def _refuse(told: dict[str, object], why: str) -> None:
    for option, value in told.items():
        if value is not None:
            raise BadInputError("options_apart", f"{option} {why}")
