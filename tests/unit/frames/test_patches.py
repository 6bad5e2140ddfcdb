"""Skies of raised latents are brought back to the truth's spread; land is left as it is."""

from __future__ import annotations

import pytest
import torch

from inhabit.frames.patches import PATCH_CHANNELS, SKY_CALM, TONE_CHANNELS, calmed

SURELY = 12.0
"""A logit that leaves no doubt about sky or land."""


def _painted(sky: float) -> torch.Tensor:
    patches = 0.7 + 0.3 * torch.rand(1, PATCH_CHANNELS, 8, 12, generator=torch.Generator().manual_seed(1))
    patches[:, 34] = sky
    return patches


def test_a_sky_keeps_its_shape_and_loses_height() -> None:
    painted = _painted(SURELY)
    tone, before = calmed(painted)[:, :TONE_CHANNELS], painted[:, :TONE_CHANNELS]
    assert float(tone.std() / before.std()) == pytest.approx(SKY_CALM, abs=1e-3)
    assert (tone < before).all()


def test_what_was_painted_over_the_brightest_tone_comes_back_from_there() -> None:
    painted = torch.full((1, PATCH_CHANNELS, 2, 2), 1.03)
    painted[:, 34] = SURELY
    assert calmed(painted)[:, :TONE_CHANNELS].max() < 1.0


def test_land_and_geometry_are_left_alone() -> None:
    land = _painted(-SURELY)
    assert torch.allclose(calmed(land), land, atol=1e-5)
    sky = _painted(SURELY)
    assert torch.equal(calmed(sky)[:, TONE_CHANNELS:], sky[:, TONE_CHANNELS:])
