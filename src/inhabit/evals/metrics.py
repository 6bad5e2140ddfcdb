"""Numbers read from pictures: fidelity, structure, sharpness, light, colour, motion.

All work on frames in host memory and know no model. PSNR flatters smooth pictures (design/model.md
shows 39 dB that looked like fog), so gradient energy stands beside it everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from inhabit.core.frame import PlanarFrame
from inhabit.frames.pixels import planes_to_rgb

PSNR_CAP_DB = 60.0
"""Identical pictures would be infinitely good; a cap lets them enter a mean."""


def psnr_db(frame: PlanarFrame, truth: PlanarFrame) -> float:
    """Peak signal to noise over RGB in dB, at most PSNR_CAP_DB."""
    difference = planes_to_rgb(frame).astype(np.float32) - planes_to_rgb(truth).astype(np.float32)
    error = float(np.mean(np.square(difference)))
    if error <= 0.0:
        return PSNR_CAP_DB
    return min(10.0 * math.log10(255.0**2 / error), PSNR_CAP_DB)


def masked_psnr_db(frame: PlanarFrame, truth: PlanarFrame, mask: np.ndarray) -> float:
    """PSNR over RGB in dB where `mask` (bool [h, w]) holds, at most PSNR_CAP_DB; NaN where it holds
    nowhere."""
    if not mask.any():
        return math.nan
    one, other = planes_to_rgb(frame)[mask], planes_to_rgb(truth)[mask]
    error = float(np.mean(np.square(one.astype(np.float32) - other.astype(np.float32))))
    return PSNR_CAP_DB if error <= 0.0 else min(10.0 * math.log10(255.0**2 / error), PSNR_CAP_DB)


def difference(one: PlanarFrame, other: PlanarFrame) -> float:
    """Root mean square over the picture of the distance in luma, blue and red, in levels of 255."""
    planes = ((one.luma, other.luma), (one.blue, other.blue), (one.red, other.red))
    return math.sqrt(sum(float(np.square(a.astype(np.float32) - b).mean()) for a, b in planes))


def ssim(frame: PlanarFrame, truth: PlanarFrame) -> float:
    """Mean structural similarity of luma, in [-1, 1]. Source: Wang et al. 2004, 11x11 Gaussian window."""
    x, y = frame.luma.astype(np.float32), truth.luma.astype(np.float32)
    mean_x, mean_y = _window(x), _window(y)
    var_x, var_y = _window(x * x) - mean_x**2, _window(y * y) - mean_y**2
    covariance = _window(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    bottom = (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    return float(np.mean(top / bottom))


def gradient_energy(frame: PlanarFrame) -> float:
    """Mean squared difference of neighbouring luma pixels, both axes, with luma in [0, 1]."""
    luma = frame.luma.astype(np.float32) / 255.0
    return float(np.mean(np.square(np.diff(luma, axis=0))) + np.mean(np.square(np.diff(luma, axis=1))))


def brightness(frame: PlanarFrame) -> float:
    """Mean luma in [0, 1]."""
    return float(np.mean(frame.luma)) / 255.0


def saturation(frame: PlanarFrame) -> float:
    """Mean distance of chroma from grey, in [0, 1]."""
    blue, red = frame.blue.astype(np.float32) - 128.0, frame.red.astype(np.float32) - 128.0
    return float(np.mean(np.hypot(blue, red))) / 128.0


def change(before: PlanarFrame, after: PlanarFrame) -> float:
    """Mean absolute luma difference between two frames, in [0, 1]: how much the picture moved."""
    return float(np.mean(cv2.absdiff(before.luma, after.luma))) / 255.0


def blurred(frame: PlanarFrame, sigma_px: float) -> PlanarFrame:
    """The frame with its luma under a Gaussian: the floor for sharpness."""
    return PlanarFrame(cv2.GaussianBlur(frame.luma, (0, 0), sigma_px), frame.blue, frame.red)


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; NaN for nothing."""
    kept = list(values)
    return sum(kept) / len(kept) if kept else math.nan


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie, as the nearest one; NaN for nothing."""
    return float(np.quantile(values, share, method="nearest")) if len(values) else math.nan


def geometric_mean(ratios: Iterable[float]) -> float:
    """Mean of ratios that counts half and double alike; NaN for nothing."""
    kept = [max(ratio, 1e-6) for ratio in ratios]
    return math.exp(mean(math.log(ratio) for ratio in kept)) if kept else math.nan


def correlation(x: Sequence[float], y: Sequence[float]) -> float:
    """Pearson correlation; 0 where either side does not vary."""
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if len(a) < 2 or a.std() < 1e-9 or b.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _window(plane: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(plane, (11, 11), 1.5)
