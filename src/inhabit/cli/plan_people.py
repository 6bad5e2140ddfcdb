"""`inhabit plan queue | simulate`: how long people wait by the formulas, and by playing it through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.plan_page import shown
from inhabit.cli.plan_units import HOURS, NUMBER, PER_SECOND, SECONDS, SHARE, USD
from inhabit.core.errors import BadInputError

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer
    from inhabit.plan.simulation.arrivals import Recorded
    from inhabit.plan.simulation.durations import Duration


@click.command("queue")
@click.option(
    "--arrivals", "arrivals_per_s", type=PER_SECOND, help="Who comes, like 600/min (default: 10/s)."
)
@click.option("--session", "service_s", type=SECONDS, help="How long each is served (default: 5min).")
@click.option("--servers", type=int, help="Session slots, or GPUs that render one clip (default: 3200).")
@click.option(
    "--room", type=int, help="At most so many may wait, the others are sent away (default: all wait)."
)
@click.option("--wait", "wait_s", type=SECONDS, help="What is too long (default: 5s).")
@click.option("--share", "wait_share", type=SHARE, help="Of the people, who may wait (default: 1 %).")
@shown(plotted=True)
def queue_command(
    arrivals_per_s: float | None,
    service_s: float | None,
    servers: int | None,
    room: int | None,
    wait_s: float | None,
    wait_share: float | None,
) -> Answer:
    """How long do people wait, and how many servers does it take?"""
    from inhabit.plan.answers import queue

    return queue.answer(
        arrivals_per_s=arrivals_per_s,
        service_s=service_s,
        servers=servers,
        room=room,
        wait_s=wait_s,
        wait_share=wait_share,
    )


@click.command("simulate")
@click.option("--arrivals", "arrivals_per_s", type=PER_SECOND, help="Who comes (default: 0.08/s).")
@click.option("--session", "session_s", type=SECONDS, help="How long people play (default: 10min).")
@click.option(
    "--lengths",
    type=click.Choice(["exponential", "fixed", "lognormal"]),
    help="How sessions differ (default: exponential; for a whole service lognormal).",
)
@click.option(
    "--log", "log_at", type=click.Path(path_type=Path), help="Recorded sessions (CSV: start_s,length_s)."
)
@click.option("--daily", is_flag=True, help="Along a day's curve with its peak in the evening.")
@click.option("--machines", type=int, help="Ready at the beginning (default: 14).")
@click.option("--slots", type=int, help="Sessions of a machine (default: 4; of a GPU of a service 6).")
@click.option("--room", type=int, help="At most so many may wait (default: all).")
@click.option(
    "--patience", "patience_s", type=SECONDS, help="Mean time until who waits gives up (default: never)."
)
@click.option(
    "--buffer", "buffer_slots", type=int, help="Start and stop machines to keep so many slots free."
)
@click.option("--cold-start", "cold_start_s", type=SECONDS, help="Of a machine (default: 1min).")
@click.option("--fails-every", "fails_every_s", type=SECONDS, help="Mean time between failures of a machine.")
@click.option("--repair", "repair_s", type=SECONDS, help="Of a failed one (default: 10min).")
@click.option(
    "--price", "usd_per_hour", type=USD, help="Of a machine (of a GPU of a service) an hour, in USD."
)
@click.option("--hours", type=HOURS, help="Simulated after the warm-up (default: 4; a day with --daily).")
@click.option("--long-wait", "long_wait_s", type=SECONDS, help="What is too long (default: 10s).")
@click.option("--registered", type=NUMBER, help="A whole service instead: so many people, in three regions.")
@click.option("--active", type=SHARE, help="Of those, who comes in a month (default: 8 %).")
@click.option("--visits", type=float, help="Sessions of each in a month (default: 8).")
@click.option("--seed", type=click.IntRange(0, 2**53), default=1, show_default=True, help="Of chance.")
@click.option("--runs", type=click.IntRange(2, 1000), help="Replications (default: 8; of a service 4).")
@shown(plotted=True)
def simulate_command(
    log_at: Path | None,
    lengths: str | None,
    registered: float | None,
    active: float | None,
    visits: float | None,
    seed: int,
    runs: int | None,
    session_s: float | None,
    usd_per_hour: float | None,
    **told: float | None,
) -> Answer:
    """Play a house of sessions through, with intervals, beside the formula where there is one.

    With --registered a whole service over a day: GPUs by the hour, waits, and the bill.
    """
    from inhabit.plan.answers import fleet, house, simulate

    asked = {name: value for name, value in told.items() if value is not None and value is not False}
    if registered is not None:
        slots = asked.pop("slots", None)
        _apart(asked, log_at, lengths)
        return fleet.answer(
            registered=registered,
            active=active,
            sessions_per_month=visits,
            session_s=session_s,
            streams_per_gpu=None if slots is None else int(slots),
            usd_per_gpu_hour=usd_per_hour,
            seed=seed,
            replications=runs,
        )
    if active is not None or visits is not None:
        raise BadInputError(
            "options_apart", "--active and --visits are of a whole service: give --registered"
        )
    scenario, inputs = house.house(
        session_s=session_s,
        session=None
        if lengths is None
        else _length(lengths, house.SESSION_S if session_s is None else session_s),
        recorded=None if log_at is None else _log(log_at),
        usd_per_hour=usd_per_hour or 0.0,
        **asked,  # pyright: ignore[reportArgumentType]
    )
    return simulate.answer(scenario, inputs, seed=seed, replications=runs)


def _apart(asked: Mapping[str, object], log_at: Path | None, lengths: str | None) -> None:
    """Options of one house have no meaning for a service in three regions."""
    named = [name.removesuffix("_s").removesuffix("_per").replace("_", "-") for name in asked]
    named += [name for name, value in (("log", log_at), ("lengths", lengths)) if value is not None]
    if named:
        raise BadInputError(
            "options_apart",
            f"--{named[0]} is of a single house, --registered of a service: leave one of them out",
        )


def _length(lengths: str, mean_s: float) -> Duration:
    from inhabit.plan.simulation import durations

    if lengths == "fixed":
        return durations.Fixed(mean_s)
    return durations.Lognormal(mean_s) if lengths == "lognormal" else durations.Exponential(mean_s)


def _log(path: Path) -> Recorded:
    """Recorded sessions: a line each, start and length in seconds; a first line of words is passed over."""
    from inhabit.plan.simulation.arrivals import Recorded

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError("bad_log", f"{path} cannot be read: {error}") from error
    sessions: list[tuple[float, float]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or (number == 1 and not any(char.isdigit() for char in line)):
            continue
        try:
            start_s, length_s = (float(part) for part in line.split(","))
        except ValueError as error:
            raise BadInputError(
                "bad_log", f"{path}, line {number} is {line!r}: give start_s,length_s, two numbers"
            ) from error
        sessions.append((start_s, length_s))
    return Recorded(tuple(sessions))
