"""How the server is doing: one JSON object for probes, Prometheus text for dashboards. Pure text.

The exposition format is a few lines of text (prometheus.io/docs/instrumenting/exposition_formats), so it
is written here and costs no dependency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from inhabit import __version__
from inhabit.core.ports import Engine


@dataclass(frozen=True, slots=True)
class Sample:
    """One measured value. Samples of one `name` belong together; `kind` is counter or gauge."""

    name: str
    value: float
    help: str = ""
    kind: str = "gauge"
    labels: Mapping[str, str] = field(default_factory=dict)


def health(engine: Engine, sessions: int, max_sessions: int) -> dict[str, object]:
    """The answer of `GET /healthz`."""
    return {
        "status": "ok",
        "version": __version__,
        "model": engine.name,
        "checkpoint": engine.checkpoint_hash,
        "device": engine.device,
        "sessions": sessions,
        "max_sessions": max_sessions,
    }


def exposition(samples: Iterable[Sample]) -> str:
    """The answer of `GET /metrics`; samples of one name need not come together."""
    ordered = sorted(samples, key=lambda sample: sample.name)
    return "".join(_family(name, list(group)) for name, group in groupby(ordered, key=lambda s: s.name))


def _family(name: str, samples: Sequence[Sample]) -> str:
    head = f"# HELP {name} {samples[0].help}\n# TYPE {name} {samples[0].kind}\n"
    return head + "".join(f"{name}{_labels(sample.labels)} {sample.value:.10g}\n" for sample in samples)


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
