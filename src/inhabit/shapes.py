"""The axis legend and the named tensor shapes.

Axes are always `batch frames channels height width`, in einops letters b f c h w; tokens n, heads k,
head width d, model width m. Suffixes name the grid: 5, 10, 20, 40 canvas pixels per cell; no suffix is
the canvas itself.
"""

from __future__ import annotations

from jaxtyping import Float
from torch import Tensor

Tone = Float[Tensor, "b 1 h w"]
"""Canvas tone in [0, 1]: land in [0, 0.5], sky in [0.7, 1]."""
Matter = Float[Tensor, "b 2 h/2 w/2"]
"""Canvas matter axes in [0, 1], half size."""
Patches = Float[Tensor, "b 35 h5 w5"]
"""A whole canvas folded onto the geometry grid: 25 tone, 8 matter, disparity, sky."""
Latent = Float[Tensor, "b c h10 w10"]
"""Output of the encoder, unit variance."""
Sigma = Float[Tensor, "b"]
"""Noise level: 1 is noise, 0 is clean."""
Span = Float[Tensor, "b"]
"""How far along sigma one evaluation jumps."""
Context = Float[Tensor, "b 7 h5 w5"]
"""What memory shows of the commanded camera: tone, matter u, v, disparity, sky, trust, magnification."""
Conditions = Float[Tensor, "b a"]
"""Attributes as a vector."""
CameraVector = Float[Tensor, "b 4"]
"""Pitch, roll, field of view, clearance: what the picture's layout depends on."""
Tokens = Float[Tensor, "b n m"]
Rays = Float[Tensor, "b 3 h5 w5"]
"""Unit view directions in world axes."""
Bearings = Float[Tensor, "b 13 h5 w5"]
"""Rays, and how near each comes to sun and moon, straight and by way of a flat mirror."""
Maps = Float[Tensor, "b 50 h10 w10"]
"""Colour maps per latent cell: for land and for sky, see `frames.colour`."""
Curves = Float[Tensor, "b 7 k"]
"""Curves that hold for a whole picture, by their values at even knots, see `frames.colour`."""
