"""A fit that was broken off goes on as if it had not been."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from inhabit.evals import fitting
from inhabit.evals.fitting import fit


@dataclass(frozen=True)
class Brief:
    epochs: int = 3
    batch: int = 4
    learning_rate: float = 1e-2
    seed: int = 0


class Interrupted(Exception):
    """What breaks a fit off."""


def learned(saved: Path | None, broken_at: int | None = None) -> tuple[Tensor, int]:
    """The weight after a fit of 6 steps, or what is left when it breaks, and the steps that were made."""
    torch.manual_seed(0)
    probe, made = nn.Linear(1, 1), 0

    def loss(network: nn.Module, rows: np.ndarray) -> Tensor:
        nonlocal made
        if made == broken_at:
            raise Interrupted
        made += 1
        x = torch.from_numpy(rows).float()[:, None] / 8.0
        return (network(x) - 3.0 * x).square().mean()

    fit(probe, 8, loss, Brief(), lambda share: None, saved)
    return probe.weight.detach(), made


def test_a_fit_goes_on_from_where_it_was_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "SAVE_S", -1.0)
    whole, _ = learned(None)
    saved = tmp_path / "fit.pt"
    with pytest.raises(Interrupted):
        learned(saved, broken_at=4)
    weight, made = learned(saved)
    assert torch.equal(weight, whole)
    assert made == 2


def test_what_was_saved_is_gone_when_a_fit_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "SAVE_S", -1.0)
    learned(tmp_path / "fit.pt")
    assert not (tmp_path / "fit.pt").exists()


@pytest.mark.parametrize("change", ["steps", "begun_from"])
def test_a_fit_of_another_plan_or_beginning_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(fitting, "SAVE_S", -1.0)
    saved = tmp_path / "fit.pt"
    with pytest.raises(Interrupted):
        learned(saved, broken_at=4)
    held = torch.load(saved)
    torch.save(held | {"plan": held["plan"] | {change: "other"}}, saved)
    assert learned(saved)[1] == 6
