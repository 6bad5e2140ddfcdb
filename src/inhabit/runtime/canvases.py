"""A frame's canvas, put together from what memory shows of it and what was painted where it shows nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.frames.compose import Source, join, mirrored_map, smooth_map
from inhabit.frames.residue import GONE, NONE, faded, strength
from inhabit.world.canvas import Canvas, Residue
from inhabit.world.keyframe import COARSEST, UNSEEN
from inhabit.world.memory import Reading


def painted_over(reading: Reading, painted: Canvas, now: np.ndarray) -> Canvas:
    """What memory shows in detail, over a painted canvas; `now` is the attributes' vector."""
    if not reading.sources:
        return painted
    sources = _pulled(reading, reading.weights)
    tone, matter = join(sources, painted.tone, painted.matter)
    known = reading.seen > 0.5
    disparity = np.where(known, reading.disparity, painted.disparity).astype(np.float32)
    sky = np.where(known, reading.sky, painted.sky).astype(np.float32)
    return Canvas(tone, matter, disparity, sky, reading.grain, _residue(reading, sources, now))


def carried_on(reading: Reading, last: Canvas, now: np.ndarray) -> Canvas:
    """What memory shows, in detail or not, and beyond it the last frame mirrored at the rim: nothing painted.

    `grain` says what is still to be painted, so that a later frame does it: COARSEST where only the shape is
    known, UNSEEN where nothing is. The last source of `reading` is `last` itself.
    """
    seen = reading.seen > 0.5
    shown = list(reading.shown)
    shown[-1] = shown[-1] + (1 - reading.seen)
    sources = _pulled(reading, shown)
    x, y = mirrored_map(reading.pulls[-1].map_x, reading.pulls[-1].map_y, reading.pulls[-1].trust)
    sources[-1] = replace(sources[-1], map_x=x, map_y=y)
    tone, matter = join(sources, last.tone, last.matter)
    disparity = np.where(seen, reading.disparity, last.disparity).astype(np.float32)
    sky = np.where(seen, reading.sky, last.sky).astype(np.float32)
    # A cell that nothing was painted into counts 1 in `reading.grain`.
    grain = reading.grain + (COARSEST - 1) * (1 - reading.known)
    grain = np.where(seen, grain, UNSEEN).astype(np.float32)
    return Canvas(tone, matter, disparity, sky, grain, _residue(reading, sources, now))


def _pulled(reading: Reading, weights: list[np.ndarray] | tuple[np.ndarray, ...]) -> list[Source]:
    maps = [smooth_map(p.map_x, p.map_y, p.trust) for p in reading.pulls]
    held = [keyframe.canvas for keyframe in reading.sources]
    return [
        Source(canvas.tone, canvas.matter, *where, weight.astype(np.float32))
        for canvas, where, weight in zip(held, maps, weights, strict=True)
    ]


def _residue(reading: Reading, sources: list[Source], now: np.ndarray) -> Residue | None:
    """The residues of the sources as the camera sees them, as strong as they still are under the attributes
    `now`; None where nothing is left."""
    residues = [keyframe.canvas.residue for keyframe in reading.sources]
    shares = [0.0 if r is None else strength(r.seen_under, now) for r in residues]
    left = [0.0 if r is None else r.left * share for r, share in zip(residues, shares, strict=True)]
    if max(left) < GONE:
        return None
    nothing = np.full_like(sources[0].tone, NONE), np.full_like(sources[0].matter, NONE)
    held = [
        faded((r.luma, r.chroma), share) if r is not None and kept >= GONE else nothing
        for r, share, kept in zip(residues, shares, left, strict=True)
    ]
    planes = [replace(source, tone=h[0], matter=h[1]) for source, h in zip(sources, held, strict=True)]
    return Residue(*join(planes, *nothing), now, max(left))
