"""Calibration: what goes through the layers of the networks that every frame runs, on recorded truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn

from inhabit.core.spec import WorldSpec
from inhabit.frames.autoencoder import CanvasEncoder
from inhabit.frames.decoder import Painter
from inhabit.runtime.quantise import observed
from inhabit.training.batches import window
from inhabit.training.gallery import Gallery, hang
from inhabit.training.light import describe
from inhabit.training.moments import MomentSource
from inhabit.training.store import Store
from inhabit.world.schedule import mix

CLIPS, PICTURES = 8, 24
SPANS = (0.125, 0.25, 0.5, 1.0)

Layers = dict[str, tuple[float, float]]


def measure(
    spec: WorldSpec, walks: Store, looks: Store, frames: dict[str, nn.Module], dynamics: nn.Module, seed: int
) -> dict[str, Layers]:
    """Ranges per network: of painter, look and dynamics."""
    encoder, painter = frames["encoder"], frames["painter"]
    assert isinstance(encoder, CanvasEncoder) and isinstance(painter, Painter)
    few = _spread(walks.clips, CLIPS)
    gallery = hang(walks, spec, encoder.eval(), painter.eval(), lambda done, total: None, clips=few)
    return {
        "painter": observed(painter, _latents(gallery)),
        "look": observed(frames["look"].eval(), _surroundings(looks, spec)),
        "dynamics": observed(dynamics.eval(), _moments(gallery, spec, seed)),
    }


def _spread(count: int, wanted: int) -> list[int]:
    return [count * k // wanted for k in range(wanted)] if count > wanted else list(range(count))


def _latents(gallery: Gallery) -> Iterator[Sequence[Tensor]]:
    for view in range(0, gallery.views, max(1, gallery.views // PICTURES)):
        yield (gallery.latents[view : view + 1].float(),)


def _surroundings(looks: Store, spec: WorldSpec) -> Iterator[Sequence[Tensor]]:
    for frame in _spread(looks.frames, PICTURES):
        one = window(looks, spec, [frame], 0, 0, spec.canvas_height_px, spec.canvas_width_px)
        yield describe(looks, spec, one), one.attributes


def _moments(gallery: Gallery, spec: WorldSpec, seed: int) -> Iterator[Sequence[Tensor]]:
    source = MomentSource(gallery, spec, PICTURES, seed=seed)
    generator = torch.Generator().manual_seed(seed)
    moments = source.draw()
    for row in range(PICTURES):
        sigma = torch.rand(1, generator=generator)
        clean = moments.latent[row : row + 1]
        noise = torch.randn(clean.shape, generator=generator)
        span = torch.tensor([SPANS[row % len(SPANS)]])
        own = (part[row : row + 1] for part in (moments.context, moments.attributes, moments.camera))
        yield mix(clean, noise, sigma), sigma, span, *own
