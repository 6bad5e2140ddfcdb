"""A measurement of a machine that nobody has: what `inhabit bench frame` would print there, and what is kept
of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from inhabit.plan.measurement import Machine, Measurement, from_bench

TODAY = date(2026, 11, 22)
MACHINE = Machine(2, "AMD EPYC", 24e9)


def spread(p50_ms: float) -> dict[str, float]:
    """Percentiles around a median."""
    return {"p50_ms": p50_ms, "p95_ms": 1.4 * p50_ms, "p99_ms": 2.0 * p50_ms, "max_ms": 3.0 * p50_ms}


LINE: Mapping[str, Any] = MappingProxyType(
    {
        "device": "cpu/openvino",
        "model": "pocket",
        "checkpoint": "95a6854ddb2ae5f6",
        "size": "640x360",
        "steps": 2,
        "seconds": 15.02,
        "target_fps": 30.0,
        "fps": 30.0,
        **spread(33.0),
        "core_ms": 32.0,
        "miss_fraction": 0.0,
        "frames": 451,
        "kbps": 2000.0,
        "stages": {
            "make": spread(19.0),
            "commit": spread(1.0),
            "show": spread(14.0),
            "generate": spread(11.0),
        },
        "rungs": {"640x360/2": 1.0},
    }
)
"""Figures near those of the first machines that inhabit ran on, rounded."""


def measured(**changes: Any) -> Measurement:
    """The measurement in that line, with some of it changed."""
    return from_bench(json.dumps({**LINE, **changes}), machine=MACHINE, measured_on=TODAY)
