"""What does a minute cost, and does it pay? From a machine's price to a session, from revenue to a margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks
from inhabit.plan import economics as arithmetic
from inhabit.plan.answer import Answer, Cell, Column, Plot, Series, Table, heads
from inhabit.plan.answers.origin import POST, carried, number, posted, told
from inhabit.plan.economics import Accounts, Cost, Revenue
from inhabit.plan.figure import Figure, Input
from inhabit.plan.hardware import Device

MINUTES, STREAMS = 5.0, 6.0
TARGET_USD, TARGET_USERS = 200e6, 40_000_000
MOST_PLOTTED = 64


@dataclass(frozen=True, slots=True)
class Ways:
    """What the price of a minute is made of: a stream hour's cost, a session's, a minute's."""

    hour: Figure
    minute: Figure
    session: Figure
    price: Input
    used: Input


def answer(
    *,
    machine_usd_per_hour: float | None = None,
    device: Device | None = None,
    sessions: float | None = None,
    used: float | None = None,
    session_minutes: float | None = None,
    yearly_usd: float | None = None,
    users: int | None = None,
    paying: float | None = None,
    costs: Sequence[Cost] | None = None,
    target_usd: float | None = None,
    target_users: int | None = None,
) -> Answer:
    """The cost of a session and the economics of a user.

    A machine at `machine_usd_per_hour` (else the price of `device`, else the post's H100) that holds
    `sessions` (else 6), of which the share `used` in (0, 1] is paid for by somebody's use (else 1, as the
    post reckons). `yearly_usd` of revenue from `users` a month, of whom the share `paying` pays, against
    monthly `costs`; else the post's figures of PixVerse. `target_usd` a year from `target_users` is what is
    aimed at. Raises BadInputError for bad numbers.
    """
    ways = _ways(machine_usd_per_hour, device, sessions, used, session_minutes)
    yearly = posted("ARR yearly revenue", yearly_usd, "USD", otherwise=40e6, section=7)
    active = posted("MAU users a month", users, "people", otherwise=16_000_000, section=7)
    share = posted("p paying share", paying, "share", otherwise=0.04, section=7)
    count = checks.count("the users", number(active), most=arithmetic.MOST_USERS)
    earned = arithmetic.revenue(number(yearly), count, paying_share=number(share))
    lines = arithmetic.R1_COSTS if costs is None else tuple(costs)
    books = arithmetic.accounts(earned.month_usd, lines)
    brought = (
        Figure("revenue a month", earned.month_usd, "USD", "ARR / 12", (yearly,)),
        Figure("revenue per user and month", earned.arpu_usd, "USD", "ARR / 12 / MAU", (yearly, active)),
        Figure("paying users", earned.paying_users, "people", "MAU x p", (active, share)),
        Figure(
            "revenue per paying user and month",
            earned.paying_arpu_usd,
            "USD",
            "ARR / 12 / (MAU x p)",
            (yearly, active, share),
        ),
    )
    return Answer(
        "What a session costs, and what users bring",
        _said(ways, earned, books),
        (
            ways.hour,
            ways.minute,
            ways.session,
            *brought,
            *_books(books, costs, yearly),
            *_minutes(ways, brought[3]),
            *_target(target_usd, target_users),
        ),
        (_costs(books),),
        (_plot(ways),),
        _notes(costs, ways),
    )


def _ways(
    machine_usd_per_hour: float | None,
    device: Device | None,
    sessions: float | None,
    used: float | None,
    session_minutes: float | None,
) -> Ways:
    price = _price(machine_usd_per_hour, device)
    held = posted("k sessions of a machine", sessions, "sessions", otherwise=STREAMS, section=6)
    busy = told(
        "u share of sessions used",
        used,
        "share",
        otherwise=1.0,
        origin="assumed",
        source="as the post reckons: all",
    )
    long = posted("L session", session_minutes, "minutes", otherwise=MINUTES, section=5)
    hour_usd = arithmetic.stream_hour_usd(number(price), number(held), used=number(busy))
    hour = Figure("cost of a session hour", hour_usd, "USD", "H / (k x u)", (price, held, busy))
    each = carried("h cost of a session hour", hour)
    session_usd = arithmetic.session_usd(hour_usd, number(long))
    return Ways(
        hour,
        Figure("cost of a minute", arithmetic.minute_usd(hour_usd), "USD", "h / 60", (each,)),
        Figure("cost of a session", session_usd, "USD", "h x L / 60", (each, long)),
        price,
        busy,
    )


def _price(usd: float | None, device: Device | None) -> Input:
    name, unit = "H price of a machine", "USD per hour"
    if usd is None and device is not None:
        if device.usd_per_hour is None:
            raise BadInputError(
                "no_price", f"{device.name} has no price in the table ({device.sources['price']}): give one"
            )
        return Input(name, device.usd_per_hour, unit, "assumed", f"{device.name}: {device.sources['price']}")
    return posted(name, usd, unit, otherwise=3.50, section=6)


def _books(books: Accounts, costs: Sequence[Cost] | None, yearly: Input) -> tuple[Figure, ...]:
    direct = [row for row in books.rows if row.direct]
    source = f"{POST}, section 7: compute and infrastructure" if costs is None else "as asked"
    origin = "sourced" if costs is None else "given"
    cogs = Input("C cost of goods", sum(row.usd for row in direct), "USD", origin, source)
    total = Input(
        "K all costs", books.total_usd, "USD", origin, source.replace("compute and infrastructure", "all")
    )
    return (
        Figure("gross margin", books.gross_margin, "share", "(ARR / 12 - C) / (ARR / 12)", (yearly, cogs)),
        Figure("left over a month", books.result_usd, "USD", "ARR / 12 - K", (yearly, total)),
    )


def _minutes(ways: Ways, per_payer: Figure) -> tuple[Figure, ...]:
    minute, payer = carried("m cost of a minute", ways.minute), carried("a revenue per payer", per_payer)
    bought = per_payer.value / ways.minute.value if ways.minute.value else float("inf")
    return (
        Figure(
            "minutes that a payer's revenue buys",
            bought,
            "minutes a month",
            "a / m",
            (payer, minute),
            note="at cost, if nothing else had to be paid",
        ),
        Figure(
            "price of a minute at 70 % gross margin",
            arithmetic.break_even_minute_usd(ways.minute.value, margin=0.7),
            "USD",
            "m / (1 - g)",
            (
                minute,
                Input("g wanted margin", 0.7, "share", "sourced", f"{POST}, section 7: typical of software"),
            ),
        ),
    )


def _target(target_usd: float | None, target_users: int | None) -> tuple[Figure, ...]:
    aim = posted("G yearly target", target_usd, "USD", otherwise=TARGET_USD, section=7)
    people = posted("N users by then", target_users, "people", otherwise=TARGET_USERS, section=7)
    count = checks.count("the users by then", number(people), most=arithmetic.MOST_USERS)
    needed = arithmetic.required_arpu_usd(number(aim), count)
    return (Figure("revenue per user that the target takes", needed, "USD", "G / 12 / N", (aim, people)),)


def _said(ways: Ways, earned: Revenue, books: Accounts) -> str:
    return (
        f"A minute costs {ways.minute.value:.3g} USD, a session {ways.session.value:.3g} USD; a user brings "
        f"{earned.arpu_usd:.2f} USD a month, a paying one {earned.paying_arpu_usd:.2f}; the gross margin is "
        f"{books.gross_margin:.0%}."
    )


def _costs(books: Accounts) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (row.name, row.usd, row.of_revenue, row.of_costs, row.direct) for row in books.rows
    ]
    rows.append(("all", books.total_usd, books.total_usd / books.revenue_usd, 1.0, None))
    return Table(
        "A month's costs",
        heads("what", "costs [USD]", "of revenue [share]", "of all costs [share]", "grows with use"),
        tuple(rows),
    )


def _plot(ways: Ways) -> Plot:
    price, used = number(ways.price), number(ways.used)
    counts = sorted({*(2**i for i in range(7)), 3, 6, 12, 24, 48})
    shares = sorted({1.0, 0.5, used}, reverse=True)
    return Plot(
        "Cost of a session hour against the sessions of a machine",
        Column("sessions of a machine"),
        Column("cost of a session hour", "USD"),
        tuple(
            Series(
                f"{share:.0%} of them used",
                tuple(
                    (float(k), arithmetic.stream_hour_usd(price, k, used=share))
                    for k in counts
                    if k <= MOST_PLOTTED
                ),
            )
            for share in shares
        ),
        "log",
    )


def _notes(costs: Sequence[Cost] | None, ways: Ways) -> tuple[str, ...]:
    notes = []
    if costs is None:
        notes.append(
            "Revenue and costs are the post's of PixVerse, its own estimates; it counts training among the "
            "cost of goods, which few would: without it the margin is 55 %."
        )
    if number(ways.used) == 1.0:
        notes.append(
            "Every session slot is taken to be used all day: a day's curve leaves about half of them idle."
        )
    return tuple(notes)
