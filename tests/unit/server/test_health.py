"""What probes and dashboards read."""

from __future__ import annotations

from inhabit.server.health import Sample, exposition, health
from tests.fakes.engine import ToyEngine


def test_health_says_what_runs_and_how_full_it_is() -> None:
    told = health(ToyEngine(), 1, 2)
    assert (told["status"], told["model"], told["sessions"], told["max_sessions"]) == ("ok", "toy", 1, 2)


def test_metrics_are_grouped_by_name_with_help_and_type_once() -> None:
    text = exposition([
        Sample("inhabit_frames_total", 3, "Frames.", "counter", {"session": "a"}),
        Sample("inhabit_sessions", 1, "Sessions."),
        Sample("inhabit_frames_total", 4.5, "Frames.", "counter", {"session": 'b"\n\\'}),
    ])  # fmt: skip
    assert text == (
        "# HELP inhabit_frames_total Frames.\n"
        "# TYPE inhabit_frames_total counter\n"
        'inhabit_frames_total{session="a"} 3\n'
        'inhabit_frames_total{session="b\\"\\n\\\\"} 4.5\n'
        "# HELP inhabit_sessions Sessions.\n"
        "# TYPE inhabit_sessions gauge\n"
        "inhabit_sessions 1\n"
    )
