"""The trained networks of a checkpoint: read into modules, and compiled for one canvas shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from inhabit.core.spec import GEOMETRY_CELL_PX, LATENT_CELL_PX, WorldSpec
from inhabit.frames.autoencoder import CanvasEncoder, Eye
from inhabit.frames.decoder import Look, Painter
from inhabit.frames.surroundings import BEARINGS_CHANNELS, SURROUNDINGS_CHANNELS
from inhabit.runtime.backend import BACKENDS, Function
from inhabit.runtime.quantise import Ranges, quantised
from inhabit.world import checkpoint
from inhabit.world.network import Network


@dataclass(frozen=True, slots=True)
class Networks:
    """The compiled functions an engine calls, for one canvas shape."""

    dynamics: Function
    painter: Function
    look: Function
    encoder: Function
    eye: Function


def compile_networks(
    spec: WorldSpec,
    frames: dict[str, torch.nn.Module],
    dynamics: Network,
    *,
    backend: str,
    ranges: Mapping[str, Ranges] | None = None,
) -> Networks:
    """Compile the networks that make frames for the spec's canvas shape, those with `ranges` in integers, on
    OpenVINO; the two through which true pictures enter are compiled when they are first called."""
    compile_one, known = BACKENDS[backend], ranges if ranges and backend == "openvino" else {}
    frames = {name: _fitting(module, known.get(name)) for name, module in frames.items()}
    made = _fitting(dynamics, known.get("dynamics"))
    rows5, columns5 = spec.grid(GEOMETRY_CELL_PX)
    rows10, columns10 = spec.grid(LATENT_CELL_PX)
    latent = torch.zeros(1, spec.latent_channels, rows10, columns10)
    told = torch.zeros(1, spec.attribute_width)
    one = torch.ones(1)

    def cells(channels: int) -> Tensor:
        return torch.zeros(1, channels, rows5, columns5)

    return Networks(
        dynamics=compile_one(made, (latent, one, one, cells(7), told, torch.zeros(1, 4))),
        painter=compile_one(frames["painter"], (latent,)),
        look=compile_one(frames["look"], (cells(SURROUNDINGS_CHANNELS), told)),
        encoder=_when_called(lambda: compile_one(frames["encoder"], (cells(35),))),
        eye=_when_called(lambda: compile_one(frames["eye"], (cells(33), cells(BEARINGS_CHANNELS), told))),
    )


def _when_called(compile: Callable[[], Function]) -> Function:
    """A function that is compiled by its first call."""
    made = cache(compile)
    return lambda *inputs: made()(*inputs)


def _fitting(module: torch.nn.Module, ranges: Ranges | None) -> torch.nn.Module:
    return module if ranges is None else quantised(module, ranges)


def load_modules(spec: WorldSpec, folder: Path) -> tuple[dict[str, torch.nn.Module], Network]:
    """The frame networks by name and the dynamics network, filled from a checkpoint folder."""
    frames: dict[str, torch.nn.Module] = {
        "encoder": CanvasEncoder(spec),
        "painter": Painter(spec),
        "look": Look(spec),
        "eye": Eye(spec),
    }
    held = checkpoint.read_part(folder, "frames")
    for name, module in frames.items():
        checkpoint.fill(module, held, name, "frames.safetensors")
    dynamics = Network(spec)
    checkpoint.fill(dynamics, checkpoint.read_part(folder, "dynamics"), "dynamics", "dynamics.safetensors")
    return frames, dynamics
