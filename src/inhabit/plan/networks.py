"""The networks of a WorldSpec, layer by layer: parameters, FLOP, and the values that each layer moves.

Counted from the spec alone, and held equal to the true networks by a test that builds them. A FLOP is one
multiplication or one addition of a matrix product; what is done value by value between products
(activations, gates, rotations) is some hundredth of that and not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.core.spec import (
    CAMERA_WIDTH,
    CONTEXT_CHANNELS,
    GEOMETRY_CELL_PX,
    LATENT_CELL_PX,
    TOKEN_CELL_PX,
    WorldSpec,
)

# What the networks are built with beside the spec; repeated, because their files load torch.
PATCH_CHANNELS = GEOMETRY_CELL_PX**2 + 8 + 2
"""Of a cell: tone, matter, disparity, sky."""
SURROUNDINGS_CHANNELS = 27
"""Of a cell, as the look is told it."""
EYE_CHANNELS = GEOMETRY_CELL_PX**2 + 8 + 13
"""Of a cell, as the eye is shown it: the picture folded, and where it looks."""
MAP_CHANNELS, CURVE_NUMBERS = 50, 7 * 48
PREFIX_TOKENS, CLOCK_WIDTH = 2, 64
TOLD_WIDTH, MOOD_WIDTH, GLOW_WIDTH = 64, 128, 12


@dataclass(frozen=True, slots=True)
class Layer:
    """One product of a network on one picture: its parameters, its FLOP, and how many values it reads and
    writes beside them (values that only pass between neighbouring operations are not moved)."""

    name: str
    parameters: int
    flop: int
    values_read: int
    values_written: int


@dataclass(frozen=True, slots=True)
class NetworkWork:
    """One call of a network on one picture."""

    name: str
    layers: tuple[Layer, ...]

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)

    @property
    def flop(self) -> int:
        return sum(layer.flop for layer in self.layers)

    @property
    def values_moved(self) -> int:
        """Values read and written by all layers, if none of them stays in a cache."""
        return sum(layer.values_read + layer.values_written for layer in self.layers)

    @property
    def values_held(self) -> int:
        """Values that are alive at once: the largest layer's, and as many again for what skips past it. An
        estimate."""
        return 2 * max(layer.values_read + layer.values_written for layer in self.layers)


def networks_of(spec: WorldSpec) -> Mapping[str, NetworkWork]:
    """Every network of a spec: "dynamics", "painter", "look", "encoder", "eye". Raises
    BadInputError for a canvas that tokens do not tile."""
    for side, pixels in (("width", spec.canvas_width_px), ("height", spec.canvas_height_px)):
        if pixels < TOKEN_CELL_PX or pixels % TOKEN_CELL_PX:
            raise BadInputError(
                "bad_spec", f"canvas {side} is {pixels} pixels: give a multiple of {TOKEN_CELL_PX}"
            )
    kinds = {"dynamics": _dynamics, "painter": _painter, "look": _look, "encoder": _encoder, "eye": _eye}
    return {name: NetworkWork(name, tuple(layers(spec))) for name, layers in kinds.items()}


def _cells(spec: WorldSpec, cell_px: int) -> int:
    rows, columns = spec.grid(cell_px)
    return rows * columns


def _conv(name: str, inputs: int, outputs: int, kernel: int, cells: int, *, stride: int = 1) -> Layer:
    # `cells` are those of the result.
    weights = inputs * outputs * kernel**2
    return Layer(name, weights + outputs, 2 * weights * cells, inputs * cells * stride**2, outputs * cells)


def _linear(name: str, inputs: int, outputs: int, rows: int = 1) -> Layer:
    return _conv(name, inputs, outputs, 1, rows)


def _pair(name: str, width: int, cells: int, told: int) -> Iterator[Layer]:
    # A residual pair of convolutions: the second adds its block's input, which is read again.
    yield _conv(f"{name}.first", width, width, 3, cells)
    second = _conv(f"{name}.second", width, width, 3, cells)
    yield Layer(second.name, second.parameters, second.flop, 2 * second.values_read, second.values_written)
    if told:
        yield _linear(f"{name}.film", told, 2 * width)


def _two(name: str, inputs: int, width: int) -> Iterator[Layer]:
    yield _linear(f"{name}.0", inputs, width)
    yield _linear(f"{name}.2", width, width)


def _block(name: str, model: int, heads: int, tokens: int) -> Iterator[Layer]:
    values = tokens * model
    yield Layer(f"{name}.qkv", 3 * model**2, 6 * model**2 * tokens, values, 3 * values)
    yield Layer(f"{name}.attention", heads, 4 * tokens**2 * model, 3 * values, values)
    yield Layer(f"{name}.out", model**2, 2 * model**2 * tokens, 2 * values, values)
    yield _linear(f"{name}.up", model, 4 * model, tokens)
    yield _linear(f"{name}.down", 4 * model, model, tokens)
    yield Layer(f"{name}.offset", 6 * model, 0, values, 0)


def _dynamics(spec: WorldSpec) -> Iterator[Layer]:
    coarse, middle, model = spec.coarse, spec.middle, spec.model
    fine_cells, cells = _cells(spec, LATENT_CELL_PX), _cells(spec, TOKEN_CELL_PX)
    middle_cells = _cells(spec, TOKEN_CELL_PX // 2)
    yield from _two("clock", CLOCK_WIDTH, model)
    yield from _two("attributes", spec.attribute_width, model)
    yield from _two("camera", CAMERA_WIDTH, model)
    yield _conv("stem", spec.latent_channels + 4 * CONTEXT_CHANNELS, coarse, 3, fine_cells)
    yield from _pair("coarse_in", coarse, fine_cells, model)
    yield _conv("to_middle", coarse, middle, 2, middle_cells, stride=2)
    yield from _pair("middle_in", middle, middle_cells, model)
    yield _conv("to_tokens", middle, model, 2, cells, stride=2)
    yield _linear("modulation", model, 6 * model)
    for index in range(spec.layers):
        yield from _block(f"blocks.{index}", model, spec.heads, cells + PREFIX_TOKENS)
    yield _conv("from_tokens", model, 4 * middle, 1, cells)
    yield from _pair("middle_out", middle, middle_cells, model)
    yield _conv("from_middle", middle, 4 * coarse, 1, middle_cells)
    yield from _pair("coarse_out", coarse, fine_cells, model)
    yield _conv("head", coarse, spec.latent_channels, 3, fine_cells)


def _painter(spec: WorldSpec) -> Iterator[Layer]:
    width, fine = spec.painter_width, spec.painter_fine_width
    cells, fine_cells = _cells(spec, LATENT_CELL_PX), _cells(spec, GEOMETRY_CELL_PX)
    yield _conv("stem", spec.latent_channels, width, 3, cells)
    for index in range(spec.painter_blocks):
        yield from _pair(f"blocks.{index}", width, cells, 0)
    yield _conv("up", width, 4 * fine, 1, cells)
    yield from _pair("fine", fine, fine_cells, 0)
    yield _conv("head", fine, PATCH_CHANNELS, 3, fine_cells)


def _look(spec: WorldSpec) -> Iterator[Layer]:
    width, half = spec.look_width, spec.look_width // 2
    cells, fine_cells = _cells(spec, LATENT_CELL_PX), _cells(spec, GEOMETRY_CELL_PX)
    yield from _two("conditions", spec.attribute_width, TOLD_WIDTH)
    yield _conv("stem", SURROUNDINGS_CHANNELS, half, 3, fine_cells)
    yield _linear("film", TOLD_WIDTH, width)
    yield _conv("down", half, width, 2, cells, stride=2)
    for index in range(spec.look_blocks):
        yield from _pair(f"blocks.{index}", width, cells, TOLD_WIDTH)
    yield _conv("maps", width, MAP_CHANNELS, 1, cells)
    yield _conv("up", width, 4 * GLOW_WIDTH, 1, cells)
    yield _conv("glow", GLOW_WIDTH + half, GLOW_WIDTH, 3, fine_cells)
    yield _conv("glow_head", GLOW_WIDTH, 3, 3, fine_cells)
    yield from _two("curves", spec.attribute_width, MOOD_WIDTH)
    for name, outputs in (("curve_head", CURVE_NUMBERS), ("edges", 4), ("fall", 2)):
        yield _linear(name, MOOD_WIDTH, outputs)


def _encoder(spec: WorldSpec) -> Iterator[Layer]:
    width, cells = spec.encoder_width, _cells(spec, LATENT_CELL_PX)
    yield _conv("stem", PATCH_CHANNELS, width, 1, _cells(spec, GEOMETRY_CELL_PX))
    yield _conv("down", width, 2 * width, 2, cells, stride=2)
    for index in range(2):
        yield from _pair(f"blocks.{index}", 2 * width, cells, 0)
    yield _conv("head", 2 * width, spec.latent_channels, 1, cells)


def _eye(spec: WorldSpec) -> Iterator[Layer]:
    width, fine_cells = spec.see_width, _cells(spec, GEOMETRY_CELL_PX)
    cells, deep_cells = _cells(spec, LATENT_CELL_PX), _cells(spec, TOKEN_CELL_PX // 2)
    yield from _two("conditions", spec.attribute_width, TOLD_WIDTH)
    yield _conv("stem", EYE_CHANNELS, width, 3, fine_cells)
    yield from _pair("fine", width, fine_cells, TOLD_WIDTH)
    yield _conv("down", width, 2 * width, 2, cells, stride=2)
    for index in range(2):
        yield from _pair(f"middle.{index}", 2 * width, cells, TOLD_WIDTH)
    yield _conv("down_again", 2 * width, 2 * width, 2, deep_cells, stride=2)
    for index in range(3):
        yield from _pair(f"deep.{index}", 2 * width, deep_cells, TOLD_WIDTH)
    yield _conv("up_again", 2 * width, 8 * width, 1, deep_cells)
    yield _conv("up", 2 * width, 4 * width, 1, cells)
    yield from _pair("out", width, fine_cells, TOLD_WIDTH)
    yield _conv("head", width, PATCH_CHANNELS, 1, fine_cells)
