"""What a process and everything it started cost the processor, read from /proc (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def core_s(pid: int, proc: Path = PROC) -> float | None:
    """Seconds of core time of `pid` and all its descendants so far, ended ones included that were waited
    for; None where there is no /proc.
    """
    try:
        stats = [parsed(path.read_text()) for path in proc.glob("[0-9]*/stat")]
    except (OSError, ValueError):
        stats = []
    if not any(found == pid for found, _, _ in stats):
        return None
    family = {pid}
    while grown := {found for found, parent, _ in stats if parent in family} - family:
        family |= grown
    return sum(ticks for found, _, ticks in stats if found in family) / os.sysconf("SC_CLK_TCK")


def stolen_s(proc: Path = PROC) -> float | None:
    """Seconds of core time so far in which this machine would have worked and its host ran others; None
    where that is not told."""
    try:
        fields = (proc / "stat").read_text().split("\n", 1)[0].split()
        return int(fields[8]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def parsed(stat: str) -> tuple[int, int, int]:
    """(pid, parent's pid, clock ticks used) of one line of /proc/PID/stat; the name may hold anything."""
    before, _, after = stat.rpartition(")")
    fields = after.split()
    return int(before.split(" ", 1)[0]), int(fields[1]), sum(map(int, fields[11:15]))
