"""What can be asked with a few sliders: each question with its knobs, and how they become an answer.

A page draws the knobs and shows what comes back; it computes nothing. Values are numbers in the unit that the
knob names (shares in [0, 1]), or one of a knob's choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.plan import hardware
from inhabit.plan.answer import Answer
from inhabit.plan.answers import (
    budget,
    capacity,
    capacity_by_sheet,
    economics,
    horizon,
    memory,
    preview,
    queue,
    response,
    steps,
)
from inhabit.plan.budget import R1_STAGES, Stage
from inhabit.plan.knobs import Choice, Knob, Told, as_json, value_of
from inhabit.plan.measurement import Machine, Measurement
from inhabit.plan.names import unknown

HERE = "this machine"
SIZES = ("640x360", "960x540", "1280x720", "1920x1080")


@dataclass(frozen=True, slots=True)
class Here:
    """The machine that is asked, and what was measured on it (None: nothing)."""

    machine: Machine
    measured: Measurement | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a person asks it, its knobs, and its answer."""

    key: str
    name: str
    asks: str
    knobs: tuple[Knob | Choice, ...]
    answer: Callable[[Told, Here], Answer]

    def as_json(self) -> dict[str, Any]:
        """What a page needs to draw it."""
        return {
            "key": self.key,
            "name": self.name,
            "asks": self.asks,
            "knobs": [as_json(k) for k in self.knobs],
        }


FPS = Knob("fps", "Frame rate", 10.0, 120.0, 24.0, "fps", step=1.0)
SIZE = Choice("size", "Picture", SIZES)


def questions() -> tuple[Question, ...]:
    """All of them, in the order of the command line. Reads the shipped table of hardware."""
    devices = tuple(hardware.shipped())
    return (
        Question(
            "capacity",
            "Capacity",
            "How many sessions does a machine hold?",
            (
                Choice("device", "Machine", (HERE, *devices)),
                SIZE,
                FPS,
                Knob("cores", "Cores", 1.0, 256.0, 8.0, "", "log", 1.0),
                Knob("headroom", "Share of the cores to plan for", 0.5, 1.0, 0.85, "share", step=0.01),
                Knob("uplink_mbps", "Line out", 10.0, 100_000.0, 1000.0, "Mbit/s", "log"),
            ),
            _capacity,
        ),
        Question(
            "queue",
            "Waiting",
            "How long do people wait, and how many places does it take?",
            (
                Knob("arrivals_per_min", "People who come", 0.1, 1000.0, 5.0, "a minute", "log"),
                Knob("session_min", "Length of a session", 0.5, 120.0, 10.0, "min", "log"),
                Knob("servers", "Places", 1.0, 10_000.0, 68.0, "", "log", 1.0),
                Knob("wait_s", "Too long is over", 1.0, 600.0, 10.0, "s", "log"),
                Knob("wait_share", "Who may wait that long", 0.001, 0.2, 0.01, "share", "log"),
            ),
            _queue,
        ),
        Question(
            "budget",
            "Frame budget",
            "Does a frame fit its interval?",
            (
                Knob("fps", "Frame rate", 10.0, 120.0, 30.0, "fps", step=1.0),
                *(
                    Knob(stage.name, stage.name.capitalize(), 0.1, 60.0, stage.took_ms, "ms", step=0.1)
                    for stage in R1_STAGES
                ),
                Knob("reserve", "Kept for slow frames", 0.0, 0.5, 0.0, "share", step=0.01),
            ),
            _budget,
        ),
        Question(
            "response",
            "Response",
            "How soon does the picture answer?",
            (
                Knob("fps", "Frame rate", 10.0, 120.0, 30.0, "fps", step=1.0),
                Knob("wanted_ms", "Stay under", 20.0, 500.0, 100.0, "ms", step=5.0),
                Knob("input_ms", "Capturing an input", 0.0, 50.0, 5.0, "ms", step=1.0),
                Knob("processing_ms", "Other work", 0.0, 100.0, 10.0, "ms", step=1.0),
            ),
            _response,
        ),
        Question(
            "steps",
            "Steps",
            "How many denoising steps are best?",
            (
                Knob("target_fps", "Rate that looks smooth", 10.0, 120.0, 30.0, "fps", step=1.0),
                Knob("step_ms", "Time of a step", 0.2, 200.0, 25.0, "ms", "log"),
                Knob("alpha", "Bend of the quality curve", 0.05, 3.0, 1.0, "a step", "log"),
            ),
            _steps,
        ),
        Question(
            "memory",
            "Memory",
            "What fits into a device's memory?",
            (
                Choice("device", "Device", ("H100 SXM", *(each for each in devices if each != "H100 SXM"))),
                SIZE,
                FPS,
                Knob("sessions", "Sessions to add up", 1.0, 64.0, 4.0, "", step=1.0),
                Knob("overhead_ms", "Launches, once a batch", 0.0, 30.0, 0.0, "ms", step=0.5),
            ),
            _memory,
        ),
        Question(
            "economics",
            "Money",
            "What does a minute cost, and what do users bring?",
            (
                Knob("machine_usd_per_hour", "A machine", 0.05, 20.0, 3.5, "USD an hour", "log"),
                Knob("sessions", "Sessions on it", 1.0, 64.0, 6.0, "", step=1.0),
                Knob("used", "Of them in use", 0.05, 1.0, 0.7, "share", step=0.01),
                Knob("session_minutes", "Length of a session", 0.5, 120.0, 5.0, "min", "log"),
                Knob("yearly_usd", "Revenue", 1e5, 1e9, 40e6, "USD a year", "log"),
                Knob("users", "Users", 1e3, 1e8, 16e6, "a month", "log", 1.0),
                Knob("paying", "Who pays", 0.001, 0.2, 0.04, "share", "log"),
            ),
            _economics,
        ),
        Question(
            "preview",
            "Preview",
            "Is a live preview worth it before a render?",
            (
                Knob("render_usd", "A render", 0.01, 10.0, 0.1, "USD", "log"),
                Knob("render_s", "Its time", 1.0, 600.0, 30.0, "s", "log"),
                Knob("direct_rejection", "Refused without a look", 0.0, 0.95, 0.6, "share", step=0.01),
                Knob("previewed_rejection", "Refused after one", 0.0, 0.95, 0.15, "share", step=0.01),
                Knob("preview_usd_per_minute", "A minute of preview", 0.001, 1.0, 0.02, "USD", "log"),
                Knob("preview_minutes", "Length of a preview", 0.25, 30.0, 2.0, "min", "log"),
            ),
            _preview,
        ),
        Question(
            "horizon",
            "Horizon",
            "When does real time catch up with batch?",
            (
                Knob("halving_years", "The gap halves every", 0.3, 4.0, 1.25, "years", "log"),
                Knob("negligible", "The gap that nobody sees", 0.01, 1.0, 0.1, "FID", "log"),
            ),
            _horizon,
        ),
    )


def asked(key: str, texts: Mapping[str, str], here: Here) -> Answer:
    """The answer to the question `key` with the values that a page sends as texts; what it does not send is
    as it starts. Raises BadInputError for an unknown question, knob or choice, and for what is no number."""
    by_key = {question.key: question for question in questions()}
    if key not in by_key:
        raise BadInputError("unknown_question", unknown("question", key, by_key))
    question = by_key[key]
    knobs = {knob.key: knob for knob in question.knobs}
    for name in texts:
        if name not in knobs:
            raise BadInputError("unknown_knob", unknown("knob", name, knobs))
    return question.answer({name: value_of(knob, texts.get(name)) for name, knob in knobs.items()}, here)


def _capacity(told: Told, here: Here) -> Answer:
    size, line = Size.parse(told["size"]), {"fps": told["fps"], "uplink_mbps": told["uplink_mbps"]}
    if told["device"] != HERE:
        return capacity_by_sheet.answer(hardware.find(told["device"], hardware.shipped()), size=size, **line)
    return capacity.answer(
        here.machine,
        size=size,
        cores=told["cores"],
        headroom=told["headroom"],
        measured=here.measured,
        **line,
    )


def _queue(told: Told, here: Here) -> Answer:
    return queue.answer(
        arrivals_per_s=told["arrivals_per_min"] / 60.0,
        service_s=60.0 * told["session_min"],
        servers=told["servers"],
        wait_s=told["wait_s"],
        wait_share=told["wait_share"],
    )


def _budget(told: Told, here: Here) -> Answer:
    stages = [Stage(stage.name, told[stage.name], stage.lane) for stage in R1_STAGES]
    return budget.answer(fps=told["fps"], stages=stages, reserve=told["reserve"])


def _response(told: Told, here: Here) -> Answer:
    return response.answer(**told, measured=here.measured)


def _steps(told: Told, here: Here) -> Answer:
    return steps.answer(**told)


def _memory(told: Told, here: Here) -> Answer:
    table = hardware.shipped()
    return memory.answer(
        hardware.find(told["device"], table),
        table,
        size=Size.parse(told["size"]),
        fps=told["fps"],
        sessions=told["sessions"],
        overhead_ms=told["overhead_ms"],
    )


def _economics(told: Told, here: Here) -> Answer:
    return economics.answer(**told)


def _preview(told: Told, here: Here) -> Answer:
    return preview.answer(**told)


def _horizon(told: Told, here: Here) -> Answer:
    return horizon.answer(**told)
