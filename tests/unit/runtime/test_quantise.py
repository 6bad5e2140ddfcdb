"""Networks in integers: nearly the same answers, and clear refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from inhabit.core.errors import CheckpointError
from inhabit.runtime.quantise import observed, quantised, read_ranges
from inhabit.world.checkpoint import RANGES


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 64, 4))


def inputs(count: int) -> list[tuple[torch.Tensor]]:
    generator = torch.Generator().manual_seed(1)
    return [(torch.randn(1, 3, 8, 8, generator=generator),) for _ in range(count)]


def test_every_layer_is_watched_and_zero_is_always_in_range() -> None:
    ranges = observed(network(), inputs(4))
    assert set(ranges) == {"0", "3"}
    assert all(low <= 0.0 < high for low, high in ranges.values())
    assert ranges["3"][0] == 0.0


def test_answers_hardly_change() -> None:
    plain = network()
    small = quantised(plain, observed(plain, inputs(16)))
    (given,) = inputs(1)[0]
    off = (small(given) - plain(given)).abs().mean() / plain(given).abs().mean()
    assert 0.0 < off < 0.05


def test_the_network_itself_is_left_alone() -> None:
    plain = network()
    before = plain(inputs(1)[0][0])
    quantised(plain, observed(plain, inputs(2)))
    assert torch.equal(plain(inputs(1)[0][0]), before)


def test_a_range_without_its_layer_is_refused() -> None:
    with pytest.raises(CheckpointError, match="'9'"):
        quantised(network(), {"9": (0.0, 1.0)})


def test_a_checkpoint_may_do_without_ranges_but_not_with_broken_ones(tmp_path: Path) -> None:
    assert read_ranges(tmp_path) == {}
    (tmp_path / RANGES).write_text('{"look": {"stem": 3}}')
    with pytest.raises(CheckpointError, match="ranges"):
        read_ranges(tmp_path)
