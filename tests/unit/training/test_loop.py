"""The training loop: what was learned is kept, whatever ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from inhabit.training.loop import Plan, train

PLAN = Plan(steps=8, warmup=1, checkpoint_every_s=1e9, report_every_s=1e9)


class Slope:
    """Learns one number; `after` steps something happens."""

    def __init__(self, after: int = 99) -> None:
        self.module = nn.Linear(1, 1)
        self.after, self.steps = after, list[int]()

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        if len(self.steps) == self.after:
            raise KeyboardInterrupt
        self.steps.append(step)
        return (self.module(torch.ones(1, 1)) - 3.0).square().mean(), {}


def trained(stage: Slope, at: Path) -> int:
    return train(stage, PLAN, at, seed=1, log=lambda _line: None)


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        trained(Slope(after=5), tmp_path / "slope.pt")
    rest = Slope()
    assert trained(rest, tmp_path / "slope.pt") == 8
    assert rest.steps == [5, 6, 7]


def test_a_finished_run_has_nothing_left_to_do(tmp_path: Path) -> None:
    trained(Slope(), tmp_path / "slope.pt")
    again = Slope()
    assert trained(again, tmp_path / "slope.pt") == 8
    assert again.steps == []
