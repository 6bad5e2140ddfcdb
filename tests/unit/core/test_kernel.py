"""Loops give the same bits whether they were just compiled or come from the cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

JOINED = """
import hashlib
import numpy as np
from inhabit.frames.compose import Source, join
rng = np.random.default_rng(0)
rows, columns = 36, 64
tone = rng.integers(0, 256, (5 * rows, 5 * columns), np.uint8)
matter = rng.integers(0, 256, (2, 5 * rows // 2, 5 * columns // 2), np.uint8)
x, y = np.meshgrid(np.arange(columns), np.arange(rows))
bent = [(p + rng.normal(0.0, 0.6, p.shape)).astype(np.float32) for p in (x, y)]
weights = rng.random((2, rows, columns)).astype(np.float32) / 2
sources = [Source(tone[:, ::-1].copy(), matter[:, ::-1].copy(), *bent, weight) for weight in weights]
print(hashlib.sha256(b"".join(plane.tobytes() for plane in join(sources, tone, matter))).hexdigest())
"""


def joined(cache: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", JOINED],
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def test_the_first_run_of_a_fresh_clone_gives_what_every_later_one_gives(tmp_path: Path) -> None:
    compiled = joined(tmp_path)
    assert list(tmp_path.rglob("*.nbc")), "nothing was kept, so nothing was compared"
    assert joined(tmp_path) == compiled
