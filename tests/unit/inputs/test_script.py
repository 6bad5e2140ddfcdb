"""Scripts: recorded input as JSON lines."""

from __future__ import annotations

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.inputs.events import Directive, Look, Move, Prompt
from inhabit.inputs.script import Entry, Header, Script, read_script, write_script

HEADER = Header(seed=5, prompt="a lake — at dawn", size=Size(640, 360), fps=30.0, checkpoint="abc")


def test_what_was_written_is_read_back() -> None:
    script = Script(
        HEADER,
        (
            Entry(Prompt("größer"), frame=0),
            Entry(Look(0.1234567890123, -1e-17), frame=3, at_s=0.1),
            Entry(frame=7, skipped=2),
            Entry(frame=7, lean=True),
            Entry(Move(yaw=-1.0), at_s=2.5),
        ),
    )
    assert read_script(write_script(script)) == script


def test_the_header_and_each_of_its_fields_are_optional() -> None:
    assert read_script([]) == Script()
    assert read_script(['{"inhabit": 1, "seed": 4}']).header == Header(seed=4)
    assert read_script(['{"at_s": 0, "event": {"kind": "pause"}}']).header == Header()


def test_comments_and_empty_lines_are_for_people() -> None:
    lines = ["# dawn", "", '{"frame": 1, "event": {"kind": "directive", "text": "rain"}}']
    assert read_script(lines).entries == (Entry(Directive("rain"), frame=1),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"event": {"kind": "pause"}}', "says no time: add `frame`"),
        ('{"frame": 1}', "needs an `event`"),
        ('{"frame": 1, "event": {"kind": "pause"}, "skipped": 1}', "needs an `event`"),
        ('{"at_s": 1, "skipped": 1}', "needs a `frame`"),
        ('{"frame": -1, "event": {"kind": "pause"}}', "frame -1 is not a whole number"),
        ('{"frame": 1.5, "event": {"kind": "pause"}}', "frame 1.5"),
        ('{"at_s": NaN, "event": {"kind": "pause"}}', "at_s nan is out of range"),
        ('{"at_s": 1, "event": {"kind": "jump"}}', "'jump' is unknown"),
        ('{"at_s": 1, "event": {"kind": "prompt", "text": ""}}', "prompt is empty"),
        ('{"at_s": 1, "evnt": {}}', "'evnt' is unknown: it takes frame"),
        ('{"inhabit": 1}', "the header must be the first line"),
        ('{"frame": 1, "skipped": 0}', "skipped 0"),
        ('{"frame": 1, "lean": false}', "lean False can only be true"),
        ('{"frame": 1, "digest": "9F3A"}', "'9F3A' is not eight hexadecimal digits"),
        ('{"at_s": 1, "digest": "9f3a01bc"}', "`digest` needs a `frame`"),
        ('{"frame": 1, "digest": "9f3a01bc", "skipped": 1}', "it needs an `event`"),
    ],
    ids=lambda value: value[:30],
)
def test_an_error_names_the_file_the_line_and_the_fix(line: str, words: str) -> None:
    lines = ['{"inhabit": 1}', '{"at_s": 0, "event": {"kind": "pause"}}', line]
    with pytest.raises(BadInputError) as caught:
        read_script(lines, "walk.jsonl")
    assert caught.value.code == "bad_script"
    assert caught.value.message.startswith("walk.jsonl line 3: ")
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"inhabit": 2}', "version 2 is not supported"),
        ('{"inhabit": 1, "seed": "x"}', "seed 'x'"),
        ('{"inhabit": 1, "size": "big"}', "'big' is not WIDTHxHEIGHT"),
        ('{"inhabit": 1, "size": 640}', "must be strings"),
        ('{"inhabit": 1, "fps": 0}', "fps 0 is out of range"),
        ('{"inhabit": 1, "sed": 1}', "'sed' is unknown"),
    ],
    ids=lambda value: value[:30],
)
def test_a_bad_header_is_refused(line: str, words: str) -> None:
    with pytest.raises(BadInputError, match="line 1") as caught:
        read_script([line])
    assert words in caught.value.message
