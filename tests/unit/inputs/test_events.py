"""What may come in, what may not, and what the refusal says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.shape import Shape
from inhabit.inputs.events import (
    KINDS,
    Choose,
    Directive,
    Event,
    Lock,
    Look,
    Move,
    Pause,
    Preset,
    Prompt,
    Quality,
    Reset,
    Resume,
    SetAttribute,
    parse,
    to_json,
)
from inhabit.inputs.values import parse_seed, shown

GOOD: list[tuple[dict[str, Any], Event]] = [
    ({"kind": "look", "dx": 0.1, "dy": -0.2}, Look(0.1, -0.2)),
    ({"kind": "move", "dolly": 1, "yaw": -0.5}, Move(dolly=1.0, yaw=-0.5)),
    ({"kind": "move"}, Move()),
    ({"kind": "set", "name": "hour", "value": 21.5}, SetAttribute("hour", 21.5)),
    ({"kind": "set", "name": "rain", "value": 1}, SetAttribute("rain", 1.0)),
    ({"kind": "choose", "name": "style", "value": "noir"}, Choose("style", "noir")),
    ({"kind": "choose", "name": "biome", "value": "desert"}, Choose("biome", "desert")),
    ({"kind": "lock", "name": "style", "on": True}, Lock("style", on=True)),
    ({"kind": "lock", "name": "biome", "on": False}, Lock("set", on=False)),
    ({"kind": "prompt", "text": "a lake at dawn"}, Prompt("a lake at dawn")),
    ({"kind": "directive", "text": "make it rain"}, Directive("make it rain")),
    ({"kind": "preset", "name": "first-light"}, Preset("first-light")),
    ({"kind": "pause"}, Pause()),
    ({"kind": "resume"}, Resume()),
    ({"kind": "reset"}, Reset()),
    ({"kind": "reset", "seed": 3, "prompt": "dunes"}, Reset(3, "dunes")),
    ({"kind": "reset", "size": "360x640"}, Reset(size=Size(360, 640))),
    ({"kind": "reset", "size": "9:16"}, Reset(size=Shape(9, 16))),
    ({"kind": "quality", "rung": "auto"}, Quality("auto")),
]


@pytest.mark.parametrize(("obj", "event"), GOOD, ids=lambda value: str(value)[:40])
def test_every_kind_is_read_and_written_back(obj: dict[str, Any], event: Event) -> None:
    assert parse(obj) == event
    assert parse(json.loads(json.dumps(to_json(event)))) == event


def test_every_kind_of_the_wire_is_known() -> None:
    assert {obj["kind"] for obj, _ in GOOD} == set(KINDS)


BAD: list[tuple[object, str, str]] = [
    (None, "bad_event", "not an object"),
    ([1], "bad_event", "not an object"),
    ({}, "unknown_event", "look, move"),
    ({"kind": "jump"}, "unknown_event", "'jump' is unknown: use one of look"),
    ({"kind": ["look"]}, "unknown_event", "unknown"),
    ({"kind": "look", "dx": float("nan")}, "out_of_range", "look dx nan"),
    ({"kind": "look", "dy": float("inf")}, "out_of_range", "look dy inf"),
    ({"kind": "look", "dx": 4.0}, "out_of_range", "-3.14159 to 3.14159"),
    ({"kind": "look", "dx": "1"}, "bad_number", "'1' is not a number"),
    ({"kind": "look", "dz": 1}, "bad_event", "no field 'dz': it takes dx, dy"),
    ({"kind": "move", "dolly": 1.5}, "out_of_range", "move dolly 1.5"),
    ({"kind": "move", "dolly": True}, "bad_number", "True is not a number"),
    ({"kind": "move", "yaw": float("-inf")}, "out_of_range", "move yaw -inf"),
    ({"kind": "set", "name": "sun", "value": 1}, "bad_name", "'sun' is unknown: use one of hour, cloud"),
    ({"kind": "set", "name": "rain", "value": 2}, "out_of_range", "set rain 2"),
    ({"kind": "set", "name": "hour", "value": -1}, "out_of_range", "0 to 24"),
    ({"kind": "set", "name": "rain"}, "bad_number", "None is not a number"),
    ({"kind": "choose", "name": "style", "value": "cubism"}, "bad_name", "painted, noir, neon, print"),
    ({"kind": "choose", "name": "mood", "value": "noir"}, "bad_name", "style, biome"),
    ({"kind": "lock", "name": "sky", "on": True}, "bad_name", "use one of camera, style, set, weather, time"),
    ({"kind": "lock", "name": "character", "on": True}, "not_here", "this world has nobody yet"),
    ({"kind": "lock", "name": "wardrobe", "on": True}, "not_here", "what can be locked is camera, style"),
    ({"kind": "lock", "name": ["style"], "on": True}, "bad_name", "['style'] is unknown"),
    ({"kind": "lock", "name": "style", "on": 1}, "bad_flag", "lock on 1 is not true or false"),
    ({"kind": "lock", "name": "style", "on": "true"}, "bad_flag", "'true' is not true or false"),
    ({"kind": "lock", "name": "style"}, "bad_flag", "None is not true or false"),
    ({"kind": "lock", "on": True}, "bad_name", "None is unknown"),
    ({"kind": "lock", "name": "style", "on": True, "by": "me"}, "bad_event", "it takes name, on"),
    ({"kind": "prompt", "text": ""}, "bad_prompt", "prompt is empty"),
    ({"kind": "prompt", "text": " \n "}, "bad_prompt", "prompt is empty"),
    ({"kind": "prompt", "text": "x" * 2001}, "bad_prompt", "2001 characters: shorten it to 2000"),
    ({"kind": "prompt", "text": 7}, "bad_prompt", "7 is not text"),
    ({"kind": "prompt"}, "bad_prompt", "not text"),
    ({"kind": "directive", "text": "\ud800"}, "bad_directive", "Unicode"),
    ({"kind": "reset", "seed": -1}, "bad_seed", "seed -1"),
    ({"kind": "reset", "seed": 1.5}, "bad_seed", "whole number"),
    ({"kind": "reset", "prompt": ""}, "bad_prompt", "empty"),
    ({"kind": "reset", "size": "wide"}, "bad_size", "'wide' is not WIDTHxHEIGHT"),
    ({"kind": "reset", "size": 9}, "bad_size", "size 9 is not WIDTHxHEIGHT or a shape like 9:16"),
    ({"kind": "reset", "size": "0:9"}, "bad_size", "'0:9' is not WIDTH:HEIGHT"),
    ({"kind": "pause", "now": 1}, "bad_event", "it takes no fields"),
    ({"kind": "preset", "name": ""}, "bad_name", "preset ''"),
    ({"kind": "quality", "rung": 3}, "bad_name", "rung 3"),
]


@pytest.mark.parametrize(("obj", "code", "words"), BAD, ids=lambda value: str(value)[:40])
def test_bad_input_is_refused_with_the_value_and_the_fix(obj: object, code: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse(obj)
    assert caught.value.code == code
    assert words in caught.value.message


def test_text_is_taken_at_full_length_and_stripped() -> None:
    assert parse({"kind": "prompt", "text": f"  {'x' * 2000}\n"}) == Prompt("x" * 2000)


def test_midnight_may_be_said_as_24() -> None:
    assert parse({"kind": "set", "name": "hour", "value": 24}) == SetAttribute("hour", 0.0)


def test_a_refusal_never_echoes_a_flood() -> None:
    assert len(shown("x" * 10_000)) == 80


def test_numbers_too_long_to_print_are_refused_all_the_same() -> None:
    with pytest.raises(BadInputError, match="too long to print"):
        parse_seed(10**5000)
    with pytest.raises(BadInputError, match="out of range"):
        parse({"kind": "look", "dx": 10**5000})
