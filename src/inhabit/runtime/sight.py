"""Between pictures and what the model remembers of them: seeing, painting, lighting, none of it over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.spec import WorldSpec
from inhabit.frames.clouds import clouded, unclouded
from inhabit.frames.falling import behind, falls
from inhabit.frames.fit import fit
from inhabit.frames.layers import squash, unsquash
from inhabit.frames.lighting import Light, light
from inhabit.frames.painting import paint_planes
from inhabit.frames.patches import calmed, fold_planes
from inhabit.frames.pixels import chroma_to_unit, luma_to_unit, plane_to_unit
from inhabit.frames.residue import added, left_over
from inhabit.frames.stars import starlit
from inhabit.frames.stereo import Glimpse, looked_twice, seen_before
from inhabit.frames.surroundings import bearings, rays
from inhabit.runtime.at_hand import AtHand
from inhabit.runtime.budget import Laps
from inhabit.runtime.lamp import Lamp
from inhabit.runtime.networks import Networks
from inhabit.world.canvas import Canvas, Residue, cells_of
from inhabit.world.sampler import crisp
from inhabit.world.scene import Exposure, Scene

OWN_STARS = 0.5
"""While this much of a residue is left, a sky that was seen shows the stars it was seen with."""
MOMENTS_LOOKED_BACK = 8
"""Earlier pictures that are asked what fell in this one."""

Shot = tuple[Exposure, Size, Laps]
"""An exposure to be developed at a size, and where the time it takes is written."""


class Sight:
    """Eye, encoder, painter and look of one checkpoint; remembers nothing that could not be made again."""

    def __init__(self, spec: WorldSpec, networks: Networks) -> None:
        self.spec, self.networks = spec, networks
        self.lamp = Lamp(spec, networks.look)
        self._pictures: AtHand[Shot, PlanarFrame] = AtHand(self._develop, lambda shot: (id(shot[0]), shot[1]))
        self.cells = cells_of(spec.canvas_height_px, spec.canvas_width_px)

    def relit(
        self, canvas: Canvas, pose: Pose, attributes: Attributes, time_s: float, size: Size
    ) -> PlanarFrame:
        """Light a canvas under attributes: the picture."""
        lit = self.lamp.over(Scene(canvas.coarse(), pose, attributes, time_s))
        return picture_of(canvas, lit, pose, attributes, time_s, size)

    def developed(self, exposure: Exposure, size: Size, laps: Laps) -> PlanarFrame:
        """The picture of an exposure, worked out again where it is not at hand."""
        return self._pictures.of((exposure, size, laps))

    def see(
        self,
        picture: PlanarFrame,
        pose: Pose,
        attributes: Attributes,
        time_s: float = 0.0,
        earlier: Sequence[Glimpse] = (),
    ) -> Canvas:
        """The canvas behind a true picture of canvas size, taken under known attributes: what the eye sees,
        its depth corrected by `earlier` pictures of the same place (oldest first), fitted until lighting it
        gives the picture back, and whatever light cannot explain."""
        seen = self.glance(picture, pose, attributes, time_s)
        now = Glimpse(picture.luma, pose)
        seen = replace(seen, disparity=looked_twice(now, earlier, seen.disparity, seen.sky))
        clear = picture
        if falls(attributes):
            before = seen_before(now, earlier[-MOMENTS_LOOKED_BACK:], seen.disparity)
            clear = behind(picture, attributes, before)
        matter = clouded(seen.matter, seen.tone, pose, attributes.hour)
        tone, matter = fit(seen.tone, matter, clear, self._dry(seen, pose, attributes, time_s))
        fitted = replace(seen, tone=tone, matter=unclouded(matter, tone))
        lit = self._dry(fitted, pose, attributes, time_s)
        matter = clouded(matter, tone, pose, attributes.hour)
        shown = light(tone, matter, lit, picture.size, time_s, attributes.wind)
        return replace(fitted, residue=Residue(*left_over(clear, shown), attributes.vector()))

    def glance(self, picture: PlanarFrame, pose: Pose, attributes: Attributes, time_s: float = 0.0) -> Canvas:
        """What the eye alone sees in a picture of canvas size: not fitted to it, and without a residue."""
        luma = luma_to_unit(torch.from_numpy(picture.luma))[None, None]
        chroma = chroma_to_unit(torch.from_numpy(np.stack([picture.blue, picture.red])))[None]
        view = self.lamp.view(pose, attributes, time_s)
        told = torch.from_numpy(attributes.vector())[None]
        (patches,) = self.networks.eye(
            fold_planes(luma, chroma), bearings(view, rays(view, *self.cells)), told
        )
        return self._canvas(patches)

    def _dry(self, canvas: Canvas, pose: Pose, attributes: Attributes, time_s: float) -> Light:
        """The light over a canvas without what falls in it."""
        lit = self.lamp.over(Scene(canvas.coarse(), pose, attributes, time_s))
        return replace(lit, fall=np.zeros_like(lit.fall))

    def encode(self, canvas: Canvas) -> Tensor:
        """A canvas as a latent [1, c, h10, w10]."""
        tone = plane_to_unit(torch.from_numpy(canvas.tone))[None, None]
        matter = plane_to_unit(torch.from_numpy(canvas.matter))[None]
        depth = squash(torch.from_numpy(canvas.disparity)[None, None], self.spec.disparity_scale_m)
        sky = torch.from_numpy(canvas.sky)[None, None]
        return self.networks.encoder(torch.cat([fold_planes(tone, matter), depth, sky], dim=1))[0]

    def paint(self, latent: Tensor) -> Canvas:
        """A latent as a canvas, nothing pulled."""
        return self._canvas(self.networks.painter(latent)[0])

    def make(self, latent: Tensor) -> Canvas:
        """What the dynamics made of a view as a canvas, its detail raised to what truth has."""
        return self._canvas(calmed(self.networks.painter(crisp(latent))[0]))

    def _develop(self, shot: Shot) -> PlanarFrame:
        exposure, size, laps = shot
        lit, landed, frame = exposure.lit, exposure.landed, exposure.frame
        worn = self.lamp.over(lit) if landed is None else self.lamp.carried(lit, landed)
        laps.mark("look")
        picture = picture_of(frame.canvas, worn, frame.pose, exposure.attributes, exposure.time_s, size)
        laps.mark("light")
        return picture

    def _canvas(self, patches: Tensor) -> Canvas:
        disparity = unsquash(patches[0, 33], self.spec.disparity_scale_m).numpy()
        sky = torch.sigmoid(patches[0, 34]).numpy()
        tone, matter = paint_planes(patches[0].numpy(), sky, self.spec.canvas)
        return Canvas.fresh(tone, matter, disparity, sky)


def picture_of(
    canvas: Canvas, lit: Light, pose: Pose, attributes: Attributes, time_s: float, size: Size
) -> PlanarFrame:
    """A canvas under its light, with the residue and the stars that belong to it."""
    residue, matter = canvas.residue, canvas.matter
    if residue is None or residue.left < OWN_STARS:
        matter = starlit(matter, canvas.tone, pose, attributes.hour)
    matter = clouded(matter, canvas.tone, pose, attributes.hour)
    picture = light(canvas.tone, matter, lit, size, time_s, attributes.wind)
    return picture if residue is None else added(picture, residue.luma, residue.chroma)
