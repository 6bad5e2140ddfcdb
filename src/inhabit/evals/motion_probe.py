"""How did the camera move: a small network that reads dense optical flow between two frames.

The frames are `MOTION_TICKS` apart and are looked at in 160x90.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

PROBE_WIDTH_PX, PROBE_HEIGHT_PX = 160, 90
MOTION_TICKS = 3
"""Ticks of 1/30 s between the two frames that the motion probe compares."""

AXES = ("yaw", "pitch", "dolly", "truck")
AXIS_FULL = np.array([0.9, 0.6, 8.0, 6.0], dtype=np.float32)
"""Full speed per axis: rad/s, rad/s, m/s, m/s. The network works in these units."""

_FLOW = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
_FLOW.setFinestScale(0)
_FLOW_CHANNELS = 8


def small(plane: np.ndarray) -> np.ndarray:
    """uint8 plane of any size to the probes' size, by area."""
    return cv2.resize(plane, (PROBE_WIDTH_PX, PROBE_HEIGHT_PX), interpolation=cv2.INTER_AREA)


def flow_features(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """float32 [8, 45, 80] from two uint8 lumas [90, 160]: flow x, y, what the flow leaves unexplained,
    local contrast, the normalised first luma, the raw first luma, and the pixel's place x, y."""
    first, second = _even(before), _even(after)
    flow = _FLOW.calc(first, second, None)  # pyright: ignore[reportCallIssue, reportArgumentType]
    y, x = np.mgrid[0:PROBE_HEIGHT_PX, 0:PROBE_WIDTH_PX].astype(np.float32)
    pulled = cv2.remap(second, x + flow[:, :, 0], y + flow[:, :, 1], cv2.INTER_LINEAR)
    residual = cv2.absdiff(first, pulled).astype(np.float32) / 32.0
    luma = before.astype(np.float32)
    contrast = np.log1p(np.abs(cv2.Laplacian(luma, cv2.CV_32F))) / 2.0
    stack = [
        flow[:, :, 0] / 4.0,
        flow[:, :, 1] / 4.0,
        residual,
        contrast,
        first.astype(np.float32) / 64.0 - 2.0,
        luma / 128.0 - 1.0,
        x / (PROBE_WIDTH_PX / 2) - 1.0,
        y / (PROBE_HEIGHT_PX / 2) - 1.0,
    ]
    half = (PROBE_WIDTH_PX // 2, PROBE_HEIGHT_PX // 2)
    return np.stack([cv2.resize(c, half, interpolation=cv2.INTER_AREA) for c in stack])


class MotionProbe(nn.Module):
    """Flow features [b, 8, 45, 80] to speeds [b, 4] over AXIS_FULL; places vote by a learned weight."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            _block(_FLOW_CHANNELS, 32), _block(32, 64), _block(64, 96), nn.Conv2d(96, 128, 3, padding=1)
        )
        self.votes = nn.Conv2d(128, len(AXES), 1)
        self.weights = nn.Conv2d(128, len(AXES), 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        deep = F.gelu(self.trunk(features))
        weights = self.weights(deep).flatten(2).softmax(dim=2)
        return (self.votes(deep).flatten(2) * weights).sum(dim=2)


def _block(channels_in: int, channels_out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1),
        nn.BatchNorm2d(channels_out),
        nn.GELU(),
    )


def _even(luma: np.ndarray) -> np.ndarray:
    """Luma with its local mean and contrast taken out, so that night and fog flow like day."""
    value = luma.astype(np.float32)
    centre = cv2.GaussianBlur(value, (0, 0), 6.0)
    spread = np.sqrt(np.maximum(cv2.GaussianBlur(value * value, (0, 0), 6.0) - centre**2, 0.0))
    return np.clip(128.0 + 40.0 * (value - centre) / (spread + 2.0), 0, 255).astype(np.uint8)
