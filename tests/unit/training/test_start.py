"""A run may begin with the weights of a checkpoint."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from inhabit.core.errors import BadInputError
from inhabit.core.spec import WorldSpec
from inhabit.frames.autoencoder import CanvasEncoder, Eye
from inhabit.frames.decoder import Look, Painter
from inhabit.tokens.text import TextTokenizer
from inhabit.training.loop import slow_weights
from inhabit.training.recipes.pocket import pocket, tiny
from inhabit.training.start import start_from
from inhabit.world import checkpoint
from inhabit.world.interpreter import Interpreter
from inhabit.world.network import Network
from inhabit.world.packing import packed


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spec = tiny().spec
    networks = {
        "encoder": CanvasEncoder(spec),
        "painter": Painter(spec),
        "look": Look(spec),
        "eye": Eye(spec),
    }
    frames = {f"{name}.{k}": v for name, net in networks.items() for k, v in net.state_dict().items()}
    dynamics = {f"dynamics.{k}": v for k, v in Network(spec).state_dict().items()}
    folder = tmp_path_factory.mktemp("checkpoint")
    checkpoint.write(folder, spec, {"frames": frames, "dynamics": dynamics})
    return folder


def test_every_network_goes_on_from_the_checkpoint(trained: Path, tmp_path: Path) -> None:
    start_from(tiny(), tmp_path, trained)
    given = checkpoint.read_part(trained, "frames")
    look = slow_weights(tmp_path / "look.pt")
    assert set(look) == {name for name in given if name.startswith("look.")}
    assert all(torch.equal(look[name], given[name]) for name in look)
    dynamics = slow_weights(tmp_path / "dynamics.pt")
    Network(tiny().spec).load_state_dict(dynamics)


def test_so_does_the_interpreter_where_the_checkpoint_has_one(trained: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(trained, tmp_path / "with words")
    reader = Interpreter(TextTokenizer())
    save_file(packed(reader.state_dict()), folder / "interpreter.safetensors")
    checkpoint.seal(folder)
    start_from(tiny(), tmp_path / "run", folder)
    reader.load_state_dict(slow_weights(tmp_path / "run" / "interpreter" / "interpreter.pt"))


def test_latents_keep_their_meaning(trained: Path, tmp_path: Path) -> None:
    start_from(tiny(), tmp_path, trained)
    assert torch.load(tmp_path / "canvas.pt", weights_only=True)["step"] == tiny().canvas.steps


def test_a_run_with_weights_of_its_own_is_left_alone(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "look.pt").write_bytes(b"mine")
    with pytest.raises(BadInputError, match=r"look\.pt"):
        start_from(tiny(), tmp_path, trained)
    assert (tmp_path / "look.pt").read_bytes() == b"mine"


def test_another_shape_is_refused(trained: Path, tmp_path: Path) -> None:
    assert pocket().spec != WorldSpec(name="tiny")
    with pytest.raises(BadInputError, match="another spec"):
        start_from(pocket(), tmp_path, trained)
