"""From a scenario to a report: a decision, the answers behind it, and where every number comes from."""

from __future__ import annotations

from collections.abc import Mapping

from inhabit.plan.answer import Answer
from inhabit.plan.answers import budget, preview, response
from inhabit.plan.budget import Stage
from inhabit.plan.measurement import Measurement
from inhabit.plan.report import house, service
from inhabit.plan.report.attribution import attributed
from inhabit.plan.report.scenario import Scenario
from inhabit.plan.report.section import Report, Section

TIME_KEYS: Mapping[str, str] = {"fps frame rate": "picture.fps"}
PREVIEW_KEYS: Mapping[str, str] = {
    "R price of a render": "preview.render_usd",
    "s time of a render": "preview.render_s",
    "r refused without preview": "preview.refused",
    "q refused after preview": "preview.refused_after",
    "m preview": "preview.minutes",
}


def report(scenario: Scenario, *, measured: Measurement | None = None) -> Report:
    """Answers a scenario. `measured` are this machine's figures, for a scenario that plans with its cores.

    Simulates, with a fixed seed: seconds of work, the same report every time. Raises BadInputError.
    """
    if scenario.has("service"):
        asked, decision = service.sections(scenario)
    else:
        asked, decision = house.sections(scenario, measured)
    found = [*asked]
    stages = _budget(scenario, measured)
    if stages is not None:
        found.append(Section("budget", f"Does a frame fit into {1000.0 / scenario.fps:.4g} ms?", stages))
    answered = attributed(response.answer(fps=scenario.fps, measured=measured), TIME_KEYS, scenario)
    found.append(Section("response", "How soon does the picture answer?", answered))
    if scenario.has("preview"):
        minute = next((each for each in decision.figures if each.name == "cost of a played minute"), None)
        price = None if minute is None else minute.value
        worth = attributed(_preview(scenario, price), PREVIEW_KEYS, scenario)
        found.append(Section("preview", "Is a live preview worth it before a render?", worth))
    return Report(scenario.title, scenario.question, decision, tuple(found))


def _budget(scenario: Scenario, measured: Measurement | None) -> Answer | None:
    """The scenario's stages, or what was measured; None where nobody knows the stages of this machine."""
    stages = [Stage(each["name"], float(each["ms"]), each.get("lane", "")) for each in scenario.stages]
    if not stages and measured is None:
        return None
    found = budget.answer(fps=scenario.fps, stages=stages or None, measured=measured)
    keys = {each.name: "stage" for figure in found.figures for each in figure.inputs if each.name[:2] == "t_"}
    return attributed(found, {**TIME_KEYS, **keys}, scenario)


def _preview(scenario: Scenario, minute_usd: float | None) -> Answer:
    return preview.answer(
        render_usd=scenario.value("preview.render_usd"),
        render_s=scenario.value("preview.render_s"),
        direct_rejection=scenario.value("preview.refused"),
        previewed_rejection=scenario.value("preview.refused_after"),
        preview_usd_per_minute=minute_usd,
        preview_minutes=scenario.value("preview.minutes"),
    )
