"""The only place where network numbers meet uint8 and colour spaces.

Planes are BT.709, limited range: luma 16..235, chroma 16..240. Networks see luma in [0, 1] and chroma
in about [-0.5, 0.5].
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor

from inhabit.core.frame import PlanarFrame

_TO_YUV = np.array([[0.2126, 0.7152, 0.0722], [-0.114572, -0.385428, 0.5], [0.5, -0.454153, -0.045847]])
_TO_RGB = np.array([[1.0, 0.0, 1.5748], [1.0, -0.187324, -0.468124], [1.0, 1.8556, 0.0]])


def rgb_to_planes(rgb: np.ndarray) -> PlanarFrame:
    """uint8 [h, w, 3] full range -> planes; h and w even."""
    unit = rgb.astype(np.float32) / 255.0
    yuv = unit @ _TO_YUV.T.astype(np.float32)
    height, width = rgb.shape[:2]
    small = cv2.resize(yuv[..., 1:], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return PlanarFrame(
        luma=_limited(yuv[..., 0] * 219.0 + 16.0),
        blue=_limited(small[..., 0] * 224.0 + 128.0),
        red=_limited(small[..., 1] * 224.0 + 128.0),
    )


def planes_to_rgb(planes: PlanarFrame) -> np.ndarray:
    """Planes -> uint8 [h, w, 3] full range."""
    height, width = planes.luma.shape
    luma = (planes.luma.astype(np.float32) - 16.0) / 219.0
    chroma = np.stack([planes.blue, planes.red], axis=-1).astype(np.float32)
    chroma = cv2.resize((chroma - 128.0) / 224.0, (width, height), interpolation=cv2.INTER_LINEAR)
    yuv = np.concatenate([luma[..., None], chroma], axis=-1)
    rgb = yuv @ _TO_RGB.T.astype(np.float32)
    return np.clip(rgb * 255.0 + 0.5, 0, 255).astype(np.uint8)


def luma_to_unit(luma: Tensor) -> Tensor:
    """uint8 luma -> [0, 1]."""
    return (luma.float() - 16.0) / 219.0


def chroma_to_unit(chroma: Tensor) -> Tensor:
    """uint8 chroma -> about [-0.5, 0.5]."""
    return (chroma.float() - 128.0) / 224.0


def plane_to_unit(plane: Tensor) -> Tensor:
    """uint8 canvas plane -> [0, 1]."""
    return plane.float() / 255.0


def batch_of(planes: list[np.ndarray]) -> Tensor:
    """Equal arrays stacked into a uint8 tensor."""
    return torch.from_numpy(np.stack(planes))


def _limited(values: np.ndarray) -> np.ndarray:
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
