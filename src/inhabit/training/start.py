"""Begin a run from a checkpoint instead of from nothing: what was exported becomes where training goes on.

Encoder and painter count as finished, because latents must keep their meaning; the other networks go on
learning, with fresh optimisers; so does the interpreter, as long as the table of words is the same.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from inhabit.core.errors import BadInputError
from inhabit.training.dynamics import BOOTSTRAP_AFTER
from inhabit.training.recipe import Recipe
from inhabit.world import checkpoint
from inhabit.world.interpreter import PART
from inhabit.world.packing import unpacked

NETWORKS = {"canvas": ("encoder", "painter"), "look": ("look",), "eye": ("eye",)}


def start_from(recipe: Recipe, run: Path, folder: Path) -> None:
    """Lay the weights of checkpoint `folder` into an empty `run`.

    Raises CheckpointError for a damaged checkpoint, BadInputError where the run has weights of its own or the
    checkpoint is of another shape.
    """
    checkpoint.verify(folder)
    if checkpoint.read_spec(folder) != recipe.spec:
        raise BadInputError(
            "bad_start", f"{folder} has another spec than recipe {recipe.spec.name!r}; train without --start"
        )
    own = sorted(path.name for path in run.glob("*.pt"))
    if own:
        raise BadInputError(
            "bad_start",
            f"{run} holds {', '.join(own)} already; --start is for an empty run: choose another --run",
        )
    frames = {name: value.float() for name, value in checkpoint.read_part(folder, "frames").items()}
    for stage, networks in NETWORKS.items():
        held = {k: v for k, v in frames.items() if k.split(".", 1)[0] in networks}
        _lay(run / f"{stage}.pt", held, recipe.canvas.steps if stage == "canvas" else 0)
    dynamics = checkpoint.read_part(folder, "dynamics")
    held = {name.removeprefix("dynamics."): value.float() for name, value in dynamics.items()}
    _lay(run / "dynamics.pt", held, min(BOOTSTRAP_AFTER, recipe.dynamics.steps))
    if (folder / f"{PART}.safetensors").exists():
        _lay(run / PART / f"{PART}.pt", unpacked(checkpoint.read_part(folder, PART)), 0)
    torch.save({"mean": frames["encoder.mean"], "scale": frames["encoder.scale"]}, run / "latents.pt")


def _lay(path: Path, weights: dict[str, Tensor], step: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    slow = {name: value.clone() for name, value in weights.items()}
    torch.save({"module": weights, "ema": slow, "optimisers": [], "step": step}, path)
