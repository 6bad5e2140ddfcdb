"""A cast in a picture: everything that things change in a march's buffer, in one call.

Bodies become solids, solids pixels; then the ground near their feet is darkened and their lamps are noted. A
buffer without things is left exactly as it was.
"""

from __future__ import annotations

import math

import numpy as np

from inhabit.core.camera import Pose, focal_px
from inhabit.core.cast import Cast, Thing
from inhabit.sim.coats import coat
from inhabit.sim.figures import HEIGHT_M, RADIUS_M, Figure, figure
from inhabit.sim.footing import Footing
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.overlay import NOTHING, cover, extents, smooth_outlines
from inhabit.sim.paints import PAINT_UV
from inhabit.sim.placing import NEAREST, WIDTH, place, rows_of
from inhabit.sim.scene import Scene
from inhabit.sim.shadows import darken

_SMALLEST_PX = 1.2
"""Things less high than this are not drawn."""


def lay(buffer: GBuffer, scene: Scene, cast: Cast) -> GBuffer:
    """Bring `cast` into a fresh `buffer` of `scene`, which is changed and returned."""
    rows, columns = buffer.distance_m.shape
    focal = focal_px(buffer.pose.fov_rad, columns, rows)
    rotation, eye = buffer.pose.rotation(), buffer.pose.position
    slopes = 0.5 * columns / focal, 0.5 * rows / focal
    axes = rotation.T.tolist()
    shown = [thing for thing in cast if _shows(thing, buffer.pose, axes, slopes, focal)]
    if not shown:
        return buffer
    figures = [figure(thing) for thing in shown]
    parts = np.concatenate([one.parts for one in figures])
    owner = np.repeat(np.arange(len(shown), dtype=np.int32), [len(one.parts) for one in figures])
    things = rows_of([(t.x_m, t.y_m, t.z_m, t.heading_rad, t.lean_rad, t.scale) for t in shown])
    solids, boxes = np.empty((len(parts), WIDTH)), np.empty((len(parts), 4), np.int32)
    place(parts, owner, things, rotation, eye, focal, rows, columns, solids, boxes)
    spans = np.empty((rows, 2), np.int32)
    extents(boxes, spans)
    behind, who = buffer.distance_m.copy(), np.full((rows, columns), NOTHING, np.int32)
    order = np.argsort(solids[:, NEAREST], kind="stable")
    cover(solids, boxes, order, focal, buffer.distance_m, buffer.normal, who)
    smooth_outlines(solids, spans, focal, behind, buffer.distance_m, buffer.normal, who, buffer.edges)
    names = np.array([thing.identity for thing in shown], np.int64)
    coat(
        solids, spans, names, things[:, 1].copy(), rotation, np.array([*eye, focal]), scene.grain,
        PAINT_UV, who,
        buffer.distance_m, buffer.normal, buffer.depth_m, buffer.sky, buffer.position_m, buffer.weights,
        buffer.tone,
        buffer.matter_u, buffer.matter_v, buffer.cloud, buffer.star, buffer.identity, buffer.paint,
    )  # fmt: skip
    darken(buffer, _feet(scene, shown, figures))
    buffer.lamps.extend(_lamps(shown, figures))
    return buffer


def _shows(
    thing: Thing, pose: Pose, axes: list[list[float]], slopes: tuple[float, float], focal: float
) -> bool:
    """Whether a thing, or light that it gives, may be in a picture whose rim rises by `slopes` from its
    middle."""
    tall = HEIGHT_M[thing.kind] * thing.scale
    reach = RADIUS_M[thing.kind] * thing.scale + tall + 12.0
    x, y, z = thing.x_m - pose.x_m, thing.y_m + 0.5 * tall - pose.y_m, thing.z_m - pose.z_m
    right, up, ahead = (axis[0] * x + axis[1] * y + axis[2] * z for axis in axes)
    if ahead < -reach or tall * focal < _SMALLEST_PX * ahead:
        return False
    return all(
        abs(across) - slope * ahead <= reach * math.sqrt(1.0 + slope * slope)
        for across, slope in zip((right, up), slopes, strict=True)
    )


def _turned(thing: Thing, x: float, z: float) -> tuple[float, float]:
    s, c = math.sin(thing.heading_rad), math.cos(thing.heading_rad)
    return x * c + z * s, z * c - x * s


def _feet(scene: Scene, shown: list[Thing], figures: list[Figure]) -> np.ndarray:
    """float64 [m, 10] for shadows.darken."""
    footing, rows = Footing(scene), []
    for thing, one in zip(shown, figures, strict=True):
        level = footing.level_m(thing.x_m, thing.z_m)
        half_x, half_z, soft, deep = one.foot
        # What is in the air darkens the ground less, and more softly.
        air = max(thing.y_m - level, 0.0)
        lift = min(air / 6.0, 1.0)
        rows.append(
            (
                thing.x_m, level, thing.z_m, math.sin(thing.heading_rad), math.cos(thing.heading_rad),
                half_x * thing.scale, half_z * thing.scale, soft * thing.scale * (1.0 + lift),
                deep * (1.0 - lift) ** 2, float(thing.identity),
            )
        )  # fmt: skip
    return np.array(rows).reshape(-1, 10)


def _lamps(shown: list[Thing], figures: list[Figure]) -> list[tuple[float, ...]]:
    """World x, y, z, reach (m), whether it burns by day, and the identity, of every lamp."""
    lamps = []
    for thing, one in zip(shown, figures, strict=True):
        for x, y, z, reach, burns in one.lights:
            dx, dz = _turned(thing, x * thing.scale, z * thing.scale)
            flicker = 1.0
            if burns:
                t = thing.elapsed_s + thing.identity
                flicker = 0.92 + 0.05 * math.sin(9.0 * t) + 0.04 * math.sin(14.3 * t)
            at = thing.x_m + dx, thing.y_m + y * thing.scale, thing.z_m + dz
            lamps.append((*at, reach * thing.scale * flicker, burns, float(thing.identity)))
    return lamps
