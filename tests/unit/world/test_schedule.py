"""The straight path between clean and noise."""

from __future__ import annotations

import pytest
import torch

from inhabit.world.denoiser import Denoiser, View
from inhabit.world.sampler import sample
from inhabit.world.schedule import ladder, mix, velocity

CLEAN, NOISE = torch.full((2, 1, 2, 2), 3.0), torch.full((2, 1, 2, 2), -1.0)


def test_mix_ends_at_clean_and_noise() -> None:
    assert torch.equal(mix(CLEAN, NOISE, torch.zeros(2)), CLEAN)
    assert torch.equal(mix(CLEAN, NOISE, torch.ones(2)), NOISE)


def test_velocity_is_noise_minus_clean() -> None:
    sigma = torch.tensor([0.25, 0.9])
    assert torch.allclose(velocity(mix(CLEAN, NOISE, sigma), CLEAN, sigma), NOISE - CLEAN, atol=1e-5)


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_a_perfect_denoiser_arrives_in_any_number_of_steps(steps: int) -> None:
    view = View(torch.empty(2), torch.empty(2), torch.empty(2))
    made = sample(Denoiser(lambda *_: CLEAN), NOISE, view, steps)
    assert torch.allclose(made, CLEAN, atol=1e-5)


def test_the_ladder_needs_a_step() -> None:
    with pytest.raises(ValueError, match="0"):
        ladder(0)
