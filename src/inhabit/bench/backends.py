"""Which engine runs the real networks fastest here: eager or compiled torch, ONNX Runtime, OpenVINO.

Every candidate is measured in turn, round after round, in one process, so that the ratios hold even
where the machine's speed drifts. Outputs are compared with float32 torch: a fast wrong answer is no answer.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from inhabit.core.spec import GEOMETRY_CELL_PX, LATENT_CELL_PX, WorldSpec
from inhabit.frames.decoder import Look, Painter
from inhabit.frames.surroundings import SURROUNDINGS_CHANNELS
from inhabit.runtime.backend import Function, compile_openvino, compile_torch
from inhabit.world.network import Network


@dataclass(frozen=True, slots=True)
class Score:
    """One network on one engine: milliseconds over the rounds, and the relative error of its output."""

    network: str
    engine: str
    min_ms: float
    p50_ms: float
    p95_ms: float
    relative_error: float


def networks(spec: WorldSpec) -> dict[str, tuple[nn.Module, tuple[Tensor, ...]]]:
    """The networks of a frame with inputs of the served shapes."""
    rows10, columns10 = spec.grid(LATENT_CELL_PX)
    rows5, columns5 = spec.grid(GEOMETRY_CELL_PX)
    latent = torch.randn(1, spec.latent_channels, rows10, columns10)
    told, one = torch.randn(1, spec.attribute_width), torch.ones(1)
    context = torch.rand(1, 7, rows5, columns5)
    return {
        "dynamics": (Network(spec), (latent, one, one, context, told, torch.randn(1, 4))),
        "painter": (Painter(spec), (latent,)),
        "look": (Look(spec), (torch.rand(1, SURROUNDINGS_CHANNELS, rows5, columns5), told)),
    }


def measure(spec: WorldSpec, rounds: int = 40) -> list[Score]:
    """Every network on every engine, interleaved; 5 warm-up rounds are not counted."""
    scores: list[Score] = []
    for name, (module, inputs) in networks(spec).items():
        module.eval()
        with torch.inference_mode():
            exact = module(*inputs)
        exact = exact if isinstance(exact, tuple) else (exact,)
        runs = {engine: prepare(module, inputs) for engine, prepare in ENGINES.items()}
        errors = {engine: _error(run(*inputs), exact) for engine, run in runs.items()}
        spent: dict[str, list[float]] = {engine: [] for engine in runs}
        for lap in range(rounds + 5):
            for engine, run in runs.items():
                began = time.perf_counter()
                run(*inputs)
                if lap >= 5:
                    spent[engine].append((time.perf_counter() - began) * 1e3)
        for engine, laps in spent.items():
            p50, p95 = np.percentile(laps, [50, 95])
            scores.append(Score(name, engine, min(laps), float(p50), float(p95), errors[engine]))
    return scores


def compile_torch_compile(module: nn.Module, examples: Sequence[Tensor]) -> Function:
    """torch.compile (inductor) under bfloat16 autocast."""
    compiled = torch.compile(module.eval(), dynamic=False)
    return compile_torch(compiled, examples)  # pyright: ignore[reportArgumentType]


def compile_onnxruntime(module: nn.Module, examples: Sequence[Tensor]) -> Function:
    """ONNX Runtime in float32 on two threads (it has no bfloat16 convolutions on CPUs)."""
    import onnxruntime

    file = io.BytesIO()
    torch.onnx.export(module.eval(), tuple(examples), file, dynamo=False)  # pyright: ignore
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])
    names = [entry.name for entry in session.get_inputs()]

    def run(*inputs: Tensor) -> tuple[Tensor, ...]:
        given = {name: value.numpy() for name, value in zip(names, inputs, strict=False)}
        return tuple(torch.from_numpy(np.asarray(made)) for made in session.run(None, given))

    return run


ENGINES: dict[str, Callable[[nn.Module, Sequence[Tensor]], Function]] = {
    "torch eager bf16": compile_torch,
    "torch compile bf16": compile_torch_compile,
    "onnxruntime fp32": compile_onnxruntime,
    "openvino bf16": compile_openvino,
}


def _error(made: tuple[Tensor, ...], exact: tuple[Tensor, ...]) -> float:
    gaps = [float((a.float() - b).norm() / b.norm()) for a, b in zip(made, exact, strict=True)]
    return max(gaps)
