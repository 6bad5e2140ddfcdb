"""A cast in a picture: everything that things change in a march's buffer, in one call.

Bodies become solids, solids pixels; then the ground near their feet is darkened and their lamps are noted. A
buffer without things is left exactly as it was.
"""

from __future__ import annotations

import math

import numpy as np

from inhabit.core.camera import focal_px
from inhabit.core.cast import Cast, Thing
from inhabit.sim.coats import coat
from inhabit.sim.figures import HEIGHT_M, RADIUS_M, Figure, figure
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.overlay import NOTHING, cover, smooth_outlines
from inhabit.sim.paints import PAINT_UV
from inhabit.sim.placing import WIDTH, place, rows_of
from inhabit.sim.scene import Scene
from inhabit.sim.shadows import darken

_SMALLEST_PX = 1.2
"""Things less high than this are not drawn."""


def lay(buffer: GBuffer, scene: Scene, cast: Cast) -> GBuffer:
    """Bring `cast` into a fresh `buffer` of `scene`, which is changed and returned."""
    rows, columns = buffer.distance_m.shape
    focal = focal_px(buffer.pose.fov_rad, columns, rows)
    shown = [thing for thing in cast if _shows(thing, buffer, focal)]
    if not shown:
        return buffer
    figures = [figure(thing) for thing in shown]
    counts = [len(one.parts) for one in figures]
    parts = np.concatenate([one.parts for one in figures])
    owner = np.repeat(np.arange(len(shown), dtype=np.int32), counts)
    things = rows_of([(t.x_m, t.y_m, t.z_m, t.heading_rad, t.lean_rad, t.scale) for t in shown])
    rotation, eye = buffer.pose.rotation(), buffer.pose.position
    solids, boxes = np.empty((len(parts), WIDTH)), np.empty((len(parts), 4), np.int32)
    place(parts, owner, things, rotation, eye, focal, rows, columns, solids, boxes)
    groups, spans = _groups(boxes, counts), _spans(boxes, rows, columns)
    behind, who = buffer.distance_m.copy(), np.full((rows, columns), NOTHING, np.int32)
    cover(solids, boxes, rotation, focal, buffer.distance_m, buffer.normal, who)
    smooth_outlines(
        solids, boxes, spans, groups, rotation, focal, behind, buffer.distance_m, buffer.normal, who, buffer.edges
    )  # fmt: skip
    names = np.array([thing.identity for thing in shown], np.int64)
    coat(
        solids, spans, names, things[:, 1].copy(), rotation, np.array([*eye, focal]), scene.grain, PAINT_UV, who,
        buffer.distance_m, buffer.normal, buffer.depth_m, buffer.sky, buffer.position_m, buffer.weights, buffer.tone,
        buffer.matter_u, buffer.matter_v, buffer.cloud, buffer.star, buffer.identity, buffer.paint,
    )  # fmt: skip
    darken(buffer, _feet(scene, shown, figures))
    buffer.lamps.extend(_lamps(shown, figures))
    return buffer


def _shows(thing: Thing, buffer: GBuffer, focal: float) -> bool:
    """Whether a thing, or light that it gives, may be in the picture."""
    tall = HEIGHT_M[thing.kind] * thing.scale
    reach = RADIUS_M[thing.kind] * thing.scale + tall + 12.0
    rotation = buffer.pose.rotation()
    gap = (thing.x_m - buffer.pose.x_m, thing.y_m + 0.5 * tall - buffer.pose.y_m, thing.z_m - buffer.pose.z_m)
    ahead = sum(float(rotation[c, 2]) * gap[c] for c in range(3))
    if ahead < -reach or tall * focal < _SMALLEST_PX * ahead:
        return False
    for axis, side in ((0, buffer.size.width_px), (1, buffer.size.height_px)):
        across = abs(sum(float(rotation[c, axis]) * gap[c] for c in range(3)))
        slope = 0.5 * side / focal
        if across - slope * ahead > reach * math.sqrt(1.0 + slope * slope):
            return False
    return True


def _groups(boxes: np.ndarray, counts: list[int]) -> np.ndarray:
    """int32 [m, 6]: first and end solid of each thing, and the box around all of them."""
    ends = np.cumsum(counts)
    result = np.zeros((len(counts), 6), np.int32)
    for row, (end, count) in enumerate(zip(ends, counts, strict=True)):
        own = boxes[end - count : end]
        own = own[own[:, 1] > own[:, 0]]
        result[row, :2] = end - count, end
        if len(own):
            result[row, 2:] = own[:, 0].min(), own[:, 1].max(), own[:, 2].min(), own[:, 3].max()
    return result


def _spans(boxes: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """int32 [rows, 2]: from which to which column of a row there may be things or their outlines."""
    spans = np.zeros((rows, 2), np.int32)
    spans[:, 0] = columns
    for top, bottom, left, right in boxes:
        if bottom > top and right > left:
            held = spans[max(top - 1, 0) : bottom + 1]
            np.minimum(held[:, 0], max(left - 1, 0), out=held[:, 0])
            np.maximum(held[:, 1], min(right + 1, columns), out=held[:, 1])
    return spans


def _turned(thing: Thing, x: float, z: float) -> tuple[float, float]:
    s, c = math.sin(thing.heading_rad), math.cos(thing.heading_rad)
    return x * c + z * s, z * c - x * s


def _feet(scene: Scene, shown: list[Thing], figures: list[Figure]) -> np.ndarray:
    """float64 [m, 10] for shadows.darken."""
    ground = scene.ground_m(np.array([t.x_m for t in shown]), np.array([t.z_m for t in shown]))
    rows = []
    for thing, one, level in zip(shown, figures, ground, strict=True):
        half_x, half_z, soft, deep = one.foot
        # What is in the air darkens the ground less, and more softly.
        air = max(thing.y_m - float(level), 0.0)
        lift = min(air / 6.0, 1.0)
        rows.append(
            (
                thing.x_m, float(level), thing.z_m, math.sin(thing.heading_rad), math.cos(thing.heading_rad),
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
