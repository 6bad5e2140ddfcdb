"""The painter takes latents as the encoder gives them."""

from __future__ import annotations

import torch

from inhabit.frames.autoencoder import CanvasEncoder
from inhabit.frames.decoder import Painter
from inhabit.training.recipes.pocket import tiny


def test_the_painter_undoes_the_standardisation_of_the_encoder() -> None:
    spec = tiny().spec
    torch.manual_seed(0)
    encoder, painter = CanvasEncoder(spec).eval(), Painter(spec).eval()
    patches = torch.rand(2, 35, 16, 24)
    raw = encoder.raw(patches)
    encoder.calibrate(raw)
    painter.mean.copy_(encoder.mean)
    painter.scale.copy_(encoder.scale)
    assert torch.allclose(painter(encoder(patches)), painter.raw(raw), atol=1e-4)
