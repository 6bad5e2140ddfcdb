"""`inhabit plan report`: from a scenario file to one page for a decision."""

from __future__ import annotations

from pathlib import Path

import click

from inhabit.cli.places import check_writable, hand_over
from inhabit.cli.plan_machine import measured
from inhabit.cli.plan_page import check_places
from inhabit.core.errors import OutputError


@click.command("report")
@click.argument("scenario_at", metavar="SCENARIO", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Where the page goes.",
)
@click.option("--json", "json_at", help="Write the JSON line here; - is standard output.")
@click.option(
    "--calibration",
    "calibration_at",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Rest on this file of measurements; a scenario is mostly of other machines (default: none).",
)
def report_command(
    scenario_at: Path,
    out: Path,
    json_at: str | None,
    calibration_at: Path | None,
) -> None:
    """Answer a scenario file (TOML) with one HTML page: what to do, and every figure behind it.

    docs/plans has three to start from. The page needs nothing beside itself.
    """
    from inhabit.plan.report.page import page
    from inhabit.plan.report.report import report
    from inhabit.plan.report.scenario import read

    check_places(json_at, None)
    check_writable(out)
    scenario = read(scenario_at)
    here = measured(calibration_at, uncalibrated=calibration_at is None, size=scenario.size)
    found = report(scenario, measured=here)
    command = f"inhabit plan report {scenario_at.as_posix()} --out {out.as_posix()}"
    try:
        out.write_text(page(found, remade_by=command), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            "cannot_write", f"{out} cannot be written ({error.strerror}): choose another --out"
        ) from error
    err = json_at == "-"
    click.echo(f"{found.decision.verdict}: {found.decision.said}", err=err)
    click.echo(f"Written to {out}", err=err)
    hand_over(
        {
            "title": found.title,
            "verdict": found.decision.verdict,
            "said": found.decision.said,
            "figures": [figure.as_json() for figure in found.decision.figures],
            "sections": {section.key: section.answer.as_json() for section in found.sections},
        },
        json_at,
    )
