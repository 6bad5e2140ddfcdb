"""A state as data and back: bit for bit, nothing twice, and nothing that the types do not allow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
import torch
from torch import Tensor

from inhabit.core.camera import Motion, Pose, Size
from inhabit.core.errors import DamagedError
from inhabit.core.ports import Rung, Snapshot
from inhabit.inputs.control import Control
from inhabit.runtime.engine import WorldEngine
from inhabit.runtime.snapshot import part_name, restored, taken
from inhabit.world.state import WorldState
from tests.unit.runtime.test_engine import RUNG, SIZE, Plain, engine


@dataclass(frozen=True)
class Leaf:
    plane: np.ndarray
    weight: float = 1.0


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...] = ()
    first: Leaf | None = None
    latent: Tensor | None = None
    words: Mapping[str, float] = field(default_factory=dict)
    on: frozenset[str] = frozenset()
    pose: Pose = field(default_factory=Pose)


def plane(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((3, 4)).astype(np.float32)


def back(snapshot: Snapshot, kind: type = Tree) -> Tree:
    return restored(kind, snapshot.manifest, snapshot.fresh)


TREE = Tree(
    (Leaf(plane(1)), Leaf(plane(2), 0.1)),
    latent=torch.arange(6.0).reshape(2, 3),
    words={"rain": 0.1 + 0.2},
    on=frozenset({"style", "camera"}),
    pose=Pose(x_m=-0.0),
)


def test_a_state_comes_back_as_it_was() -> None:
    tree = back(taken(TREE))
    assert [leaf.plane.tobytes() for leaf in tree.leaves] == [leaf.plane.tobytes() for leaf in TREE.leaves]
    assert tree.latent is not None and tree.latent.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert (tree.words, tree.on, tree.pose) == (TREE.words, TREE.on, TREE.pose)
    assert str(tree.pose.x_m) == "-0.0"
    assert taken(tree).manifest == taken(TREE).manifest


def test_what_is_shared_stays_shared() -> None:
    leaf = Leaf(plane(1))
    tree = back(taken(Tree((leaf, leaf, Leaf(leaf.plane)), first=leaf)))
    assert tree.first is tree.leaves[0] is tree.leaves[1]
    assert tree.leaves[2].plane is tree.leaves[0].plane


def test_numbers_that_numpy_made_keep_their_kind() -> None:
    tree = back(taken(Tree((Leaf(plane(1), np.float32(0.1)),))))  # pyright: ignore[reportArgumentType]
    assert type(tree.leaves[0].weight) is np.float32


def test_planes_that_were_read_can_be_written_to() -> None:
    assert back(taken(TREE)).leaves[0].plane.flags.writeable


def test_the_next_snapshot_only_holds_what_is_new() -> None:
    before = taken(TREE, (Leaf,))
    grown = replace(TREE, leaves=(*TREE.leaves, Leaf(plane(3))))
    after = taken(grown, (Leaf,), before)
    assert len(before.fresh) == 3 and len(after.needs) == 4
    added = {name for name in after.fresh if name not in before.fresh}
    assert len(added) == 1 and len(after.fresh) <= 2
    both = restored(Tree, after.manifest, {**before.fresh, **after.fresh})
    assert taken(both, (Leaf,)).manifest == after.manifest


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_poisoned_state_is_not_kept(bad: float) -> None:
    for tree in (Tree((Leaf(np.full((2, 2), bad, np.float32)),)), Tree((Leaf(plane(1), bad),))):
        with pytest.raises(DamagedError, match="NaN"):
            taken(tree)


def test_a_flipped_bit_is_found() -> None:
    snapshot = taken(TREE)
    for name, data in snapshot.fresh.items():
        spoilt = bytearray(data)
        spoilt[len(spoilt) // 2] ^= 1
        with pytest.raises(DamagedError, match="not what was written"):
            restored(Tree, snapshot.manifest, {**snapshot.fresh, name: bytes(spoilt)})


def test_a_missing_part_is_named() -> None:
    with pytest.raises(DamagedError, match="is gone"):
        restored(Tree, taken(TREE).manifest, {})


def with_root(**changes: object) -> str:
    body = json.loads(taken(Tree(on=frozenset({"style"}))).manifest)
    body["root"]["f"].update(changes)
    return json.dumps(body)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        '{"format": 99, "parts": [], "root": {}}',
        '{"format": 1, "parts": ["../../etc/passwd"], "root": {}}',
        with_root(words=7),
        with_root(words={"m": [["rain", "a lot"]]}),
        with_root(words={"m": [["rain", float("inf")]]}),
        with_root(on=[1]),
        with_root(leaves=[{"d": 9, "f": {"plane": {"a": [0, "0"]}, "weight": 1.0}}]),
        with_root(first={"r": 0}),
        with_root(pose={"d": 9, "f": {"os.system": "true"}}),
        with_root(extra=1),
        '{"format": 1, "parts": [], "root": ' + "[" * 5000 + "]" * 5000 + "}",
    ],
)
def test_what_the_types_do_not_allow_is_refused(manifest: str) -> None:
    with pytest.raises(DamagedError):
        restored(Tree, manifest, {})


def test_a_part_that_is_no_safetensors_is_refused() -> None:
    junk = b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "
    body = json.loads(taken(Tree()).manifest)
    body["parts"] = [part_name(junk)]
    body["root"]["f"]["first"] = {"d": 9, "f": {"plane": {"a": [0, "0"]}, "weight": 1.0}}
    with pytest.raises(DamagedError):
        restored(Tree, json.dumps(body), {part_name(junk): junk})


# --- the engine's own state ---


def control(tick: int) -> Control:
    turn = Motion(yaw_rps=0.8 if tick % 20 < 12 else 0.0, dolly_mps=4.0)
    return Control(tick, 1 / 30, motion=turn)


def rung(tick: int) -> Rung:
    return replace(RUNG, lean=tick % 7 == 3, carries=tick > 5)


def lived(world: WorldEngine, state: WorldState, first: int, end: int) -> tuple[WorldState, list[bytes]]:
    made = []
    for tick in range(first, end):
        rendered = world.render(state, control(tick), rung(tick))
        made.append(world.develop(rendered).picture.digest())
        state = world.commit(state, rendered)
    return state, made


def test_frames_go_on_from_a_snapshot_as_they_would_have() -> None:
    world, elsewhere = engine(Plain()), engine(Plain())
    state, before, end = world.birth(1, "", SIZE), None, 9
    kept, made, parts = {}, [], {}
    for tick in range(end):
        if tick in (3, 6):
            before = kept[tick] = world.snapshot(state, before)
            parts |= before.fresh
        state, pictures = lived(world, state, tick, tick + 1)
        made += pictures
    for tick, snapshot in kept.items():
        woken = elsewhere.restore(snapshot.manifest, {name: parts[name] for name in snapshot.needs})
        assert lived(elsewhere, woken, tick, end)[1] == made[tick:]


def test_a_state_of_another_world_model_is_refused() -> None:
    world = engine(Plain())
    state, _ = lived(world, world.birth(1, "", SIZE), 0, 2)
    assert state.memory.last is not None
    last = replace(state.memory.last, coarse=state.memory.last.coarse[:, :-1])
    for odd, why in (
        (replace(state, canvas=Size(320, 180)), "canvas"),
        (replace(state, memory=replace(state.memory, last=last)), "coarse"),
        (replace(state, memory=replace(state.memory, limit=10**9)), "memory"),
        (replace(state, attributes=replace(state.attributes, biome=(1.0,))), "attributes"),
    ):
        snapshot = world.snapshot(odd)
        with pytest.raises(DamagedError, match=why):
            world.restore(snapshot.manifest, snapshot.fresh)
