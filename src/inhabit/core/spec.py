"""One frozen spec fixes every shape: what planner, server and trainer agree on.

The spec is saved as JSON beside the weights. Grids are named by how many canvas pixels one of their
cells spans: geometry lives on cells of 5, latents on cells of 10, tokens on cells of 40.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields

from inhabit.core.attributes import NAMES, VECTOR_WIDTH
from inhabit.core.camera import Size
from inhabit.core.errors import CheckpointError
from inhabit.core.known import FIRST, Known

GEOMETRY_CELL_PX = 5
LATENT_CELL_PX = 10
TOKEN_CELL_PX = 40

CONTEXT_CHANNELS = 7
"""What the network sees of memory per geometry cell: tone, matter u and v, disparity, sky, trust,
magnification."""

CAMERA_WIDTH = 4
"""The camera as the network is told it: pitch, roll, field of view, clearance above ground."""


@dataclass(frozen=True, slots=True)
class WorldSpec:
    """Every number that decides a shape.

    `latent_channels` per latent cell; `coarse, middle, model` are the widths of the dynamics network
    on cells of 10, 20 and 40 pixels; `layers` transformer layers with `heads` heads.
    `disparity_scale_m` maps disparity d (1/m) to network units: s = d * scale / (1 + d * scale).
    `attribute_width` is that of today's vector; `known` names the entries that the networks were trained on.
    """

    name: str = "pocket"
    canvas_width_px: int = 640
    canvas_height_px: int = 360
    latent_channels: int = 8
    encoder_width: int = 48
    painter_width: int = 96
    painter_fine_width: int = 48
    painter_blocks: int = 3
    look_width: int = 64
    look_blocks: int = 3
    see_width: int = 48
    coarse: int = 48
    middle: int = 96
    model: int = 256
    layers: int = 5
    heads: int = 4
    attribute_width: int = VECTOR_WIDTH
    known: tuple[str, ...] = FIRST.names
    disparity_scale_m: float = 12.0
    bank_keyframes: int = 64
    sources: int = 3

    @property
    def canvas(self) -> Size:
        """The canvas in pixels for the native shape (16:9)."""
        return Size(self.canvas_width_px, self.canvas_height_px)

    def grid(self, cell_px: int) -> tuple[int, int]:
        """Rows and columns of the grid whose cells span `cell_px` canvas pixels."""
        return self.canvas_height_px // cell_px, self.canvas_width_px // cell_px

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> WorldSpec:
        """Raises CheckpointError for anything but exactly the fields of this version.

        Only `known` may be missing: those who wrote it then knew all of the vector that they were as wide as.
        Networks are laid out for today's vector, whatever its width was.
        """
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise CheckpointError("bad_spec", f"spec.json is not JSON: {error}") from error
        names = {field.name for field in fields(cls)}
        if isinstance(data, dict) and "known" not in data:
            data["known"] = NAMES[: int(data.get("attribute_width", 0))]
        if not isinstance(data, dict) or set(data) != names:
            odd = sorted(set(data) ^ names) if isinstance(data, dict) else [type(data).__name__]
            raise CheckpointError(
                "bad_spec", f"spec.json does not fit this version of inhabit: check {', '.join(odd)}"
            )
        known = Known.of(data["known"])
        if not known.width <= data["attribute_width"] <= VECTOR_WIDTH:
            raise CheckpointError(
                "bad_spec",
                f"spec.json has a vector of {data['attribute_width']} attributes, which is not between "
                f"{known.width} and {VECTOR_WIDTH}: update inhabit or use another checkpoint",
            )
        return cls(**(data | {"known": known.names, "attribute_width": VECTOR_WIDTH}))

    def digest(self) -> str:
        """Short hex name of this spec."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]
