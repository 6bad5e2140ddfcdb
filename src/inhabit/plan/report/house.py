"""A house: one place with so many machines, where people come, wait if they must, and play."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from inhabit.plan import hardware, queueing
from inhabit.plan.answer import Answer
from inhabit.plan.answers import capacity, capacity_by_sheet, queue, simulate
from inhabit.plan.answers.house import house
from inhabit.plan.answers.origin import carried
from inhabit.plan.answers.waiting_room import spelled_share
from inhabit.plan.figure import Figure, Input
from inhabit.plan.measurement import Machine, Measurement
from inhabit.plan.report import bill
from inhabit.plan.report.attribution import attributed
from inhabit.plan.report.scenario import Scenario
from inhabit.plan.report.section import Decision, Section, Verdict

LONGEST_WAIT_S, MAY_WAIT = 10.0, 0.01
SEED, RUNS, HOURS = 1, 8, 8.0
KEYS: Mapping[str, str] = {
    "fps frame rate": "picture.fps",
    "n cores": "machine.cores",
    "c core time of a frame": "machine.core_ms",
    "M memory": "machine.memory_gb",
    "U uplink": "machine.uplink_mbps",
    "lambda arrivals": "people.arrivals_per_hour",
    "s time of each": "people.session_minutes",
    "s session": "people.session_minutes",
    "t longest wait wanted": "people.longest_wait_s",
    "w share that may wait": "people.may_wait",
    "K places to wait": "people.room",
    "k slots of a machine": "machine.sessions",
    "h machines": "machine.count",
}
"""Which key of a scenario an input of these answers comes from."""


@dataclass(frozen=True, slots=True)
class House:
    """How many sessions a machine holds (a figure), and how many machines there are and would be needed."""

    each: Figure
    machines: int
    needed: int

    @property
    def slots(self) -> int:
        """Sessions of all machines."""
        return math.floor(self.each.value) * self.machines


def sections(scenario: Scenario, measured: Measurement | None) -> tuple[tuple[Section, ...], Decision]:
    """The questions of a house, and what follows. Raises BadInputError for numbers that cannot be."""
    held = attributed(_held(scenario, measured), KEYS, scenario)
    each = held.figure("sessions")
    found = [Section("capacity", "How many sessions does a machine hold?", held)]
    if each.value < 1.0:
        return tuple(found), _none(each, held, scenario)
    place = _house(scenario, _used(scenario, each))
    waits = attributed(_waits(scenario, place), KEYS, scenario)
    found.append(Section("waiting", f"How long does anybody wait for {_one_of(place.slots)}?", waits))
    found.append(Section("simulation", "And if it is played through?", _played(scenario, place)))
    costs = _bill(scenario, place)
    found.append(Section("bill", "What does it cost?", costs))
    return tuple(found), _decision(scenario, place, waits, costs)


def _held(scenario: Scenario, measured: Measurement | None) -> Answer:
    """Sessions of a machine: as the scenario says, by a device's sheet, or by cores, memory and line."""
    said = scenario.value("machine.sessions")
    if said is not None:
        told = scenario.told("machine.sessions", "k sessions of a machine", "sessions")
        only = Figure("sessions", math.floor(said), "sessions", "floor(k)", (told,))
        return Answer("Sessions of a machine", f"{said:g}, as the scenario says.", (only,))
    uplink = scenario.value("machine.uplink_mbps")
    device = scenario.value("machine.device")
    if device is not None:
        known = hardware.find(device, hardware.shipped())
        return capacity_by_sheet.answer(known, fps=scenario.fps, size=scenario.size, uplink_mbps=uplink)
    memory_gb = scenario.value("machine.memory_gb")
    machine = Machine(scenario.value("machine.cores") or 1, scenario.value("machine.name") or "the machine")
    return capacity.answer(
        machine,
        fps=scenario.fps,
        size=scenario.size,
        cores=scenario.value("machine.cores"),
        core_ms=scenario.value("machine.core_ms"),
        memory_bytes=None if memory_gb is None else 1e9 * memory_gb,
        uplink_mbps=uplink,
        measured=measured,
    )


def _used(scenario: Scenario, each: Figure) -> Figure:
    """Of the sessions that a machine holds, those that are used: a laptop with one screen has one visitor."""
    if scenario.value("machine.at_most") is None:
        return each
    most = scenario.told("machine.at_most", "u at most", "sessions")
    used = min(each.value, scenario.value("machine.at_most"))
    inputs = (carried("k sessions it holds", each), most)
    return Figure("sessions used of a machine", used, "sessions", "min(k, u)", inputs)


def _house(scenario: Scenario, each: Figure) -> House:
    per_s, stay_s = _load(scenario)
    long_s, may = _patience(scenario)
    needed = math.ceil(queueing.servers_for_wait(per_s, stay_s, long_s, 1.0 - may) / math.floor(each.value))
    return House(each, scenario.value("machine.count") or needed, needed)


def _load(scenario: Scenario) -> tuple[float, float]:
    """Arrivals per second, and seconds of each."""
    return scenario.value("people.arrivals_per_hour") / 3600.0, 60.0 * scenario.value(
        "people.session_minutes"
    )


def _patience(scenario: Scenario) -> tuple[float, float]:
    """What is too long, in seconds, and the share of people that may wait longer."""
    long_s, may = scenario.value("people.longest_wait_s"), scenario.value("people.may_wait")
    return LONGEST_WAIT_S if long_s is None else long_s, MAY_WAIT if may is None else may


def _room(scenario: Scenario, place: House) -> int | None:
    """Places to wait; where there are too few machines for the load, a queue without an end needs one."""
    room = scenario.value("people.room")
    per_s, stay_s = _load(scenario)
    return place.slots if room is None and per_s * stay_s >= place.slots else room


def _waits(scenario: Scenario, place: House) -> Answer:
    per_s, stay_s = _load(scenario)
    long_s, may = _patience(scenario)
    return queue.answer(
        arrivals_per_s=per_s,
        service_s=stay_s,
        servers=place.slots,
        room=_room(scenario, place),
        wait_s=long_s,
        wait_share=may,
    )


def _played(scenario: Scenario, place: House) -> Answer:
    per_s, stay_s = _load(scenario)
    played, inputs = house(
        arrivals_per_s=per_s,
        session_s=stay_s,
        machines=place.machines,
        slots=math.floor(place.each.value),
        room=_room(scenario, place),
        hours=HOURS,
        long_wait_s=_patience(scenario)[0],
    )
    return attributed(simulate.answer(played, inputs, seed=SEED, replications=RUNS), KEYS, scenario)


def _machines(scenario: Scenario, place: House) -> Input:
    if scenario.value("machine.count") is not None:
        return scenario.told("machine.count", "m machines", "machines")
    return Input("m machines", place.needed, "machines", "assumed", "as many as few people wait for")


def _bill(scenario: Scenario, place: House) -> Answer:
    price = scenario.value("machine.usd_per_hour")
    hours = scenario.value("people.hours_per_month")
    return bill.answer(
        _machines(scenario, place),
        scenario.told("machine.usd_per_hour", "H price of a machine", "USD per hour", price or 0.0),
        scenario.told("people.hours_per_month", "t hours open", "hours")
        if hours is not None
        else Input("t hours open", bill.HOURS_PER_MONTH, "hours", "assumed", "open all day, every day"),
        scenario.told("people.arrivals_per_hour", "lambda arrivals", "per hour"),
        scenario.told("people.session_minutes", "L session", "minutes"),
    )


def _none(each: Figure, held: Answer, scenario: Scenario) -> Decision:
    return Decision(
        "No",
        f"This machine does not hold even one session of {scenario.size} at {scenario.fps:g} fps.",
        (each, *(figure for figure in held.figures[1:3])),
        ("A smaller picture or a lower rate; a faster machine.",),
    )


def _decision(scenario: Scenario, place: House, waits: Answer, costs: Answer) -> Decision:
    long_s, may = _patience(scenario)
    late = next(each for each in waits.figures if each.name.startswith("share that waits longer"))
    away = next((each for each in waits.figures if each.name == "share that is sent away"), None)
    sent_away = away.value if away is not None else 0.0
    lost = sent_away + (1.0 - sent_away) * late.value
    few = place.machines < place.needed
    verdict: Verdict = "Only with more" if few else "Yes"
    said = (
        f"{_counted(place.machines, 'machine')} with {_counted(place.slots, 'place')} at "
        f"{scenario.fps:g} fps: {spelled_share(lost)} of the people wait longer than {long_s:g} s"
        f"{' or find no place' if away is not None else ''}. "
    )
    said += (
        f"For at most {may:.0%} of them to wait that long it takes {_counted(place.needed, 'machine')}."
        if few
        else _spare(place)
    )
    minute = next((each for each in costs.figures if each.name == "cost of a played minute"), None)
    priced = (costs.figure("bill a month"), minute) if costs.figure("bill a month").value else ()
    needed = Figure(
        "machines that it takes",
        place.needed,
        "machines",
        "ceil(N / k), N the places so that few wait too long",
        (
            carried("N places", waits.figure("servers so that few wait too long")),
            carried("k sessions of a machine", place.each),
        ),
    )
    each = place.each
    if each.name == "sessions":
        each = replace(each, name="sessions on a machine")
    figures = (each, needed, late, *(figure for figure in (away, *priced) if figure is not None))
    return Decision(verdict, said, figures, _levers(scenario, place, few=few))


def _one_of(places: int) -> str:
    return "the one place" if places == 1 else f"one of {places:,} places"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _spare(place: House) -> str:
    if place.machines > place.needed:
        return f"{_counted(place.needed, 'machine')} would do."
    return (
        "With one less, more would wait than may." if place.machines > 1 else "That is within what was asked."
    )


def _levers(scenario: Scenario, place: House, *, few: bool) -> tuple[str, ...]:
    per_s, stay_s = _load(scenario)
    each = math.floor(place.each.value)
    found = [
        f"On average {per_s * stay_s:.3g} people want to play at once; every machine is "
        f"{_counted(each, 'place')}."
    ]
    if few:
        fits_min = place.slots / per_s / 60.0
        found.append(
            f"Or shorter visits: at {fits_min:.3g} minutes each the places that there are would be full all "
            "the time."
        )
    found.append(
        "A lower rate or a smaller picture puts more sessions on a machine: `inhabit plan capacity` says how "
        "many."
    )
    return tuple(found)
