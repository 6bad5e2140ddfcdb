"""How long do people wait, and how many servers does it take? By Erlang's formulas, with and without a
waiting room.

A server holds one person at a time: one session slot of a machine, or a GPU that renders one clip.
"""

from __future__ import annotations

import math

from inhabit.plan import checks, concurrency, erlang, queueing
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.origin import carried, number, posted, told
from inhabit.plan.answers.waiting_room import Load, bounded, said_of_room, spelled_share
from inhabit.plan.figure import Figure, Input
from inhabit.plan.queueing import Waits
from inhabit.plan.waiting_room import bounded_waits

SPREADS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Servers beyond the load, in square roots of it: where waiting goes from common to rare (Halfin and Whitt
1981)."""
PLOTTED = 40
ERLANG_B = "B = (a^N / N!) / sum of a^k / k! for k = 0..N"


def answer(
    *,
    arrivals_per_s: float | None = None,
    service_s: float | None = None,
    servers: int | None = None,
    room: int | None = None,
    wait_s: float | None = None,
    wait_share: float | None = None,
) -> Answer:
    """Waits of `arrivals_per_s` people for `servers`, each taken for `service_s` seconds (else the post's
    example of 10 a second, 300 s and 3,200 streams), and the servers at which at most `wait_share` of them
    (else 1 %) wait at all, or longer than `wait_s` (else 5 s).

    With `room`, at most so many wait and the others are sent away. Raises BadInputError for bad numbers, and
    (`unstable_queue`) without a room where the load is as large as the servers.
    """
    load = Load(
        posted("lambda arrivals", arrivals_per_s, "per second", otherwise=10.0, section=5),
        posted("s time of each", service_s, "s", otherwise=300.0, section=5),
        posted("N servers", servers, "servers", otherwise=3200, section=5),
        told(
            "t longest wait wanted", wait_s, "s", otherwise=5.0, origin="assumed", source="what people bear"
        ),
        told(
            "w share that may wait",
            wait_share,
            "share",
            otherwise=0.01,
            origin="assumed",
            source="one in a hundred",
        ),
    )
    count = checks.count("servers", number(load.servers), most=erlang.MOST_COUNTED)
    offered = _offered(load)
    if room is None:
        waits = queueing.waits(*load.known, count)
        said, figures = _said(waits, load), _unbounded(load, waits, offered)
    else:
        waits = bounded_waits(*load.known, count, room)
        said, figures = said_of_room(waits), bounded(load, waits, offered)
    return Answer(
        f"Waiting for one of {count:,} servers",
        said,
        (offered, *figures, *_needed(load)),
        (_table(load, count),),
        (_plot(load, count),),
        (
            "Arrivals at random (Poisson), times exponential; how many play at once and who finds a full "
            "house do not depend on the distribution of times.",
        ),
    )


def _offered(load: Load) -> Figure:
    erlangs = queueing.offered_erlangs(*load.known)
    return Figure(
        "load",
        erlangs,
        "busy servers",
        "lambda x s",
        (load.rate, load.stay),
        note="Little's law: how many are served at once, were there always a server",
    )


def _unbounded(load: Load, waits: Waits, offered: Figure) -> tuple[Figure, ...]:
    a, lam, stay, servers = carried("a load", offered), load.rate, load.stay, load.servers
    chance = Figure(
        "share that waits at all",
        waits.wait_share,
        "share",
        f"B / (1 - a / N x (1 - B)), {ERLANG_B}",
        (a, servers),
        note="Erlang C",
    )
    p = carried("P share that waits", chance)
    mean = Figure(
        "mean wait",
        waits.queue_s,
        "s",
        "P / (N / s - lambda)",
        (p, servers, stay, lam),
        note="those who do not wait included",
    )
    wait = carried("W mean wait", mean)
    rest = "(N / s - lambda)"
    tails = tuple(
        Figure(
            f"wait of {share:.0%} at most",
            waits.percentile_s(share),
            "s",
            f"max(0, ln(P / (1 - q))) / {rest}",
            (p, _percentile(share), servers, stay, lam),
        )
        for share in (0.95, 0.99)
    )
    wait_s = number(load.wait)
    return (
        Figure("utilisation", waits.utilisation, "share", "lambda x s / N", (lam, stay, servers)),
        chance,
        Figure(
            f"share that waits longer than {wait_s:g} s",
            waits.longer_share(wait_s),
            "share",
            f"P x exp(-{rest} x t)",
            (p, servers, stay, lam, load.wait),
        ),
        mean,
        *tails,
        Figure("mean stay", waits.stay_s, "s", "W + s", (wait, stay)),
        Figure("waiting at once", waits.queue_mean, "people", "lambda x W", (lam, wait), note="Little's law"),
    )


def _needed(load: Load) -> tuple[Figure, ...]:
    share, at_once = number(load.share), concurrency.concurrency(*load.known)
    who = (load.rate, load.stay)
    return (
        Figure(
            "servers so that few wait at all",
            queueing.servers_for_wait_share(*load.known, share),
            "servers",
            "the fewest N with ErlangC(N, lambda x s) <= w",
            (*who, load.share),
        ),
        Figure(
            "servers so that few wait too long",
            queueing.servers_for_wait(*load.known, number(load.wait), 1.0 - share),
            "servers",
            "the fewest N with ErlangC(N, lambda x s) x exp(-(N / s - lambda) x t) <= w",
            (*who, load.share, load.wait),
        ),
        Figure(
            "servers so that few find a full house",
            concurrency.streams_for(*load.known, share),
            "servers",
            "the fewest N with ErlangB(N, lambda x s) <= w",
            (*who, load.share),
            note="if nobody waits",
        ),
        Figure(
            "at once, 99 of 100 moments",
            at_once.quantile(0.99),
            "people",
            "the q quantile of Poisson(lambda x s)",
            (_percentile(0.99), *who),
            note="if nobody is refused",
        ),
    )


def _percentile(share: float) -> Input:
    return Input("q percentile", share, "share", "assumed", "what is usually asked for")


def _said(waits: Waits, load: Load) -> str:
    wait_s = number(load.wait)
    return (
        f"{waits.utilisation:.1%} of the servers are busy, {spelled_share(waits.wait_share)} of the people "
        f"wait at all, {spelled_share(waits.longer_share(wait_s))} longer than {wait_s:g} s."
    )


def _around(load: Load, count: int) -> list[int]:
    """Numbers of servers worth a row: from just above the load to far above it, and the one asked about."""
    erlangs = queueing.offered_erlangs(*load.known)
    beyond = {math.ceil(erlangs + spread * math.sqrt(max(erlangs, 1.0))) for spread in SPREADS}
    return sorted(n for n in {*beyond, count} if n > erlangs)


def _table(load: Load, count: int) -> Table:
    rows = []
    for servers in _around(load, count):
        waits = queueing.waits(*load.known, servers)
        full = concurrency.full_share(*load.known, servers)
        rows.append(
            (
                servers,
                waits.utilisation,
                waits.wait_share,
                waits.longer_share(number(load.wait)),
                waits.queue_s,
                waits.percentile_s(0.99),
                full,
            )
        )
    return Table(
        "Other numbers of servers",
        heads(
            "servers",
            "busy [share]",
            "wait at all [share]",
            "wait too long [share]",
            "mean wait [s]",
            "p99 of the wait [s]",
            "full house, if nobody waits [share]",
        ),
        tuple(rows),
    )


def _plot(load: Load, count: int) -> Plot:
    around = _around(load, count)
    low, high = around[0], max(around[-1], around[0] + 4)
    counts = sorted({low + round((high - low) * i / PLOTTED) for i in range(PLOTTED + 1)})
    points = [(float(n), queueing.waits(*load.known, n)) for n in counts]
    return Plot(
        "Who waits, against the number of servers",
        Column("servers"),
        Column("of the people", "share"),
        (
            Series("wait at all", tuple((n, waits.wait_share) for n, waits in points)),
            Series(
                f"wait longer than {number(load.wait):g} s",
                tuple((n, waits.longer_share(number(load.wait))) for n, waits in points),
            ),
            Series(
                "find a full house, if nobody waits",
                tuple((n, concurrency.full_share(*load.known, int(n))) for n, _ in points),
            ),
        ),
        "log",
    )
