"""Drops are where the simulator drew them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.spec import WorldSpec
from inhabit.frames.pixels import rgb_to_planes
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.training.batches import window
from inhabit.training.nuisance import fallen
from inhabit.training.record import entry
from inhabit.training.store import TICKS, Store

SIZE = Size(640, 360)


def test_rain_is_found_where_it_fell(tmp_path: Path) -> None:
    wet = replace(Attributes(), rain=1.0, cloud=0.6)
    scene = Scene.from_seed(3, wet)
    pose = Pose(y_m=float(scene.ground_m(0.0, 0.0)) + 2.0)
    buffer = march(scene, pose, SIZE, 4.0)
    pictures = [shade(scene, buffer, look, pose, 4.0) for look in (wet, replace(wet, rain=0.0))]
    lumas = [rgb_to_planes(picture).luma.astype(float) for picture in pictures]
    recorded = entry(scene, buffer, wet)
    planes = rgb_to_planes(pictures[0])
    recorded |= {"luma": planes.luma, "chroma": np.stack([planes.blue, planes.red])}
    store = Store.create(tmp_path, clips=1, first_seed=0, size=SIZE, pictures=True)
    store.write_clip(0, {name: np.stack([value] * len(TICKS)) for name, value in recorded.items()})
    batch = window(store, WorldSpec(), [0], 40, 80, 200, 320)
    rows = torch.tensor([0, 60, 120])
    drops = fallen(store, batch, rows, (SIZE.width_px, SIZE.height_px))
    lines = 40 + torch.stack([rows, rows + 1], 1).flatten().numpy()
    brighter = (lumas[0] - lumas[1])[lines, 80:400]
    assert np.corrcoef(drops[0, 0].numpy().ravel(), brighter.ravel())[0, 1] > 0.6
    assert drops[0, 1].max() == 0.0
