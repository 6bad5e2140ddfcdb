"""Light as arithmetic: what the maps and curves do to a canvas."""

from __future__ import annotations

import torch

from inhabit.frames.colour import KNOTS, bend, colour, colour_rows, skyness
from inhabit.frames.lighting import Light
from tests.unit.frames.lights import plain_light, smooth_plane, some_light


def canvas() -> tuple[torch.Tensor, torch.Tensor]:
    tone = torch.from_numpy(smooth_plane(360, 640) / 255.0).float()[None, None]
    matter = [torch.from_numpy(smooth_plane(180, 320, seed) / 255.0).float() for seed in (1, 2)]
    return tone, torch.stack(matter)[None]


def tensors(lit: Light) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    maps, glow, curves = (torch.from_numpy(part)[None] for part in (lit.maps, lit.glow, lit.curves))
    return maps, glow, curves


def test_some_rows_are_the_same_rows_of_the_whole() -> None:
    tone, matter = canvas()
    lit = tensors(some_light())
    luma, chroma = colour(tone, matter, *lit)
    rows = torch.tensor([0, 34, 358])
    some_luma, some_chroma = colour_rows(tone, matter, *lit, rows)
    assert torch.equal(some_luma[:, :, 1], luma[:, :, 34:36])
    assert torch.equal(some_chroma, chroma[:, :, rows // 2])


def test_plain_light_shows_the_canvas_itself() -> None:
    tone, matter = canvas()
    luma, chroma = colour(tone, matter, *tensors(plain_light()))
    outside_blend = (skyness(tone) == 0) | (tone > 0.66)
    assert (luma - tone).abs()[outside_blend].max() < 1e-3
    assert (chroma - 0.3 * matter).abs().max() < 1e-3


def test_a_curve_is_linear_between_its_knots_and_holds_its_ends() -> None:
    curve = torch.linspace(2.0, 3.0, KNOTS)[None]
    x = torch.tensor([-1.0, 0.0, 0.303, 1.0, 9.0])[None, None]
    assert torch.allclose(bend(x, curve, 0.0, 1.0)[0, 0], torch.tensor([2.0, 2.0, 2.303, 3.0, 3.0]))


def test_light_can_be_learned_through_curves() -> None:
    tone, matter = canvas()
    maps, glow, curves = (part.requires_grad_() for part in tensors(some_light()))
    luma, _ = colour_rows(tone, matter, maps, glow, curves, torch.tensor([100, 200]))
    luma.mean().backward()
    assert all(part.grad is not None and part.grad.abs().sum() > 0 for part in (maps, glow, curves))
