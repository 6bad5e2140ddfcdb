"""What the look network is told about each cell: matter, depth, direction, light sources, waves.

Everything here is geometry of the commanded camera and of the hour; nothing is learned. World position
enters only through slow waves, so that water can shimmer in place while the camera moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, pad

from inhabit.core.camera import Pose, focal_px
from inhabit.core.sky import moon_direction, sun_direction
from inhabit.core.spec import GEOMETRY_CELL_PX
from inhabit.shapes import Bearings, Rays

HALOS = (8.0, 40.0, 400.0)
"""Sharpness k of exp(k (cos angle - 1)): halos some 30, 13 and 4 degrees wide."""
GLINTS = (30.0, 200.0)
"""The same for a mirror that lies flat, as water does."""
_SHARPNESS = torch.tensor(2 * (*HALOS, *GLINTS))
_LAMP_OF = torch.arange(4).repeat_interleave(torch.tensor(2 * (len(HALOS), len(GLINTS))))
"""Which of sun, sun in the mirror, moon, and moon in the mirror each of the sharpnesses is for."""
BEARINGS_CHANNELS = 3 + 2 * (len(HALOS) + len(GLINTS))
LEAST_EXPONENT = -30.0
"""Further from a lamp than this is as far as can be: e to it is 1e-13."""
WAVES = ((0.45, 0.10, 1.1), (-0.12, 0.38, 0.8), (0.16, -0.14, 0.5))
"""(radians per metre east, per metre north, radians per second)."""
SURROUNDINGS_CHANNELS = 3 + 2 + BEARINGS_CHANNELS + 3 + 2 * len(WAVES)
"""tone u v, disparity sky, bearings, how much the surface faces sun, moon and zenith, and the waves."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """A camera and a moment, batched: rotation [b, 3, 3], position [b, 3], focal_px [b] in geometry
    cells, sun and moon directions [b, 3], time_s [b]."""

    rotation: Tensor
    position: Tensor
    focal: Tensor
    sun: Tensor
    moon: Tensor
    time_s: Tensor


def viewpoint(
    poses: list[Pose], hours: list[float], times_s: list[float], size_px: tuple[int, int]
) -> Viewpoint:
    """Stack cameras for canvases of `size_px` (width, height)."""
    width, height = size_px[0] / GEOMETRY_CELL_PX, size_px[1] / GEOMETRY_CELL_PX
    return Viewpoint(
        rotation=_tensor(np.stack([pose.rotation() for pose in poses])),
        position=_tensor(np.stack([pose.position for pose in poses])),
        focal=_tensor(np.array([focal_px(pose.fov_rad, width, height) for pose in poses])),
        sun=_tensor(np.stack([sun_direction(hour) for hour in hours])),
        moon=_tensor(np.stack([moon_direction(hour) for hour in hours])),
        time_s=_tensor(np.array(times_s)),
    )


def rays(view: Viewpoint, rows: int, columns: int) -> Rays:
    """Unit view directions through the cell centres, world axes: [b, 3, rows, columns]."""
    u = torch.arange(columns, dtype=torch.float32) + 0.5 - columns / 2
    v = torch.arange(rows, dtype=torch.float32) + 0.5 - rows / 2
    batch = view.focal.shape[0]
    right = (u / view.focal[:, None]).view(batch, 1, columns).expand(batch, rows, columns)
    up = (-v / view.focal[:, None]).view(batch, rows, 1).expand(batch, rows, columns)
    local = torch.stack([right, up, torch.ones_like(right)], dim=-1)
    world = torch.einsum("bij,bhwj->bihw", view.rotation, local)
    return world * torch.rsqrt(world.square().sum(dim=1, keepdim=True))


def bearings(view: Viewpoint, directions: Rays) -> Bearings:
    """Rays of cells, and how near they come to sun and moon."""
    flipped = view.sun.new_tensor([1.0, -1.0, 1.0])
    lamps = torch.stack([view.sun, view.sun * flipped, view.moon, view.moon * flipped], dim=1)
    beside = torch.einsum("blc,bchw->blhw", lamps, directions).index_select(1, _LAMP_OF) - 1
    # Denormal numbers, which far from a lamp it would come to, take a processor a hundred times as long.
    near = torch.exp((_SHARPNESS[:, None, None] * beside).clamp_min(LEAST_EXPONENT))
    return torch.cat([directions, near], dim=1)


def surroundings(
    view: Viewpoint, directions: Rays, coarse: Tensor, disparity: Tensor, squashed: Tensor, sky: Tensor
) -> Tensor:
    """coarse [b, 3, h5, w5]; disparity (1/m), squashed disparity and sky [b, 1, h5, w5] -> [b, 27, h5, w5].

    `directions` are the rays of the same cells, so that a window of a picture can be described too.
    """
    along_axis = torch.einsum("bc,bchw->bhw", view.rotation[:, :, 2], directions)[:, None].clamp_min(1e-3)
    facing = _facing(view, directions, disparity, sky, along_axis)
    waves = _waves(view, directions, disparity, along_axis)
    return torch.cat([coarse, squashed, sky, bearings(view, directions), facing, *waves], dim=1)


def _facing(view: Viewpoint, directions: Tensor, disparity: Tensor, sky: Tensor, along: Tensor) -> Tensor:
    """How much each cell's surface faces sun, moon and zenith, in [-1, 1]; 0 in the sky: [b, 3, h5, w5]."""
    # One cell's disparity is too rough for a slope; its neighbourhood's is not.
    smooth = avg_pool2d(disparity, 3, stride=1, padding=1, count_include_pad=False)
    place = directions / (smooth.clamp_min(1e-3) * along)
    padded = pad(place, (1, 1, 1, 1), mode="replicate")
    across = padded[:, :, 1:-1, 2:] - padded[:, :, 1:-1, :-2]
    down = padded[:, :, 2:, 1:-1] - padded[:, :, :-2, 1:-1]
    normal = torch.linalg.cross(down, across, dim=1)
    normal = normal * torch.rsqrt(normal.square().sum(1, keepdim=True) + 1e-9)
    toward = -(normal * directions).sum(1, keepdim=True)
    normal = torch.where(toward < 0, -normal, normal)
    up = torch.tensor([[0.0, 1.0, 0.0]], dtype=normal.dtype, device=normal.device).expand_as(view.sun)
    lamps = torch.stack([view.sun, view.moon, up], dim=1)
    return torch.einsum("blc,bchw->blhw", lamps, normal) * (1 - sky)


def _waves(view: Viewpoint, directions: Tensor, disparity: Tensor, along: Tensor) -> list[Tensor]:
    distance = 1.0 / (disparity.clamp_min(1e-3) * along)
    near = torch.clamp(disparity * 25.0, 0.0, 1.0)
    place = view.position[:, :, None, None] + directions * distance
    waves: list[Tensor] = []
    for east, north, per_second in WAVES:
        phase = east * place[:, 0:1] + north * place[:, 2:3] + per_second * view.time_s[:, None, None, None]
        waves += [near * torch.sin(phase), near * torch.cos(phase)]
    return waves


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))
