"""The seam to what computes: the same function of the same inputs, and nobody is told."""

from __future__ import annotations

import sys

import torch
from torch import nn

from inhabit.runtime.backend import BACKENDS, compile_openvino


def test_every_backend_computes_what_the_module_does() -> None:
    torch.manual_seed(0)
    module, given = nn.Conv2d(3, 4, 3, padding=1).eval(), torch.randn(1, 3, 8, 8)
    wanted = module(given)
    for compile_one in BACKENDS.values():
        (made,) = compile_one(module, (given,))(given)
        assert torch.allclose(made, wanted, atol=0.03)


def test_compiling_reports_nothing_to_anyone() -> None:
    compile_openvino(nn.Linear(2, 2), (torch.zeros(1, 2),))
    assert sys.modules["openvino_telemetry"] is None
