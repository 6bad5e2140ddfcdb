"""Colours as an artist writes them: words of hex, squared into light."""

from __future__ import annotations

import numpy as np


def hexes(text: str) -> np.ndarray:
    """Linear colours, float64 [n, 3] in [0, 1], from space-separated rrggbb (a display gamma of 2)."""
    values = [[int(word[k : k + 2], 16) / 255.0 for k in (0, 2, 4)] for word in text.split()]
    return np.array(values) ** 2
