"""What a client may say, and how it is told when it may not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.inputs.events import Directive, Move
from inhabit.transport.protocol import (
    MESSAGE_LIMIT_BYTES,
    Hello,
    KeyframeWanted,
    Ping,
    Record,
    RefusedEventError,
    Sent,
    Visible,
    event_id,
    parse,
)


def said(**fields: object) -> str:
    return json.dumps(fields)


def refusal(text: str) -> BadInputError:
    with pytest.raises(BadInputError) as caught:
        parse(text)
    return caught.value


def test_hello_says_what_the_browser_decodes_and_which_world_it_would_like() -> None:
    text = said(
        type="hello", protocol_version=1, codecs=["av01", "avc1", "mjpeg"], size="640x360", fps=30, seed=7,
        prompt=" a lake at dusk ", resume_token="abc",
    )  # fmt: skip
    assert parse(text) == Hello(("avc1", "mjpeg"), "abc", Size(640, 360), 30.0, 7, "a lake at dusk")


def test_absent_and_null_fields_of_hello_are_left_to_the_server() -> None:
    assert parse(said(type="hello", protocol_version=1, codecs=["mjpeg"], seed=None)) == Hello(("mjpeg",))


def test_an_event_carries_the_clients_own_id() -> None:
    text = said(type="event", id="e1", event={"kind": "directive", "text": "make it rain"})
    assert parse(text) == Sent("e1", Directive("make it rain"))
    assert parse(said(type="event", id="e2", event={"kind": "move"})) == Sent("e2", Move())


def test_the_small_messages() -> None:
    assert parse(said(type="visible", epoch=1, frame_index=9)) == Visible(1, 9)
    assert parse(said(type="visible", epoch=1, frame_index=9, decode_ms=2.5)) == Visible(1, 9, 2.5)
    assert parse(said(type="record", on=True)) == Record(on=True)
    assert parse(said(type="keyframe")) == KeyframeWanted()
    assert parse(said(type="ping", sent_ms=12.5)) == Ping(12.5)


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("", "bad_json", "''"),
        ("{", "bad_json", "'{'"),
        ("[1]", "bad_json", "object"),
        ("[" * 60_000, "bad_json", "[[["),
        ('{"type": "ping", "sent_ms": NaN}', "bad_json", "NaN"),
        ('{"type": "ping", "sent_ms": 1e999}', "out_of_range", "inf"),
        (said(type="ping", sent_ms="now"), "bad_number", "now"),
        (said(type="ping"), "bad_number", "None"),
        (said(type="ping", sent_ms=1, extra=2), "bad_field", "extra"),
        (said(type="dance"), "unknown_type", "dance"),
        (said(type=["ping"]), "unknown_type", "ping"),
        (said(id="no type"), "unknown_type", "None"),
        (said(type="visible", epoch=-1, frame_index=0), "bad_field", "-1"),
        (said(type="visible", epoch=True, frame_index=0), "bad_field", "True"),
        (said(type="record", on="yes"), "bad_field", "yes"),
        (said(type="hello", codecs=["avc1"]), "bad_protocol_version", "None"),
        (said(type="hello", protocol_version=2, codecs=["avc1"]), "bad_protocol_version", "2"),
        (said(type="hello", protocol_version=1), "bad_codecs", "None"),
        (said(type="hello", protocol_version=1, codecs=["av01"]), "bad_codecs", "av01"),
        (said(type="hello", protocol_version=1, codecs=["avc1"], size="wide"), "bad_size", "wide"),
        (said(type="hello", protocol_version=1, codecs=["avc1"], size=[640, 360]), "bad_size", "640"),
        (said(type="hello", protocol_version=1, codecs=["avc1"], fps=1000), "out_of_range", "1000"),
        (said(type="hello", protocol_version=1, codecs=["avc1"], seed=1.5), "bad_seed", "1.5"),
        (said(type="hello", protocol_version=1, codecs=["avc1"], prompt="  "), "bad_prompt", "empty"),
        (said(type="hello", protocol_version=1, codecs=["avc1"], prompt="x" * 2001), "bad_prompt", "2001"),
        (said(type="event", event={"kind": "pause"}), "bad_field", "id"),
        (said(type="event", id="x" * 65, event={"kind": "pause"}), "bad_field", "xxx"),
        ('{"type": "event", "id": "\\ud800", "event": {"kind": "pause"}}', "bad_text", "surrogate"),
    ],
)
def test_a_bad_message_is_refused_with_the_value_in_words(text: str, code: str, names: str) -> None:
    error = refusal(text)
    assert (error.code, names in error.message) == (code, True), error.message


def test_a_message_over_the_limit_is_refused_by_its_size() -> None:
    error = refusal(said(type="event", id="big", event={"kind": "prompt", "text": "é" * MESSAGE_LIMIT_BYTES}))
    assert error.code == "too_large"
    assert str(MESSAGE_LIMIT_BYTES) in error.message


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"kind": "fly"}, "unknown_event"),
        ({"kind": "prompt", "text": ""}, "bad_prompt"),
        ({"kind": "prompt", "text": 7}, "bad_prompt"),
        ({"kind": "move", "dolly": 1e300}, "out_of_range"),
        ({"kind": "set", "name": "fog", "value": 2}, "out_of_range"),
        (None, "bad_event"),
    ],
)
def test_a_refused_event_says_which_so_that_its_trace_can_be_closed(event: object, code: str) -> None:
    error = refusal(said(type="event", id="e7", event=event))
    assert isinstance(error, RefusedEventError)
    assert (error.id, error.code) == ("e7", code)


def test_the_id_of_an_event_can_be_read_without_looking_into_it() -> None:
    assert event_id(said(type="event", id="e1", event={"kind": "nonsense"})) == "e1"
    assert event_id(said(type="ping", id="e1")) is None
    assert event_id("{") is None


LEAVES = st.none() | st.booleans() | st.floats() | st.text() | st.integers()
NAMES = st.text() | st.sampled_from(["type", "id", "event", "kind"])


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)))
def test_no_json_whatever_breaks_the_parser(value: object) -> None:
    try:
        parse(json.dumps(value))
    except BadInputError as error:
        error.message.encode()
