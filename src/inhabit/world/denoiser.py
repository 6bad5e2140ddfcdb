"""One denoising evaluation: the network with its numbers made palatable, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from inhabit.shapes import CameraVector, Conditions, Context, Latent, Sigma, Span


@dataclass(frozen=True, slots=True)
class View:
    """What a frame is conditioned on, as tensors: memory read into the camera, attributes, camera."""

    context: Context
    attributes: Conditions
    camera: CameraVector


class Denoiser:
    """Clean estimates from any noise level; holds no state and knows no loop."""

    def __init__(self, network: Callable[..., Tensor]) -> None:
        self.network = network

    def clean(self, noisy: Latent, sigma: Sigma, span: Span, view: View) -> Latent:
        """The estimate at sigma 0 as seen from `noisy`, for a jump that covers `span`."""
        estimate: Tensor = self.network(noisy, sigma, span, view.context, view.attributes, view.camera)
        return estimate
