"""What a few steps make, and what is made of it before it is painted."""

from __future__ import annotations

import pytest
import torch

from inhabit.world.sampler import crisp


def test_what_is_even_stays_as_it_is() -> None:
    even = torch.full((1, 8, 36, 64), 0.7)
    assert torch.allclose(crisp(even), even)


def test_what_is_fine_is_raised_and_what_is_coarse_is_not() -> None:
    across = torch.arange(64.0).expand(1, 1, 36, 64)
    for wavelength, gain in ((2.0, 2.0), (64.0, 1.0)):
        wave = torch.cos(across * 2 * torch.pi / wavelength)
        raised = crisp(wave, 2.0)[..., 8:-8].std() / wave[..., 8:-8].std()
        assert float(raised) == pytest.approx(gain, abs=0.2)
