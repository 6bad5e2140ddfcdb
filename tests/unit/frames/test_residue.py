"""What light cannot explain is kept, carried and added again."""

from __future__ import annotations

import numpy as np

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.frames.residue import GONE, NONE, added, faded, left_over, strength
from tests.unit.frames.lights import smooth_plane


def picture(seed: int) -> PlanarFrame:
    return PlanarFrame(
        *(smooth_plane(h, w, seed + k) for k, (h, w) in enumerate([(72, 128)] + [(36, 64)] * 2))
    )


def test_what_is_left_over_makes_the_picture_whole() -> None:
    seen = picture(0)
    near = PlanarFrame(
        *(np.clip(p.astype(int) + 40, 0, 255).astype(np.uint8) for p in (seen.luma, seen.blue, seen.red))
    )
    whole = added(near, *left_over(seen, near))
    assert np.array_equal(whole.luma, seen.luma)
    assert np.array_equal(whole.blue, seen.blue)


def test_it_fades_as_the_look_moves_away() -> None:
    under = np.zeros(5, np.float32)
    shares = [strength(under, under + step) for step in (0.0, 0.03, 0.2)]
    assert shares[0] == 1.0
    assert shares[0] > shares[1] > GONE > shares[2]


def test_half_faded_is_half_as_strong() -> None:
    luma, chroma = np.full((4, 4), NONE + 40, np.uint8), np.full((2, 2, 2), NONE - 40, np.uint8)
    weak_luma, weak_chroma = faded((luma, chroma), 0.5)
    assert (weak_luma == NONE + 20).all()
    assert (weak_chroma == NONE - 20).all()


def test_it_fits_pictures_of_any_size() -> None:
    luma, chroma = np.full((36, 64), NONE + 10, np.uint8), np.full((2, 18, 32), NONE, np.uint8)
    shown = picture(3)
    assert added(shown, luma, chroma).size == Size(128, 72)
