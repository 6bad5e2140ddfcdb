"""What the server says, as text."""

from __future__ import annotations

import json

from inhabit.core.errors import BadInputError
from inhabit.transport import announce


def test_numbers_that_json_cannot_say_become_null() -> None:
    text = announce.text_of({"type": "state", "p95": float("nan"), "deep": [float("inf"), 1.23456789]})
    assert json.loads(text) == {"type": "state", "p95": None, "deep": [None, 1.2346]}


def test_one_refusal_names_one_event_and_many_name_all() -> None:
    one = announce.rejected(["a"], "bad_prompt", "no", retryable=False)
    many = announce.rejected(["a", "b"], "rate_limit", "slower", retryable=True)
    assert (one["id"], "ids" in one) == ("a", False)
    assert (many["id"], many["ids"]) == ("b", ["a", "b"])


def test_an_error_says_when_to_come_back_if_that_is_known() -> None:
    full = BadInputError("capacity", "two of two worlds are taken", retryable=True)
    assert announce.error(full, retry_after_s=1.5)["retry_after_ms"] == 1500
    assert "retry_after_ms" not in announce.error(full)
