"""`inhabit plan`: how fast, how many, how long, how much, from the real model and the real machine.

Each question is a command of its own in a neighbouring file; all of them answer without torch, and import
what they compute with only when they are asked.
"""

from __future__ import annotations

import click

from inhabit.cli.plan_calibration import calibrate_command, check_source_command
from inhabit.cli.plan_machines import capacity_command, memory_command
from inhabit.cli.plan_money import economics_command, preview_command
from inhabit.cli.plan_outlook import horizon_command, quality_command
from inhabit.cli.plan_people import queue_command, simulate_command
from inhabit.cli.plan_report import report_command
from inhabit.cli.plan_time import budget_command, response_command, steps_command


class Questions(click.Group):
    """A group whose commands stand in the order of the questions, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Questions, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Plan: how fast, how many, how long, how much.

    Every command answers without options; --explain shows the formulas, --json - ends with a line of JSON.
    """


for question in (
    budget_command,
    response_command,
    steps_command,
    capacity_command,
    memory_command,
    queue_command,
    economics_command,
    preview_command,
    quality_command,
    horizon_command,
    simulate_command,
    report_command,
    calibrate_command,
    check_source_command,
):
    command.add_command(question)
