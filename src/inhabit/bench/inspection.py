"""A world opened up: what its state holds, which weights belong to the update g and which to the renderer h,
what a pass of each costs on paper, and what a frame cost here.

Counts come from the checkpoint's own files and from the work model that the planner uses; times from the
frames that were played.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan.work import frame_work, networks_of
from inhabit.runtime.budget import Spread
from inhabit.tokens.text import WEIGHTS as TEXT
from inhabit.world.checkpoint import tensor_sizes
from inhabit.world.inventory import inventory
from inhabit.world.state import WorldState

UPDATE, RENDERER, ENTRY = "g", "h", "entry"
LETTERS: Mapping[str, str] = {
    "text": UPDATE,
    "interpreter": UPDATE,
    "dynamics": RENDERER,
    "painter": RENDERER,
    "look": RENDERER,
    "encoder": ENTRY,
    "eye": ENTRY,
}
"""What each network is for: S' = S + g(S, u), x = h(S), and how a true picture enters."""


def weights_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Letter, parameters and bytes on disk of every network of a checkpoint, by name."""
    held = {f"dynamics.{name}": size for name, size in _sizes(folder, "dynamics", "dynamics.").items()}
    held |= _sizes(folder, "frames", "")
    held |= {f"interpreter.{name}": size for name, size in _sizes(folder, "interpreter", "").items()}
    held |= {f"text.{name}": size for name, size in _sizes(TEXT, "embedding", "").items()}
    found: dict[str, dict[str, Any]] = {
        name: {"letter": letter, "parameters": 0, "bytes": 0} for name, letter in LETTERS.items()
    }
    for name, (count, size_bytes) in held.items():
        network = found[name.partition(".")[0]]
        network["parameters"] += 0 if name.endswith(".scale") else count
        network["bytes"] += size_bytes
    return found


def state_of(state: WorldState) -> dict[str, Any]:
    """The parts of S with their bytes, and the number of keyframes."""
    parts = inventory(state)
    return {
        "bytes": sum(part.size_bytes for part in parts),
        "keyframes": len(state.memory.bank),
        "parts": {part.name: {"bytes": part.size_bytes, "holds": part.holds} for part in parts},
    }


def work_of(spec: WorldSpec, size: Size) -> dict[str, Any]:
    """FLOP of one pass of each network on a spec's canvas, and of a mean frame while the camera moves."""
    return {
        "canvas": str(spec.canvas),
        "size": str(size),
        "pass_flop": {name: network.flop for name, network in networks_of(spec).items()},
        "frame_flop": round(frame_work(spec).flop),
    }


def cost_of(stages: Mapping[str, Spread], frames: int, took_s: float) -> dict[str, Any]:
    """What a frame cost here, by stage."""
    return {
        "frames": frames,
        "ms_a_frame": round(took_s * 1000.0 / max(frames, 1), 2),
        "stages": {name: spread.to_json() for name, spread in stages.items()},
    }


def _sizes(folder: Path, part: str, prefix: str) -> dict[str, tuple[int, int]]:
    return {name.removeprefix(prefix): size for name, size in tensor_sizes(folder, part).items()}
