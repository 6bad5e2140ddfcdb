"""Questions with knobs: every one answers as it starts, and refuses by name what it cannot take."""

from __future__ import annotations

import json

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers import queue
from inhabit.plan.questions import Choice, Here, Knob, Question, asked, questions
from tests.fakes.measurement import MACHINE, measured

HERE = Here(MACHINE, measured())
ALL = questions()


@pytest.mark.parametrize("question", ALL, ids=lambda each: each.key)
def test_every_question_answers_as_it_starts_with_and_without_measurements(question: Question) -> None:
    for here in (HERE, Here(MACHINE)):
        assert asked(question.key, {}, here).said


@pytest.mark.parametrize("question", ALL, ids=lambda each: each.key)
def test_both_ends_of_every_slider_answer_or_say_why_not(question: Question) -> None:
    for knob in question.knobs:
        ends = knob.options if isinstance(knob, Choice) else (str(knob.least), str(knob.most))
        for end in ends:
            try:
                assert asked(question.key, {knob.key: end}, HERE).said
            except BadInputError as error:
                assert error.code in ("unstable_queue", "no_time_left", "bad_plan_value"), (knob.key, end)


@pytest.mark.parametrize(
    "knob", [k for q in ALL for k in q.knobs if isinstance(k, Knob)], ids=lambda k: k.key
)
def test_a_slider_starts_between_its_ends(knob: Knob) -> None:
    assert knob.least <= knob.start <= knob.most
    assert knob.scale == "linear" or knob.least > 0.0


def test_a_knob_is_an_input_of_the_same_arithmetic_as_the_command_line() -> None:
    found = asked("queue", {"servers": "80", "arrivals_per_min": "6", "session_min": "10"}, HERE)
    same = queue.answer(arrivals_per_s=0.1, service_s=600.0, servers=80, wait_s=10.0, wait_share=0.01)
    assert found.figure("mean wait").value == same.figure("mean wait").value


def test_capacity_of_this_machine_rests_on_what_was_measured() -> None:
    found = asked("capacity", {"cores": "2"}, HERE)
    origins = {each.name: each.origin for each in found.figure("sessions by cores").inputs}
    assert origins["c core time of a frame"] == "measured"
    sheet = asked("capacity", {"device": "L4"}, HERE)
    assert "one L4" in sheet.title


@pytest.mark.parametrize(
    ("key", "texts", "said"),
    [
        ("queeu", {}, "did you mean 'queue'"),
        ("queue", {"servrs": "3"}, "did you mean 'servers'"),
        ("queue", {"servers": "many"}, "servers is 'many': give a number"),
        ("queue", {"servers": "nan"}, "finite"),
        ("queue", {"servers": "inf"}, "finite"),
        ("queue", {"servers": "-3"}, "servers is -3"),
        ("queue", {"servers": "10"}, "give at least 51 servers"),
        ("memory", {"device": "H1000"}, "did you mean"),
        ("capacity", {"size": "7x7"}, "Known: 640x360"),
        ("response", {"wanted_ms": "20", "processing_ms": "30"}, "before any frame"),
    ],
)
def test_bad_input_is_refused_in_words(key: str, texts: dict[str, str], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        asked(key, texts, HERE)


def test_what_a_page_needs_is_plain_json() -> None:
    for question in ALL:
        assert json.loads(json.dumps(question.as_json()))["key"] == question.key
