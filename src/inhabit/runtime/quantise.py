"""Networks in 8-bit integers: half the time of bfloat16 on CPUs that multiply bytes, and about 1 % of error.

Weights get a scale per output channel; activations one per layer, from the range that calibration saw. The
fake-quantised modules are ordinary torch; the engine that compiles them recognises the pattern and uses
integer kernels (Jacob et al. 2018). Ranges belong to a checkpoint and are measured when it is exported.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, linear

from inhabit.core.errors import CheckpointError
from inhabit.world.checkpoint import RANGES

Ranges = Mapping[str, tuple[float, float]]
"""Layer name -> lowest and highest input, 0 included."""

OUTLIERS = 5e-4
"""Share of a layer's inputs at either end that may be cut off; a few far values would coarsen all others."""
SAMPLES = 200_000
LEVELS = 255


class ByteLayer(nn.Module):
    """A convolution or linear layer whose input and weights only take 256 values each."""

    weight_scale: Tensor
    weight_zero: Tensor

    def __init__(self, layer: nn.Conv2d | nn.Linear, low: float, high: float) -> None:
        super().__init__()
        self.layer = layer
        self.scale = (high - low) / LEVELS
        self.zero = min(max(round(-low / self.scale), 0), LEVELS)
        largest = layer.weight.detach().abs().flatten(1).amax(1).clamp_min(1e-8)
        self.register_buffer("weight_scale", largest / 127)
        self.register_buffer("weight_zero", torch.zeros(len(largest), dtype=torch.int32))

    def forward(self, x: Tensor) -> Tensor:
        x = torch.fake_quantize_per_tensor_affine(x, self.scale, self.zero, 0, LEVELS)
        weight = torch.fake_quantize_per_channel_affine(
            self.layer.weight, self.weight_scale, self.weight_zero, 0, -127, 127
        )
        if isinstance(self.layer, nn.Conv2d):
            return conv2d(x, weight, self.layer.bias, self.layer.stride, self.layer.padding)
        return linear(x, weight, self.layer.bias)


def quantised(module: nn.Module, ranges: Ranges) -> nn.Module:
    """A copy of `module` in which every layer that has a range is a ByteLayer.

    Raises CheckpointError for a range without its layer.
    """
    module = copy.deepcopy(module)
    layers = dict(_layers(module))
    for name, (low, high) in ranges.items():
        if name not in layers:
            raise CheckpointError("bad_checkpoint", f"{RANGES} names layer {name!r}, which does not exist")
        parent, _, own = name.rpartition(".")
        setattr(module.get_submodule(parent), own, ByteLayer(layers[name], low, high))
    return module


@torch.no_grad()
def observed(module: nn.Module, inputs: Iterable[Sequence[Tensor]]) -> dict[str, tuple[float, float]]:
    """The range of every layer's input while `module` works on `inputs`."""
    ranges: dict[str, tuple[float, float]] = {}

    def see(name: str, given: Tensor) -> None:
        values = given.detach().float().flatten()
        values = values[:: max(1, values.numel() // SAMPLES)]
        ends = torch.quantile(values, torch.tensor([OUTLIERS, 1 - OUTLIERS]))
        low, high = ranges.get(name, (0.0, 1e-3))
        ranges[name] = min(low, float(ends[0])), max(high, float(ends[1]))

    def watching(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        return lambda _, given: see(name, given[0])

    hooks = [layer.register_forward_pre_hook(watching(name)) for name, layer in _layers(module)]
    for given in inputs:
        module(*given)
    for hook in hooks:
        hook.remove()
    return ranges


def read_ranges(folder: Path) -> dict[str, dict[str, tuple[float, float]]]:
    """The ranges of a checkpoint by network; none where it was exported without. Raises CheckpointError."""
    path = folder / RANGES
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text())
        return {
            network: {name: (float(low), float(high)) for name, (low, high) in layers.items()}
            for network, layers in held.items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise CheckpointError("bad_checkpoint", f"{path} is not a table of ranges: {error}") from error


def _layers(module: nn.Module) -> list[tuple[str, nn.Conv2d | nn.Linear]]:
    return [
        (name, layer) for name, layer in module.named_modules() if isinstance(layer, nn.Conv2d | nn.Linear)
    ]
