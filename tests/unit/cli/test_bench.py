"""What `inhabit bench` says to people."""

from __future__ import annotations

from inhabit.cli.bench import other_size


def test_a_smaller_picture_than_was_asked_for_is_said_out_loud() -> None:
    told = other_size({"size": "960x540", "rungs": {"640x360/2": 0.8, "960x540/1": 0.2}})
    assert told == ["NOT THE SIZE ASKED FOR: 80% of the frames were smaller than 960x540"]


def test_the_size_asked_for_is_not_remarked_on() -> None:
    assert other_size({"size": "640x360", "rungs": {"640x360/1": 1.0}}) == []
