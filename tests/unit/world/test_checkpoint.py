"""A checkpoint that is not what it was is refused by name; a whole one comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from inhabit.core.attributes import VECTOR_WIDTH
from inhabit.core.errors import CheckpointError
from inhabit.core.known import FIRST
from inhabit.core.spec import WorldSpec
from inhabit.world import checkpoint

SPEC = WorldSpec(name="tiny")
LAYER = torch.nn.Linear(3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tensors = {f"layer.{k}": v for k, v in LAYER.state_dict().items()}
    checkpoint.write(tmp_path / "c", SPEC, {"frames": tensors})
    return tmp_path / "c"


def test_what_is_written_comes_back(folder: Path) -> None:
    checkpoint.verify(folder)
    assert checkpoint.read_spec(folder) == SPEC
    fresh = torch.nn.Linear(3, 2)
    checkpoint.fill(fresh, checkpoint.read_part(folder, "frames"), "layer", "frames.safetensors")
    assert torch.allclose(fresh.weight, LAYER.weight, atol=1e-3)


def test_weights_from_before_the_vector_grew_get_zeros_for_what_is_new(tmp_path: Path) -> None:
    name, old = checkpoint.ATTRIBUTE_INPUTS[0], torch.randn(5, FIRST.width)
    checkpoint.write(tmp_path, SPEC, {"dynamics": {name: old, "dynamics.other": torch.randn(5, FIRST.width)}})
    read = checkpoint.read_part(tmp_path, "dynamics")
    assert read[name].shape == (5, VECTOR_WIDTH) and read["dynamics.other"].shape == (5, FIRST.width)
    assert (
        torch.equal(read[name][:, : FIRST.width], old.half().float())
        and not read[name][:, FIRST.width :].any()
    )


def test_every_network_of_the_shipped_checkpoint_makes_what_it_made_before_the_vector_grew() -> None:
    folder = checkpoint.shipped()
    for part in ("frames", "dynamics", "interpreter"):
        raw = load_file(str(folder / f"{part}.safetensors"))
        for name, value in checkpoint.read_part(folder, part).items():
            width = raw[name].shape[-1] if raw[name].ndim else 0
            if name in checkpoint.ATTRIBUTE_INPUTS:
                told = torch.randn(3, FIRST.width)
                longer = torch.cat([told, torch.zeros(3, VECTOR_WIDTH - FIRST.width)], dim=1)
                assert width == FIRST.width
                # A longer sum may be added up in another order: the last bit is free.
                assert torch.allclose(told @ raw[name].float().T, longer @ value.T, atol=1e-5)
                assert not value[:, FIRST.width :].any()
            else:
                assert value.shape == raw[name].shape, name


def test_a_truncated_file_is_refused(folder: Path) -> None:
    path = folder / "frames.safetensors"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(CheckpointError, match=r"frames\.safetensors is truncated or was changed"):
        checkpoint.verify(folder)


def test_one_flipped_bit_is_refused(folder: Path) -> None:
    path = folder / "frames.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(CheckpointError, match="changed"):
        checkpoint.verify(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "frames.safetensors").unlink()
    with pytest.raises(CheckpointError, match="missing"):
        checkpoint.verify(folder)


def test_an_empty_folder_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="is not a checkpoint"):
        checkpoint.verify(tmp_path)


def test_a_tensor_of_another_shape_is_named(folder: Path) -> None:
    with pytest.raises(CheckpointError, match=r"layer\.bias is \[2\], the spec asks for \[5\]"):
        checkpoint.fill(torch.nn.Linear(3, 5), checkpoint.read_part(folder, "frames"), "layer", "frames")


def test_an_unknown_tensor_is_named(folder: Path) -> None:
    with pytest.raises(CheckpointError, match=r"layer\.bias is missing or unknown"):
        bare = torch.nn.Linear(3, 2, bias=False)
        checkpoint.fill(bare, checkpoint.read_part(folder, "frames"), "layer", "frames")


def test_a_spec_of_another_version_is_refused(folder: Path) -> None:
    (folder / "spec.json").write_text('{"name": "pocket", "wings": 2}')
    with pytest.raises(CheckpointError, match="wings"):
        checkpoint.read_spec(folder)
