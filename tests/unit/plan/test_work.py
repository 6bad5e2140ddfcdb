"""The planner's count of work against the true networks, built where they take no memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.spec import WorldSpec
from inhabit.frames import colour, decoder, patches
from inhabit.frames.autoencoder import CanvasEncoder, Eye
from inhabit.frames.decoder import Look, Painter
from inhabit.plan import networks
from inhabit.plan.networks import networks_of
from inhabit.plan.pixels import pixel_work
from inhabit.plan.work import Schedule, every_frame, frame_work, painting_ahead
from inhabit.runtime import engine
from inhabit.world import checkpoint
from inhabit.world.network import PREFIX_TOKENS, Network

POCKET = WorldSpec()
WIDE = WorldSpec(
    name="wide",
    canvas_width_px=1280,
    canvas_height_px=720,
    latent_channels=16,
    encoder_width=64,
    painter_width=160,
    painter_fine_width=64,
    painter_blocks=5,
    look_width=96,
    look_blocks=2,
    see_width=32,
    coarse=64,
    middle=128,
    model=512,
    layers=8,
    heads=8,
)
SMALL = WorldSpec(name="small", canvas_width_px=320, canvas_height_px=200, model=64, layers=1, heads=2)
SPECS = pytest.mark.parametrize("spec", [POCKET, WIDE, SMALL], ids=lambda spec: spec.name)
NAMES = ("dynamics", "painter", "look", "encoder", "eye")
BUILT: dict[str, Callable[[WorldSpec], nn.Module]] = {
    "dynamics": Network,
    "painter": Painter,
    "look": Look,
    "encoder": CanvasEncoder,
    "eye": Eye,
}


def meta(*shape: int) -> Tensor:
    return torch.zeros(1, *shape, device="meta")


def inputs(name: str, spec: WorldSpec) -> tuple[Tensor, ...]:
    fine, latent = spec.grid(5), meta(spec.latent_channels, *spec.grid(10))
    told = meta(spec.attribute_width)
    one = torch.ones(1, device="meta")
    folded = patches.TONE_CHANNELS + patches.MATTER_CHANNELS
    return {
        "dynamics": (latent, one, one, meta(7, *fine), told, meta(4)),
        "painter": (latent,),
        "look": (meta(networks.SURROUNDINGS_CHANNELS, *fine), told),
        "encoder": (meta(patches.PATCH_CHANNELS, *fine),),
        "eye": (meta(folded, *fine), meta(networks.EYE_CHANNELS - folded, *fine), told),
    }[name]


@SPECS
@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_exactly_those_of_the_true_network(name: str, spec: WorldSpec) -> None:
    with torch.device("meta"):
        true = BUILT[name](spec)
    counted = networks_of(spec)[name]
    assert counted.parameters == sum(parameter.numel() for parameter in true.parameters())


@SPECS
@pytest.mark.parametrize("name", NAMES)
def test_flop_are_those_of_the_true_network_within_two_per_cent(name: str, spec: WorldSpec) -> None:
    with torch.device("meta"):
        true = BUILT[name](spec)
        with FlopCounterMode(display=False) as counter:
            true(*inputs(name, spec))
    assert networks_of(spec)[name].flop == pytest.approx(counter.get_total_flops(), rel=0.02)


@SPECS
@pytest.mark.parametrize("name", NAMES)
def test_every_weight_of_the_true_network_stands_in_a_layer_of_its_name(name: str, spec: WorldSpec) -> None:
    with torch.device("meta"):
        true = BUILT[name](spec)
    counted = {layer.name: layer.parameters for layer in networks_of(spec)[name].layers}
    for layer, module in true.named_modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            # An attention's two maps stand beside it, not in it.
            own = counted[layer.replace("attention.", "")]
            assert own == sum(parameter.numel() for parameter in module.parameters()), layer


def test_channels_repeated_here_are_those_of_the_networks() -> None:
    with torch.device("meta"):
        eye = Eye(POCKET)
    assert networks.PATCH_CHANNELS == patches.PATCH_CHANNELS
    assert networks.SURROUNDINGS_CHANNELS == decoder.SURROUNDINGS_CHANNELS
    assert eye.stem.in_channels == networks.EYE_CHANNELS
    assert networks.MAP_CHANNELS == colour.MAP_CHANNELS
    assert networks.CURVE_NUMBERS == colour.CURVES * colour.KNOTS
    assert networks.PREFIX_TOKENS == PREFIX_TOKENS


def test_the_shipped_checkpoint_has_the_spec_that_is_planned_with() -> None:
    assert checkpoint.read_spec(checkpoint.shipped()) == POCKET


def test_moved_values_are_at_least_what_goes_in_and_comes_out() -> None:
    painter = networks_of(POCKET)["painter"]
    latent, painted = 8 * 36 * 64, 35 * 72 * 128
    assert painter.values_moved > latent + painted
    assert latent + painted < painter.values_held < painter.values_moved


def test_more_pixels_are_proportionally_more_work_for_convolutions_and_more_than_that_for_attention() -> None:
    four = replace(POCKET, canvas_width_px=1280, canvas_height_px=720)
    small, large = networks_of(POCKET), networks_of(four)
    assert large["encoder"].flop == 4 * small["encoder"].flop
    attention = [
        next(x for x in n["dynamics"].layers if x.name == "blocks.0.attention") for n in (small, large)
    ]
    assert attention[1].flop / attention[0].flop == pytest.approx((578 / 146) ** 2)
    assert large["dynamics"].parameters == small["dynamics"].parameters


def test_a_canvas_that_tokens_do_not_tile_is_refused_with_what_would_do() -> None:
    with pytest.raises(BadInputError, match="canvas height is 540 pixels: give a multiple of 40"):
        frame_work(replace(POCKET, canvas_width_px=960, canvas_height_px=540))


def test_the_engine_paints_a_draft_in_as_many_ticks_as_steps_and_two_more() -> None:
    schedule = painting_ahead()
    assert schedule == Schedule(dynamics=2 / 4, painter=1 / 4, look=1 / 2)
    assert painting_ahead(steps=4) == Schedule(dynamics=4 / 6, painter=1 / 6, look=1 / 2)


def test_the_default_schedule_has_the_numbers_of_the_engine() -> None:
    assert painting_ahead() == painting_ahead(steps=engine.FORESIGHT_STEPS)


def test_a_camera_that_rests_needs_the_look_alone() -> None:
    still = frame_work(POCKET, painting_ahead(painting=0.0))
    assert still.flop == 0.5 * networks_of(POCKET)["look"].flop
    assert still.parameters == networks_of(POCKET)["look"].parameters


def test_a_frame_is_its_calls_added_up() -> None:
    networks, frame = networks_of(POCKET), frame_work(POCKET, every_frame(steps=2))
    parts = (networks["dynamics"], networks["dynamics"], networks["painter"], networks["look"])
    assert frame.flop == sum(part.flop for part in parts)
    assert frame.weight_bytes("fp16") == 2 * sum(part.parameters for part in parts)
    assert frame.activation_bytes("fp32") == 4 * sum(part.values_moved for part in parts)
    assert frame.parameters == sum(networks[name].parameters for name in ("dynamics", "painter", "look"))


def test_painting_by_need_costs_less_than_painting_every_frame() -> None:
    assert frame_work(POCKET).flop < frame_work(POCKET, every_frame()).flop / 2


@pytest.mark.parametrize("calls", [-1.0, float("nan"), float("inf")])
def test_absurd_schedules_are_refused_by_the_name_of_the_network(calls: float) -> None:
    with pytest.raises(BadInputError, match="calls of painter a frame"):
        frame_work(POCKET, Schedule(painter=calls))


def test_a_share_of_ticks_given_in_per_cent_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.5 for 50 %"):
        painting_ahead(painting=50)


def test_pixels_cost_by_the_picture_for_light_and_by_the_canvas_for_memory() -> None:
    small, large = (
        {stage.name: stage for stage in pixel_work(POCKET, size)}
        for size in (Size(640, 360), Size(1280, 720))
    )
    assert set(small) == {"read", "join", "light"}
    assert large["light"].operations == 4 * small["light"].operations
    assert large["join"] == small["join"]
    assert large["read"] == small["read"]
