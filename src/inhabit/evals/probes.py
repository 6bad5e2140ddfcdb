"""The two small networks that read pictures: how did the camera move, and what is the world like.

They are trained on the simulator alone (`inhabit eval train-probes`), never see a generated picture in
training, and their own error on held-out truth stands beside every figure they give.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from inhabit.core.errors import CheckpointError
from inhabit.core.frame import PlanarFrame
from inhabit.evals.motion_probe import AXIS_FULL, MotionProbe, flow_features, small
from inhabit.frames.attribute_probe import AttributeProbe, Reading, folded, normalised, readings
from inhabit.runtime.probe import WEIGHTS, fill


@dataclass(frozen=True, slots=True)
class Probes:
    """Both probes, ready to read."""

    motion: MotionProbe
    attribute: AttributeProbe

    def speeds(self, before: PlanarFrame, after: PlanarFrame) -> np.ndarray:
        """float32 [4]: yaw rad/s, pitch rad/s, dolly m/s, truck m/s between frames MOTION_TICKS apart."""
        features = flow_features(small(before.luma), small(after.luma))
        with torch.inference_mode():
            return self.motion(torch.from_numpy(features)[None])[0].numpy() * AXIS_FULL

    def describe(self, frame: PlanarFrame) -> np.ndarray:
        """float32 [f]: what the attribute probe sees of a picture, region by region."""
        with torch.inference_mode():
            return self.attribute.described(normalised(folded(frame)[None]))[0].numpy()

    def felt(self, frame: PlanarFrame) -> np.ndarray:
        """float32 [512]: what the attribute probe sees of a picture as a whole."""
        with torch.inference_mode():
            return self.attribute.felt(normalised(folded(frame)[None]))[0].numpy()

    def read(self, frame: PlanarFrame) -> Reading:
        """What the world of this picture is like."""
        with torch.inference_mode():
            return readings(self.attribute(normalised(folded(frame)[None])))[0]


def save(folder: Path, name: str, network: nn.Module, spec: Mapping[str, object]) -> None:
    """Write one network as half floats, and its recipe and error on truth beside what else spec.json says."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {key: value.half().contiguous() for key, value in network.state_dict().items()}
    save_file(state, folder / f"{name}.safetensors")
    at = folder / "spec.json"
    written = json.loads(at.read_text()) if at.exists() else {}
    at.write_text(json.dumps(written | {name: dict(spec)}, indent=2) + "\n")


def spec_of(folder: Path, name: str) -> dict[str, Any]:
    """What `save` wrote of one network: its recipe and its error on truth; CheckpointError without it."""
    try:
        return json.loads((folder / "spec.json").read_text())[name]
    except (OSError, ValueError, KeyError) as problem:
        raise CheckpointError(
            "bad_probes", f"{folder / 'spec.json'} does not say how the {name} probe was made: {problem}"
        ) from problem


def load(folder: Path = WEIGHTS) -> Probes:
    """Both probes; raises CheckpointError where they are missing or of another shape."""
    probes = Probes(MotionProbe().eval(), AttributeProbe().eval())
    for name, network in (("motion", probes.motion), ("attribute", probes.attribute)):
        fill(network, folder / f"{name}.safetensors")
    return probes
