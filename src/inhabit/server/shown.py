"""What clients are shown of presets and attributes: plain values under the names of docs/wire.md. Pure."""

from __future__ import annotations

from inhabit.core.attributes import SCALARS, Attributes
from inhabit.runtime.presets import PRESETS


def presets() -> list[dict[str, str]]:
    """The named starts, as clients see them."""
    return [{"name": p.name, "title": p.title, "prompt": p.prompt} for p in PRESETS]


def attributes_of(attributes: Attributes) -> dict[str, float | str]:
    """The look of a world, as clients see it."""
    scalars = {name: getattr(attributes, name) for name in ("hour", *SCALARS)}
    return scalars | {"biome": attributes.main_biome, "style": attributes.main_style}
