"""Scenario files: three that ship, and what is said of those that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.plan.report.scenario import ASSUMED, parse, read
from tests.fakes.scenarios import SERVICE, SMALL


@pytest.mark.parametrize("name", ["laptop", "studio", "pixverse"])
def test_the_shipped_scenarios_are_read(root: Path, name: str) -> None:
    assert read(root / "docs" / "plans" / f"{name}.toml").title


def test_what_the_file_says_is_there_and_what_it_does_not_say_is_none() -> None:
    found = parse(SMALL, "a.toml")
    assert (found.fps, found.size) == (24.0, Size(640, 360))
    assert found.value("machine.cores") == 8
    assert found.value("machine.device") is None
    assert found.value("service.registered") is None


def test_a_number_with_a_source_is_sourced_any_other_assumed() -> None:
    found = parse(SMALL, "a.toml")
    price = found.told("machine.usd_per_hour", "H price", "USD per hour")
    assert (price.value, price.origin, price.source) == (0.4, "sourced", "a list of prices")
    assert found.told("people.session_minutes", "L", "minutes").source == "a log of November"
    cores = found.told("machine.cores", "n cores", "cores")
    assert (cores.origin, cores.source) == ("assumed", ASSUMED)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[picture]", "[pictrue]", "key 'pictrue' is not known: did you mean 'picture'"),
        ("fps = 24", "fsp = 24", r"\[picture\]: key 'fsp' is not known: did you mean 'fps'"),
        ("cores = 8", "coers = 8", "did you mean 'cores'"),
        ("cores = 8", "cores = 8.5", "give a whole number"),
        ("cores = 8", 'cores = "eight"', "give a number"),
        ("fps = 24", "fps = 0", "picture.fps is 0 fps"),
        ("fps = 24", "fps = nan", "finite"),
        ("fps = 24", "fps = inf", "finite"),
        ("fps = 24", "fps = true", "give a number"),
        ("fps = 24", 'size = "large"', "WIDTHxHEIGHT"),
        ("arrivals_per_hour = 30", "arrivals_per_hour = -3", "arrivals_per_hour is -3"),
        ("session_minutes = 10", "", "lacks session_minutes"),
        ('title = "A house"', "", "give a text"),
        ('title = "A house"', "title = 3", "give a text"),
        ('"machine.usd_per_hour" =', '"machine.usd_per_huor" =', "did you mean 'machine.usd_per_hour'"),
        ('"a list of prices"', "3", "give a text that names the source"),
        ("[people]", "[[people]]", "make it a table"),
        ("[people]", "[people", "is not TOML"),
    ],
)
def test_a_slip_is_answered_with_the_key_and_the_fix(old: str, new: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said) as refused:
        parse(SMALL.replace(old, new), "a.toml")
    assert refused.value.code == "bad_scenario"
    assert "a.toml" in refused.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SERVICE + "[people]\narrivals_per_hour = 1\nsession_minutes = 1\n", "both"),
        (SMALL.partition("[people]")[0], "neither"),
        (SERVICE.partition("[[region]]")[0], "belong together"),
        (SERVICE.replace("sessions = 6", ""), "lacks sessions"),
        (SERVICE.replace("[[region]]", "[region]"), r"start each with \[\[region\]\]"),
        (SERVICE.replace("share = 1.0", "share = 50"), "give 0.5 for 50 %"),
    ],
)
def test_what_belongs_together_is_asked_for_together(text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        parse(text, "a.toml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"nowhere\.toml cannot be read"):
        read(tmp_path / "nowhere.toml")
