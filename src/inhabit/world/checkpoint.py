"""Checkpoints: a folder of safetensors with spec.json and a manifest of hashes.

Loading refuses, by name, what is missing, truncated, tampered with or of another shape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import pad

from inhabit.core.attributes import VECTOR_WIDTH
from inhabit.core.errors import CheckpointError
from inhabit.core.known import FIRST, Known
from inhabit.core.spec import WorldSpec

MANIFEST = "manifest.json"
SPEC = "spec.json"
RANGES = "ranges.json"
"""What integer arithmetic needs to know of each layer's inputs; a checkpoint may do without."""
ATTRIBUTE_INPUTS = (
    "dynamics.attributes.0.weight",
    "look.conditions.0.weight",
    "look.curves.0.weight",
    "eye.conditions.0.weight",
    "whole.weight",
)
"""The matrices that the attributes' vector goes into; the last is the interpreter's."""


def shipped(name: str = "pocket") -> Path:
    """The folder of a checkpoint that comes with the package."""
    return Path(__file__).resolve().parent.parent / "weights" / name


def write(folder: Path, spec: WorldSpec, parts: Mapping[str, Mapping[str, Tensor]]) -> None:
    """Write `parts` (name -> tensors) as half-precision safetensors with spec and manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SPEC).write_text(spec.to_json() + "\n")
    for name, tensors in parts.items():
        halves = {key: _half(value) for key, value in tensors.items()}
        save_file(halves, str(folder / f"{name}.safetensors"))
    seal(folder)


def seal(folder: Path) -> None:
    """Write the manifest over whatever the folder now holds."""
    names = sorted(p.name for p in folder.iterdir() if p.suffix == ".safetensors" or p.name in (SPEC, RANGES))
    hashes = {name: _sha256(folder / name) for name in names}
    (folder / MANIFEST).write_text(json.dumps(hashes, indent=2) + "\n")


def verify(folder: Path) -> str:
    """Check every file against the manifest; returns the checkpoint's hash (hex, 16 digits)."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise CheckpointError("no_checkpoint", f"{folder} is not a checkpoint: it has no {MANIFEST}")
    try:
        hashes = json.loads(manifest.read_text())
    except json.JSONDecodeError as error:
        raise CheckpointError(
            "bad_checkpoint", f"{manifest} is not JSON: {error}; restore the file"
        ) from error
    for name, expected in hashes.items():
        path = folder / name
        if not path.is_file():
            raise CheckpointError("bad_checkpoint", f"{path} is missing; restore it or retrain")
        if _sha256(path) != expected:
            raise CheckpointError(
                "bad_checkpoint", f"{path} is truncated or was changed: its hash is not the manifest's"
            )
    return hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]


def read_spec(folder: Path) -> WorldSpec:
    """The spec of a checkpoint."""
    return WorldSpec.from_json((folder / SPEC).read_text())


def read_known(folder: Path) -> Known:
    """Which attributes a checkpoint knows; a folder without a spec holds a part alone and knows the first."""
    return Known.of(read_spec(folder).known) if (folder / SPEC).exists() else FIRST


def read_part(folder: Path, name: str) -> dict[str, Tensor]:
    """One file's tensors in float32, as wide as today's vector of attributes.

    What was trained when the vector was shorter gets columns of zeros for what has been added at its end: the
    files stay as they are, and the networks make what they always made.
    """
    path = folder / f"{name}.safetensors"
    try:
        tensors = load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise CheckpointError("bad_checkpoint", f"{path} cannot be read: {error}") from error
    return {key: _widened(key, value.float()) for key, value in tensors.items()}


def _widened(name: str, value: Tensor) -> Tensor:
    short = VECTOR_WIDTH - value.shape[-1] if name in ATTRIBUTE_INPUTS else 0
    return pad(value, (0, short)) if short > 0 else value


def tensor_sizes(folder: Path, name: str) -> dict[str, tuple[int, int]]:
    """How many values each of one file's tensors has, and how many bytes as they are kept."""
    path = folder / f"{name}.safetensors"
    try:
        tensors = load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise CheckpointError("bad_checkpoint", f"{path} cannot be read: {error}") from error
    return {key: (value.numel(), value.numel() * value.element_size()) for key, value in tensors.items()}


def fill(module: nn.Module, tensors: Mapping[str, Tensor], prefix: str, path: str) -> None:
    """Load `prefix.*` into `module`; raises CheckpointError naming the first tensor that does not fit."""
    own = module.state_dict()
    given = {key[len(prefix) + 1 :]: value for key, value in tensors.items() if key.startswith(prefix + ".")}
    odd = sorted(set(own) ^ set(given))
    if odd:
        raise CheckpointError("bad_checkpoint", f"{path}: tensor {prefix}.{odd[0]} is missing or unknown")
    for key, value in given.items():
        if own[key].shape != value.shape:
            raise CheckpointError(
                "bad_checkpoint",
                f"{path}: tensor {prefix}.{key} is {list(value.shape)}, "
                f"the spec asks for {list(own[key].shape)}",
            )
    module.load_state_dict(given)


def _half(value: Tensor) -> Tensor:
    return (
        value.detach().to(torch.float16).contiguous() if value.dtype.is_floating_point else value.contiguous()
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
