"""Worlds that begin from pictures, as sessions decide it: what stays, what is logged, what a replay makes."""

from __future__ import annotations

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.picture import Picture
from inhabit.inputs.events import Preset, Prompt, Reset
from inhabit.inputs.script import Entry, read_script
from inhabit.runtime.beginning import Birth, Start
from inhabit.runtime.ladder import Ladder, ladder_for, standard_rungs
from inhabit.runtime.pacer import next_tick, pace_from
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.prospect import LOG_PICTURES
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.turn import Turn
from tests.fakes.engine import LARGE, SMALL, TALL, ToyEngine
from tests.fakes.photographs import picture

WIDE, UPRIGHT = picture(160, 160), picture(90, 160)


def ladder_of(size: Size) -> Ladder:
    return ladder_for(standard_rungs((SMALL, LARGE, TALL), size), f"{size}/2", pinned=True)


def session(pictures: Pictures | None = None, first: Picture | None = None) -> Session:
    sizes = Sizes((SMALL, LARGE, TALL), "toy", ladder_of)
    start = Start(5, "a lake", LARGE, 30.0, first)
    known = pictures or Pictures((WIDE, UPRIGHT))
    return Session(start, ladder_of(LARGE), checkpoint="toy-0", sizes=sizes, pictures=known)


def turned(world: Session, *events: Reset | Preset | Prompt) -> Turn:
    for event in events:
        world.offer(event, 0.0)
    world.settle(0.0)
    frame = world.next_frame
    return world.begin(next_tick(pace_from(frame / 30, 30.0, next_frame=frame), frame / 30)[0])


class TestBeginning:
    def test_a_picture_begins_a_world_without_the_words_of_the_one_before(self) -> None:
        assert turned(session(), Reset(picture=WIDE.name)).birth == Birth(5, "", LARGE, WIDE)

    def test_words_beside_it_are_kept_and_those_before_it_overtaken(self) -> None:
        turn = turned(session(), Prompt("dunes"), Reset(picture=WIDE.name, prompt="at dusk"))
        assert turn.birth == Birth(5, "at dusk", LARGE, WIDE)
        assert turned(session(), Prompt("dunes"), Reset(picture=WIDE.name)).control.prompt is None

    def test_the_shape_is_the_one_that_leaves_least_of_it_out(self) -> None:
        assert turned(session(), Reset(picture=UPRIGHT.name)).birth == Birth(5, "", TALL, UPRIGHT)

    def test_a_shape_that_is_named_holds(self) -> None:
        turn = turned(session(), Reset(picture=UPRIGHT.name, size=SMALL))
        assert turn.birth == Birth(5, "", SMALL, UPRIGHT)

    def test_beginning_again_begins_from_it_again(self) -> None:
        world = session()
        turned(world, Reset(picture=WIDE.name, prompt="at dusk"))
        assert turned(world, Reset()).birth == Birth(5, "at dusk", LARGE, WIDE)
        assert turned(world, Reset(size=SMALL)).birth == Birth(5, "at dusk", SMALL, WIDE)

    @pytest.mark.parametrize("other", [Reset(seed=9), Reset(prompt="dunes"), Preset("first-light")])
    def test_another_world_is_another_world(self, other: Reset | Preset) -> None:
        world = session()
        turned(world, Reset(picture=WIDE.name))
        birth = turned(world, other).birth
        assert birth is not None
        assert birth.picture is None

    def test_what_is_coming_is_known_before_it_is_made(self) -> None:
        world = session()
        turned(world)
        world.offer(Reset(picture=WIDE.name), 0.0)
        world.settle(0.0)
        assert world.coming == Birth(5, "", LARGE, WIDE)


class TestRefused:
    def test_a_picture_that_nobody_handed_in(self) -> None:
        world = session()
        with pytest.raises(BadInputError, match="hand it in again"):
            world.offer(Reset(picture="0" * 64), 0.0)
        assert turned(world).birth == Birth(5, "a lake", LARGE)

    def test_more_pictures_than_a_log_holds(self) -> None:
        many = [picture(100 + 2 * i, 100) for i in range(LOG_PICTURES + 1)]
        world = session(Pictures(many, limit=99))
        for one in many[:-1]:
            world.offer(Reset(picture=one.name), 0.0)
        with pytest.raises(BadInputError, match="load the page again"):
            world.offer(Reset(picture=many[-1].name), 0.0)
        world.offer(Reset(picture=many[0].name), 0.0)


class TestKept:
    def test_the_oldest_makes_room(self) -> None:
        kept = Pictures((WIDE,), limit=1)
        kept.keep(UPRIGHT)
        assert kept.named(UPRIGHT.name) is UPRIGHT
        with pytest.raises(BadInputError, match="not here"):
            kept.named(WIDE.name)


def played(*entries: Entry, first: Picture | None = None, pictures: Pictures | None = None) -> Replay:
    return Replay(ToyEngine(), session(pictures, first), entries)


class TestReplayed:
    def test_a_log_holds_each_picture_once_and_replays_to_the_same_frames(self) -> None:
        live = played(
            Entry(Reset(picture=WIDE.name), frame=3),
            Entry(Reset(picture=UPRIGHT.name, prompt="at dusk"), frame=6),
            Entry(Reset(), frame=9),
            Entry(Reset(seed=4), frame=12),
        )
        frames = [frame.picture.digest() for frame in live.frames(16)]
        script = read_script(live.session.script_lines())
        assert script.pictures == (WIDE, UPRIGHT)
        again = played(*script.entries, pictures=Pictures.all(script.pictures))
        assert [frame.picture.digest() for frame in again.frames(16)] == frames

    def test_a_session_that_began_from_one_says_so_in_its_header(self) -> None:
        script = read_script(session(first=WIDE).script_lines())
        assert (script.header.picture, script.pictures) == (WIDE.name, (WIDE,))
