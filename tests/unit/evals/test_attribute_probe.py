"""The attribute probe reads medians, from pictures that are folded and can be mirrored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from inhabit.core.attributes import BIOMES, VECTOR_WIDTH, Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals import attribute_examples
from inhabit.evals.attribute_examples import draw, gathered, looks_of_a_place
from inhabit.evals.attribute_training import mirrored, varied
from inhabit.frames.attribute_probe import (
    LEVELS,
    STYLES_READ,
    VALUES,
    folded,
    medians,
    normalised,
    readings,
)


def frame(seed: int = 0) -> PlanarFrame:
    rng = np.random.default_rng(seed)
    luma, blue, red = (rng.integers(16, 236, size, np.uint8) for size in ((360, 640), *[(180, 320)] * 2))
    return PlanarFrame(luma, blue, red)


class TestFolded:
    def test_a_picture_twice_as_large_is_shrunk_by_area(self) -> None:
        picture = frame()
        luma = F.pixel_shuffle(torch.from_numpy(folded(picture)[None, :4]), 2)[0, 0].numpy()
        mean = picture.luma.reshape(180, 2, 320, 2).mean(axis=(1, 3))
        assert np.abs(luma - mean).max() <= 0.5

    def test_mirroring_a_folded_picture_mirrors_the_picture(self) -> None:
        picture = frame()
        turned = PlanarFrame(
            *(np.ascontiguousarray(p[:, ::-1]) for p in (picture.luma, picture.blue, picture.red))
        )
        assert torch.equal(mirrored(normalised(folded(picture)[None])), normalised(folded(turned)[None]))

    def test_variation_is_small(self) -> None:
        flat = torch.full((12, 6, 90, 160), 0.2)
        assert float((varied(flat.clone()) - flat).abs().mean()) < 0.08

    def test_a_single_picture_can_be_varied(self) -> None:
        assert varied(torch.zeros(1, 6, 90, 160)).shape == (1, 6, 90, 160)


class TestReadings:
    def test_the_median_lies_where_more_and_less_are_equally_likely(self) -> None:
        sure = np.where(np.arange(LEVELS) < 10, 20.0, -20.0)
        assert medians(sure[None])[0] == pytest.approx(10.0 / LEVELS, abs=0.01)
        assert medians(np.full((1, LEVELS), -20.0))[0] < 0.5 / LEVELS
        assert medians(np.full((1, LEVELS), 20.0))[0] > 1.0 - 0.5 / LEVELS

    def test_a_rare_extreme_does_not_pull_the_median(self) -> None:
        mostly_none = np.full((1, LEVELS), np.log(0.3 / 0.7))
        assert medians(mostly_none)[0] < 0.05

    def test_an_output_becomes_names_and_values(self) -> None:
        outputs = torch.full((1, len(VALUES) * LEVELS + len(BIOMES) + len(STYLES_READ)), -20.0)
        outputs[0, :LEVELS] = 20.0
        outputs[0, -len(STYLES_READ) - len(BIOMES) + 1] = 5.0
        outputs[0, -1] = 5.0
        seen = readings(outputs)[0]
        assert seen.sun > 0.9 and max(seen.weather.values()) < 0.1
        assert (seen.biome, seen.style) == (BIOMES[1], STYLES_READ[-1])


class TestExamples:
    def test_a_place_is_seen_before_and_after_a_directive_on_the_same_land(self) -> None:
        base = Attributes(relief=0.9, water=0.1)
        for seed in range(8):
            looks = looks_of_a_place(np.random.default_rng(seed), base)
            assert len(set(looks)) == 3
            assert {(look.relief, look.water, look.trees, look.wind) for look in looks} == {
                (0.9, 0.1, 0.4, 0.3)
            }

    def test_scenes_already_drawn_are_not_drawn_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attribute_examples, "FINE_SHARE", 0.0)
        draw(tmp_path, 7, 1, 1, lambda count: None)
        first = (tmp_path / "7.npz").stat().st_mtime_ns
        draw(tmp_path, 7, 1, 1, lambda count: None)
        assert (tmp_path / "7.npz").stat().st_mtime_ns == first
        drawn = gathered(tmp_path, 7, 1)
        assert drawn.pictures.shape == (3, 6, 90, 160) and drawn.looks.shape == (3, VECTOR_WIDTH)
