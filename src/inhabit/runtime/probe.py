"""The shipped attribute probe, which reads what the world of a picture is like (`frames.attribute_probe`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import nn

from inhabit.core.errors import CheckpointError
from inhabit.frames.attribute_probe import AttributeProbe

WEIGHTS = Path(__file__).resolve().parent.parent / "weights" / "probes"
NAME = "attribute.safetensors"


@cache
def attribute_probe(folder: Path = WEIGHTS) -> AttributeProbe:
    """The probe of a folder, ready to read; raises CheckpointError where it is missing or misshapen."""
    probe = AttributeProbe().eval()
    fill(probe, folder / NAME)
    return probe


def fill(network: nn.Module, path: Path) -> None:
    """Weights kept as half floats into a network; raises CheckpointError (`bad_probes`) naming the file."""
    try:
        with safe_open(path, framework="pt") as stored:
            state = {key: stored.get_tensor(key).float() for key in stored.keys()}  # noqa: SIM118
        network.load_state_dict(state)
    except (OSError, SafetensorError, RuntimeError) as problem:
        raise CheckpointError(
            "bad_probes",
            f"the probe {path} cannot be read ({str(problem).splitlines()[0]}): "
            "train the probes with `inhabit eval train-probes`",
        ) from problem
