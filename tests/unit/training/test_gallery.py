"""Mirror images are worlds of their own: reading a mirrored memory mirrors what is read."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import torch

from inhabit.core.camera import Pose
from inhabit.core.spec import WorldSpec
from inhabit.frames.patches import fold_planes, unfold_planes
from inhabit.training.batches import Crop, mirror
from inhabit.training.gallery import mirrored
from inhabit.world.spatial import pull
from tests.fakes.ground import striped_ground

HERE = Pose(y_m=3.0, pitch_rad=-0.1)
THERE = Pose(x_m=0.6, y_m=3.2, z_m=0.4, yaw_rad=0.15, pitch_rad=-0.08)


def test_mirroring_twice_changes_nothing() -> None:
    assert astuple(mirrored(mirrored(THERE))) == astuple(THERE)


def test_a_mirrored_memory_read_into_a_mirrored_camera_is_the_mirror_image() -> None:
    coarse = striped_ground(HERE)
    shape = (coarse.shape[1], coarse.shape[2])
    one = pull(coarse, HERE, THERE, (0.0, 0.0), shape)
    other = pull(np.ascontiguousarray(coarse[:, :, ::-1]), mirrored(HERE), mirrored(THERE), (0.0, 0.0), shape)
    both = (one.trust > 0.9) & (other.trust[:, ::-1] > 0.9)
    assert both.mean() > 0.5
    apart = np.abs(one.map_x - (shape[1] - 1 - other.map_x[:, ::-1]))[both]
    assert np.median(apart) < 0.05


def test_a_mirrored_crop_is_flipped_pixel_by_pixel() -> None:
    spec = WorldSpec()
    tone, matter = torch.rand(1, 1, 40, 80), torch.rand(1, 2, 20, 40)
    cells = torch.rand(1, 1, 8, 16)
    patches = torch.cat([fold_planes(tone, matter), cells, cells], dim=1)
    crop = Crop(tone, matter, patches, None, None, cells, cells, torch.zeros(1, 1), [0], 0, 0)
    flipped, _ = unfold_planes(mirror(crop, spec).patches)
    assert torch.equal(flipped, tone.flip(-1))
