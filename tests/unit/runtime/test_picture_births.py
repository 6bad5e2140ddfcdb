"""The first state of a world that begins from a picture, by networks that cost nothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion
from inhabit.core.shape import Shape
from inhabit.core.spec import WorldSpec
from inhabit.evals.metrics import psnr_db
from inhabit.inputs.control import Control
from inhabit.inputs.picture import read_picture
from inhabit.runtime.engine import WorldEngine
from inhabit.runtime.networks import Networks
from inhabit.runtime.picture_births import fitted
from inhabit.world.dynamics import Kind, Understanding
from inhabit.world.state import Wish
from tests.fakes.photographs import file_of, halves, land
from tests.unit.runtime.test_engine import RUNG, SIZE, Plain

GIVEN = read_picture(file_of(land())).picture


def understand(text: str, _attributes: Attributes, _kind: Kind) -> Understanding:
    return Understanding(Wish({"hour": 22.0} if text == "at night" else {}), True)


def engine() -> WorldEngine:
    plain = Plain()
    eye = lambda *_: (plain.patches,)  # noqa: E731
    networks = Networks(plain.dynamics, plain.painter, plain.look, eye, eye)
    return WorldEngine(
        WorldSpec(),
        lambda _spec: networks,
        understand,
        checkpoint_hash="plain",
        device="paper",
        clock=lambda: 0.0,
    )


@pytest.fixture(scope="module")
def world() -> WorldEngine:
    return engine()


def test_the_first_frame_looks_like_the_picture_and_a_step_forward_keeps_it(world: WorldEngine) -> None:
    state = world.birth(1, "", SIZE, GIVEN)
    shown = []
    for tick in range(8):
        rendered = world.render(state, Control(tick, 1 / 30, motion=Motion(dolly_mps=2.0)), RUNG)
        shown.append(world.develop(rendered).picture)
        state = world.commit(state, rendered)
    wanted = fitted(GIVEN, world.spec_for(SIZE))
    assert psnr_db(shown[0], wanted) > 30
    assert psnr_db(shown[-1], wanted) > 22
    assert state.memory.bank


def test_the_same_picture_is_the_same_world_bit_for_bit(world: WorldEngine) -> None:
    def first(made: WorldEngine) -> bytes:
        state = made.birth(1, "", SIZE, GIVEN)
        return made.develop(made.render(state, Control(0, 1 / 30), RUNG)).picture.digest()

    assert first(world) == first(engine())


def test_it_is_looked_at_once_and_beforehand(world: WorldEngine) -> None:
    other = read_picture(file_of(halves(640, 360))).picture
    world.equip(SIZE)
    assert world.is_equipped(SIZE)
    assert not world.is_equipped(SIZE, other)
    world.equip(SIZE, other)
    assert world.is_equipped(SIZE, other)
    assert not world.is_equipped(SIZE, other, "at night")


def test_words_that_do_not_describe_it_are_what_becomes_of_it(world: WorldEngine) -> None:
    plainly, told = world.birth(1, "", SIZE, GIVEN), world.birth(1, "at night", SIZE, GIVEN)
    assert plainly.wish == Wish()
    assert told.wish.scalars == {"hour": 22.0}


def test_what_it_is_taken_for_is_said(world: WorldEngine) -> None:
    assert world.birth(1, "", SIZE, GIVEN).notice.startswith("Taken for ")


def test_a_picture_of_another_shape_is_cut_on_both_sides() -> None:
    wide = read_picture(file_of(halves(320, 90))).picture
    planes = fitted(wide, WorldSpec())
    assert Shape.of(planes.size) == Shape(16, 9)
    assert np.abs(planes.red[:, :150].astype(int) - planes.red[0, 0]).max() <= 1
    assert planes.red[0, 0] > planes.red[0, -1]


def test_an_engine_that_saw_nothing_is_not_asked_to(world: WorldEngine) -> None:
    assert torch.is_inference_mode_enabled() is False
    assert world.birth(1, "", SIZE).memory.last is None
