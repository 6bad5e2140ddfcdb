"""The one seam to whatever computes: a module and example inputs in, a fast function out.

`torch` runs anywhere; `openvino` compiles the same traced module for the CPU. Which one is the default,
and why, is in ADR 0004. Nothing outside this file knows which one runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from threading import Lock

import cv2
import torch
from torch import Tensor, nn

from inhabit.frames.precision import half_where_fast
from inhabit.runtime.patience import gives_way, patiently

Function = Callable[..., tuple[Tensor, ...]]


def rest_threads() -> None:
    """Let torch's and OpenCV's own threads rest, in this process from now on.

    What is left to them beside the networks is small, and their workers spin after each piece of it on
    cores that others need.
    """
    torch.set_num_threads(1)
    cv2.setNumThreads(1)


def compile_torch(module: nn.Module, examples: Sequence[Tensor]) -> Function:
    """Eager torch, in bfloat16 where that is faster."""
    del examples
    module = module.eval().to(memory_format=torch.channels_last)  # pyright: ignore

    def run(*inputs: Tensor) -> tuple[Tensor, ...]:
        with torch.inference_mode(), half_where_fast("cpu"):
            made = module(*inputs)
        outputs = made if isinstance(made, tuple) else (made,)
        return tuple(output.float() for output in outputs)

    return run


def _keep_to_ourselves() -> None:
    """OpenVINO's converter reports its use over the network, from threads that go on waking beside the frame
    loop, unless the package that does so cannot be found."""
    sys.modules.setdefault("openvino_telemetry", None)  # pyright: ignore[reportArgumentType]


def compile_openvino(module: nn.Module, examples: Sequence[Tensor]) -> Function:
    """OpenVINO on the CPU with bfloat16 hints, shapes fixed to the examples'.

    Its threads are not pinned: a pinned thread whose core the browser or the encoder holds makes the other
    one wait for it at every layer.
    """
    _keep_to_ourselves()
    import openvino as ov

    core = ov.Core()
    with torch.no_grad():
        model = ov.convert_model(
            module.eval(), example_input=tuple(examples), input=[list(e.shape) for e in examples]
        )
    hints = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "PERFORMANCE_HINT": "LATENCY",
        # One frame is made while another is lit: a network that takes every core waits at every layer.
        "INFERENCE_NUM_THREADS": max(1, (os.cpu_count() or 1) // 2),
        "ENABLE_CPU_PINNING": False,
    }
    # A shape that somebody asks for is compiled beside the frames of others.
    compiled, count = patiently(lambda: core.compile_model(model, "CPU", hints)), len(model.outputs)
    # One for frames, one for what gives way to them: neither waits for the other.
    hurried, patient = ((compiled.create_infer_request(), Lock()) for _ in range(2))

    def run(*inputs: Tensor) -> tuple[Tensor, ...]:
        given = [value.contiguous().numpy() for value in inputs]
        request, one_at_a_time = patient if gives_way() else hurried
        with one_at_a_time:
            patiently(lambda: request.infer(given, share_inputs=True))
            return tuple(torch.from_numpy(request.get_output_tensor(k).data.copy()) for k in range(count))

    return run


BACKENDS: dict[str, Callable[[nn.Module, Sequence[Tensor]], Function]] = {
    "torch": compile_torch,
    "openvino": compile_openvino,
}
