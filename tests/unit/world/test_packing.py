"""Packed weights take a quarter of the bytes and come back nearly as they were."""

from __future__ import annotations

import pytest
import torch

from inhabit.world.packing import packed, unpacked


def test_matrices_come_back_within_half_a_step_of_their_rows_scale() -> None:
    torch.manual_seed(0)
    matrix = torch.randn(8, 64) * torch.logspace(-3, 3, 8)[:, None]
    back = unpacked({name: value.float() for name, value in packed({"m": matrix}).items()})["m"]
    step = matrix.abs().amax(1, keepdim=True) / 127
    assert ((back - matrix).abs() <= 0.6 * step).all()


@pytest.mark.parametrize("value", [torch.randn(40), torch.randn(5, 6), torch.randn(2, 3, 40)])
def test_everything_else_is_kept_in_half_precision(value: torch.Tensor) -> None:
    assert packed({"v": value})["v"].dtype == torch.float16
    assert torch.allclose(unpacked({"v": value.half().float()})["v"], value, atol=0.01)


def test_a_matrix_takes_a_byte_for_each_weight() -> None:
    assert packed({"m": torch.randn(8, 64)})["m"].dtype == torch.int8


def test_rows_of_zeros_stay_zeros() -> None:
    held = {name: value.float() for name, value in packed({"m": torch.zeros(2, 64)}).items()}
    assert not unpacked(held)["m"].any()
