"""A picture begins the world that ships: its first frame looks like it, walking keeps it, its log replays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from inhabit.core.camera import Size
from inhabit.evals.metrics import psnr_db
from inhabit.evals.truth import Truth
from inhabit.frames.pixels import planes_to_rgb
from inhabit.inputs.events import Move, Reset
from inhabit.inputs.picture import read_picture
from inhabit.inputs.script import Entry, Script, read_script
from inhabit.runtime.beginning import Start
from inhabit.runtime.engine import WorldEngine
from inhabit.runtime.ladder import ladder_for, rung_of, standard_rungs
from inhabit.runtime.likeness import looks_read
from inhabit.runtime.load import load_engine
from inhabit.runtime.picture_births import fitted
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.probe import attribute_probe
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session
from tests.fakes.photographs import file_of, land

SIZE = Size(640, 360)
SEED = 44
ALIKE_DB, KEPT_DB = 30.0, 15.0
"""Far above a picture of another place, which comes to about 10 dB."""


@pytest.fixture(scope="module")
def engine() -> WorldEngine:
    return load_engine()


def played(engine: WorldEngine, script: Script) -> Replay:
    ladder = ladder_for(standard_rungs(engine.sizes(), SIZE), rung_of(SIZE, 1).name, pinned=True)
    pictures = Pictures.all(script.pictures)
    start = Start(1, "a lake", SIZE)
    session = Session(start, ladder, checkpoint=engine.checkpoint_hash, pictures=pictures)
    return Replay(engine, session, script.entries)


def test_the_first_frame_is_the_picture_and_walking_keeps_it_and_the_log_replays(engine: WorldEngine) -> None:
    truth = Truth(SIZE, 30.0).episode(SEED, 1).frame(44)
    given = read_picture(file_of(Image.fromarray(planes_to_rgb(truth)))).picture
    events = (Entry(Reset(picture=given.name), frame=0), Entry(Move(dolly=0.3), frame=1))
    live = played(engine, Script(entries=events, pictures=(given,)))
    frames = [frame.picture for frame in live.frames(10)]
    wanted = fitted(given, engine.spec_for(SIZE))
    assert psnr_db(frames[0], wanted) > ALIKE_DB
    assert psnr_db(frames[-1], wanted) > KEPT_DB
    log = read_script(live.session.script_lines())
    again = played(engine, log)
    assert [frame.picture.digest() for frame in again.frames(10)] == [frame.digest() for frame in frames]


def test_a_picture_that_no_world_of_ours_looks_like_is_shown_as_it_is_and_said_to_be_foreign(
    engine: WorldEngine,
) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (45, 80, 3), np.uint8)
    stripes = np.array(land()) // 2 + np.repeat(np.repeat(noise, 8, axis=0), 8, axis=1) // 2
    given = read_picture(file_of(Image.fromarray(stripes.astype(np.uint8)))).picture
    live = played(engine, Script(entries=(Entry(Reset(picture=given.name), frame=0),), pictures=(given,)))
    (frame,) = live.frames(1)
    assert psnr_db(frame.picture, fitted(given, engine.spec_for(SIZE))) > 24
    assert live.summary is not None
    assert "unlike what this world was taught on" in live.summary.notice


def test_style_is_read_from_true_pictures(engine: WorldEngine) -> None:
    episode = Truth(SIZE, 30.0).episode(SEED, 1)
    looks = looks_read(episode.frame(44), attribute_probe())
    assert {look.main_style for look in looks} == {episode.attributes.main_style}
