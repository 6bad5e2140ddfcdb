"""Recorded truth on disk: frames with their canvases, geometry, cameras and attributes, memory-mapped.

A store is a folder of flat .npy files and `meta.json`; frame k of every file belongs together, clips lie
one after another. It is written once, resumably, clip by clip (`meta.json` counts the finished
ones), and read at random.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inhabit.core.attributes import VECTOR_WIDTH
from inhabit.core.camera import Pose, Size
from inhabit.core.errors import BadInputError

TICKS = (0, 1, 2, 4, 7, 11, 16, 22, 29, 37, 46, 56)
"""Which ticks of a clip's walk are kept: every baseline from one tick to two seconds occurs."""


@dataclass(frozen=True, slots=True)
class Column:
    """One array of the store: its dtype and the shape of one frame's entry."""

    dtype: str
    shape: tuple[int, ...]


def columns(width_px: int, height_px: int, *, pictures: bool) -> dict[str, Column]:
    """What a frame of the given canvas size records; `luma` and `chroma` only where pictures are kept."""
    half = (2, height_px // 2, width_px // 2)
    cells = (height_px // 5, width_px // 5)
    kept = {
        "tone": Column("uint8", (height_px, width_px)),
        "matter": Column("uint8", half),
        "disparity": Column("float16", cells),
        "sky": Column("float16", cells),
        "pose": Column("float64", (7,)),
        "attributes": Column("float32", (VECTOR_WIDTH,)),
        "hour": Column("float32", ()),
        "time_s": Column("float32", ()),
        "clearance_m": Column("float32", ()),
    }
    if pictures:
        kept |= {"luma": Column("uint8", (height_px, width_px)), "chroma": Column("uint8", half)}
    return kept


class Store:
    """An open store: `store["tone"]` is a memory-mapped array over all frames."""

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        meta_path = folder / "meta.json"
        if not meta_path.exists():
            raise BadInputError(
                "no_store",
                f"{folder} holds no recorded truth; `inhabit train --stage walks --stage looks` makes it",
            )
        self.folder = folder
        self.meta = json.loads(meta_path.read_text())
        mode = "r+" if writable else "r"
        names = columns(self.meta["width_px"], self.meta["height_px"], pictures=self.meta["pictures"])
        self.arrays = {name: np.load(folder / f"{name}.npy", mmap_mode=mode) for name in names}

    @classmethod
    def create(cls, folder: Path, *, clips: int, first_seed: int, size: Size, pictures: bool) -> Store:
        """Lay out an empty store, or open the one that is there to go on writing."""
        folder.mkdir(parents=True, exist_ok=True)
        meta_path = folder / "meta.json"
        if not meta_path.exists():
            frames = clips * len(TICKS)
            for name, column in columns(size.width_px, size.height_px, pictures=pictures).items():
                np.lib.format.open_memmap(
                    folder / f"{name}.npy", mode="w+", dtype=column.dtype, shape=(frames, *column.shape)
                )
            meta = {
                "clips": clips,
                "done": 0,
                "first_seed": first_seed,
                "width_px": size.width_px,
                "height_px": size.height_px,
                "pictures": pictures,
            }
            meta_path.write_text(json.dumps(meta))
        return cls(folder, writable=True)

    def write_clip(self, clip: int, rows: dict[str, np.ndarray]) -> None:
        """Write the next clip and count it as finished, durably. `rows` name -> stacked entries."""
        frames = slice(clip * len(TICKS), (clip + 1) * len(TICKS))
        for name, array in self.arrays.items():
            array[frames] = rows[name]
        self.meta["done"] = clip + 1
        (self.folder / "meta.json").write_text(json.dumps(self.meta))

    @property
    def clips(self) -> int:
        """Finished clips."""
        return int(self.meta["done"])

    @property
    def frames(self) -> int:
        """Finished frames."""
        return self.clips * len(TICKS)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    def pose(self, frame: int) -> Pose:
        return Pose(*(float(v) for v in self.arrays["pose"][frame]))
