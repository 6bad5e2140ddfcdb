"""The light over a frame: asked of the look now and then, carried with the picture in between.

A carried light is still a function of the state alone: the state holds the scene that was lit, whose light is
worked out again where it is not at hand.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.core.spec import WorldSpec
from inhabit.frames.layers import squash
from inhabit.frames.lighting import Light
from inhabit.frames.surroundings import Viewpoint, rays, surroundings, viewpoint
from inhabit.runtime.at_hand import AtHand
from inhabit.runtime.backend import Function
from inhabit.world.scene import Scene
from inhabit.world.spatial import Landing, sampled


class Lamp:
    """Lights scenes with the compiled `look`."""

    def __init__(self, spec: WorldSpec, look: Function) -> None:
        self._spec, self._look = spec, look
        self._lights: AtHand[Scene, Light] = AtHand(self._made, lambda scene: scene.same)

    def is_at_hand(self, scene: Scene) -> bool:
        """Whether the light over a scene is known already."""
        return self._lights.has(scene)

    def begin(self, scene: Scene) -> None:
        """Have a light made that will be asked for in the same tick."""
        self._lights.begin(scene)

    def over(self, scene: Scene) -> Light:
        """The light over a scene; several threads may ask."""
        return self._lights.of(scene)

    def carried(self, scene: Scene, landed: Landing) -> Light:
        """The light over a scene, where a frame sees it whose cells `landed` there."""
        lit, x, y = self.over(scene), landed.x, landed.y
        # Maps have half as many cells each way as geometry.
        rough = [(plane[::2, ::2] + plane[1::2, 1::2] + 1.0) / 4.0 - 0.5 for plane in (x, y)]
        maps = sampled(lit.maps, *(np.ascontiguousarray(plane, np.float32) for plane in rough))
        return replace(lit, maps=maps, glow=sampled(lit.glow, x, y))

    def view(self, pose: Pose, attributes: Attributes, time_s: float) -> Viewpoint:
        """The camera and the moment, as networks are told."""
        size_px = (self._spec.canvas_width_px, self._spec.canvas_height_px)
        return viewpoint([pose], [attributes.hour], [time_s], size_px)

    def _made(self, scene: Scene) -> Light:
        view = self.view(scene.pose, scene.attributes, scene.time_s)
        coarse = torch.from_numpy(scene.cells)[None]
        disparity, sky = coarse[:, 3:4], coarse[:, 4:5]
        squashed = squash(disparity, self._spec.disparity_scale_m)
        directions = rays(view, *scene.cells.shape[1:])
        described = surroundings(view, directions, coarse[:, :3], disparity, squashed, sky)
        parts = self._look(described, torch.from_numpy(scene.attributes.vector())[None])
        return Light(*(part[0].numpy() for part in parts))
