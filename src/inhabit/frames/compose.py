"""Full size, without a network: detail pulled from keyframes joined with what was painted.

A pulled picture is made row by row: maps of small cells are widened to the picture's width, and each source
is sampled only along the runs of pixels where something of it is kept. Most of a picture comes from one
source, so most of the work is never done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numba
import numpy as np

from inhabit.core.kernel import LOOP
from inhabit.core.team import bands, together
from inhabit.frames.grids import axis, widen
from inhabit.frames.resampling import AFTER_PX, BEFORE_PX, NEGLIGIBLE, cubic, finish, linear, next_run


@dataclass(frozen=True, slots=True)
class Source:
    """One keyframe on its way into the picture: its `tone` uint8 [h, w] and `matter` uint8 [2, h/2, w/2];
    where every geometry cell comes from (`map_x, map_y` float32 [h5, w5] in source cells); how much of it is
    kept (`weight` float32 [h5, w5])."""

    tone: np.ndarray
    matter: np.ndarray
    map_x: np.ndarray
    map_y: np.ndarray
    weight: np.ndarray


def join(sources: Sequence[Source], tone: np.ndarray, matter: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Blend pulled planes over painted `tone` uint8 [h, w] and `matter` uint8 [2, h/2, w/2].

    Weights of all sources sum to at most 1. Tone is resampled with cubics (Keys 1981, a = -0.75), which keeps
    detail through many keyframes; matter, which has little, linearly.
    """
    kept = [source for source in sources if float(source.weight.max()) > NEGLIGIBLE]
    if not kept:
        return tone, matter
    cells = np.stack([_with_margin(source) for source in kept])
    tones = np.stack([_bordered(source.tone) for source in kept])
    matters = np.stack([_bordered(cv2.merge(list(source.matter))) for source in kept])
    full, half = np.empty_like(tone), np.empty_like(matter)
    count = len(bands(matter.shape[1]))

    def work(band: int) -> None:
        _join_tone(*bands(tone.shape[0], count=count)[band], cells, *_laid(cells, tone), tones, tone, full)
        rows = bands(matter.shape[1], count=count)[band]
        _join_matter(*rows, cells, *_laid(cells, matter[0]), matters, matter, half)

    together([partial(work, band) for band in range(count)])
    return full, half


def smooth_map(map_x: np.ndarray, map_y: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Carry the map a little way into its holes, so that enlarging it never mixes with nothing."""
    moved_x, moved_y = map_x.copy(), map_y.copy()
    _fill(moved_x, moved_y, trust > 0.0)
    return moved_x, moved_y


def mirrored_map(map_x: np.ndarray, map_y: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The map with its holes filled by what lies as far on the other side of their rim: what is not painted
    yet goes on like what is beside it, and stays where it is when the camera moves."""
    holes = trust <= 0.0
    if not holes.any():
        return map_x, map_y
    if holes.all():
        y, x = np.mgrid[: holes.shape[0], : holes.shape[1]].astype(np.float32)
        return x, y
    _, labels = cv2.distanceTransformWithLabels(
        holes.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known_at, hole_at = np.argwhere(~holes), np.argwhere(holes)
    # Labels count the known cells row by row, from 1 on.
    rim = known_at[labels[holes].astype(np.intp) - 1]
    across = np.clip(2 * rim - hole_at, 0, np.array(holes.shape) - 1)
    source = tuple(np.where(holes[tuple(across.T)][:, None], rim, across).T)
    moved_x, moved_y = map_x.copy(), map_y.copy()
    moved_x[holes], moved_y[holes] = map_x[source], map_y[source]
    return moved_x, moved_y


def _with_margin(source: Source) -> np.ndarray:
    # Positions go on linearly beyond the outermost cell centres (odd reflection), weights stay as they are.
    rows, columns = source.weight.shape
    out = np.empty((3, rows + 2, columns + 2), np.float32)
    for big, small, onward in zip(out, (source.map_x, source.map_y, source.weight), (2, 2, 1), strict=True):
        big[1:-1, 1:-1] = small
        big[0, 1:-1], big[-1, 1:-1] = small[0], small[-1]
        if onward == 2:
            big[0, 1:-1] += small[0] - small[1]
            big[-1, 1:-1] += small[-1] - small[-2]
        big[:, 0], big[:, -1] = big[:, 1], big[:, -2]
        if onward == 2:
            big[:, 0] += big[:, 1] - big[:, 2]
            big[:, -1] += big[:, -2] - big[:, -3]
    return out


def _bordered(plane: np.ndarray) -> np.ndarray:
    return cv2.copyMakeBorder(plane, BEFORE_PX, AFTER_PX, BEFORE_PX, AFTER_PX, cv2.BORDER_REPLICATE)


def _laid(cells: np.ndarray, plane: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows, columns = cells.shape[2] - 2, cells.shape[3] - 2
    down, across = axis(rows, plane.shape[0], margin=1), axis(columns, plane.shape[1], margin=1)
    return down.cells, down.past, across.starts, across.past


@numba.njit(**LOOP)
def _join_tone(first, end, cells, above, below, starts, past, sources, painted, out):
    height, width = out.shape
    cell_px = np.float32(height / (cells.shape[2] - 2))
    wide = np.empty((2, cells.shape[0], 3, width), np.float32)
    total, kept = np.empty(width, np.float32), np.empty(width, np.float32)
    held = -2
    for i in range(first, end):
        a = above[i]
        while held < a + 1:
            held = max(held + 1, a)
            _widen_all(cells, held, starts, past, wide[held % 2])
        total[:] = np.float32(0.0)
        kept[:] = np.float32(0.0)
        for s in range(cells.shape[0]):
            p, q = next_run(cells[s, 2, a], cells[s, 2, a + 1], 0)
            while p < q:
                run = slice(starts[p], starts[q])
                u, w = wide[a % 2, s], wide[(a + 1) % 2, s]
                cubic(
                    u[0, run], w[0, run], u[1, run], w[1, run], u[2, run], w[2, run], below[i], cell_px,
                    sources[s].reshape(-1), sources.shape[2], height, width, total[run], kept[run],
                )  # fmt: skip
                p, q = next_run(cells[s, 2, a], cells[s, 2, a + 1], q)
        finish(total, kept, painted[i], out[i])


@numba.njit(**LOOP)
def _join_matter(first, end, cells, above, below, starts, past, sources, painted, out):
    height, width = out.shape[1:]
    cell_px = np.float32(height / (cells.shape[2] - 2))
    wide = np.empty((2, cells.shape[0], 3, width), np.float32)
    totals, kept = np.empty((2, width), np.float32), np.empty(width, np.float32)
    held = -2
    for i in range(first, end):
        a = above[i]
        while held < a + 1:
            held = max(held + 1, a)
            _widen_all(cells, held, starts, past, wide[held % 2])
        totals[:] = np.float32(0.0)
        kept[:] = np.float32(0.0)
        for s in range(cells.shape[0]):
            p, q = next_run(cells[s, 2, a], cells[s, 2, a + 1], 0)
            while p < q:
                run = slice(starts[p], starts[q])
                u, w = wide[a % 2, s], wide[(a + 1) % 2, s]
                linear(
                    u[0, run], w[0, run], u[1, run], w[1, run], u[2, run], w[2, run], below[i], cell_px,
                    sources[s].reshape(-1), sources.shape[2], height, width,
                    totals[0, run], totals[1, run], kept[run],
                )  # fmt: skip
                p, q = next_run(cells[s, 2, a], cells[s, 2, a + 1], q)
        for k in range(2):
            finish(totals[k], kept, painted[k, i], out[k, i])


@numba.njit(**LOOP)
def _widen_all(cells, row, starts, past, out):
    for s in range(cells.shape[0]):
        for c in range(3):
            widen(cells[s, c, row], starts, past, out[s, c])


@numba.njit(**LOOP)
def _fill(map_x, map_y, known):
    # A hole takes the mean shift of its known neighbours; twice, so that the map reaches two cells far.
    rows, columns = known.shape
    for _ in range(2):
        before = known.copy()
        for i in range(rows):
            for j in range(columns):
                if before[i, j]:
                    continue
                x, y, around = 0.0, 0.0, 0
                for a in range(max(i - 1, 0), min(i + 2, rows)):
                    for b in range(max(j - 1, 0), min(j + 2, columns)):
                        if before[a, b]:
                            x += map_x[a, b] - b
                            y += map_y[a, b] - a
                            around += 1
                if around:
                    map_x[i, j], map_y[i, j] = j + x / around, i + y / around
                    known[i, j] = True
    for i in range(rows):
        for j in range(columns):
            if not known[i, j]:
                map_x[i, j], map_y[i, j] = j, i
