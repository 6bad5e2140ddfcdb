"""Which weights belong to what, and that none is forgotten."""

from __future__ import annotations

from safetensors import safe_open

from inhabit.bench.inspection import LETTERS, weights_of, work_of
from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan.work import networks_of
from inhabit.world import checkpoint


def test_every_weight_on_disk_belongs_to_g_to_h_or_to_the_entry() -> None:
    folder = checkpoint.shipped()
    found = weights_of(folder)
    assert set(found) == set(LETTERS)
    on_disk = 0
    for path in (*folder.glob("*.safetensors"), *(folder.parent / "text").glob("*.safetensors")):
        with safe_open(str(path), "np") as tensors:
            on_disk += sum(tensors.get_tensor(name).nbytes for name in tensors.keys())  # noqa: SIM118
    assert sum(network["bytes"] for network in found.values()) == on_disk


ROWS = {"dynamics": (256,), "look": (64, 128), "eye": (64,)}
"""What the attributes' vector goes into, by network."""


def test_the_counts_are_those_of_the_work_model_and_a_few_constants() -> None:
    found, spec = weights_of(checkpoint.shipped()), checkpoint.read_spec(checkpoint.shipped())
    for name, network in networks_of(spec).items():
        # Networks are laid out for today's attributes; files have no columns for those that came later.
        rows = sum(ROWS.get(name, ()))
        kept = found[name]["parameters"] + rows * (spec.attribute_width - len(spec.known))
        assert 0 <= kept - network.parameters < 100, name


def test_a_pass_costs_what_its_canvas_asks_for() -> None:
    work = work_of(WorldSpec(), Size(960, 540))
    assert (work["canvas"], work["size"]) == ("640x360", "960x540")
    assert 0 < work["frame_flop"] < sum(work["pass_flop"].values())
