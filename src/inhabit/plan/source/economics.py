"""§7 of the source: revenue, costs and margin of a month, and what the target takes."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import economics
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim

PAYING_SHARE = 0.04

COST_SHARES = ("36 %", "15 %", "9 %", "30 %", "6 %", "4 %")
"""Of revenue, in the order of `economics.R1_COSTS`."""

REGISTERED_MILLIONS, ACTIVE_SHARES = 200.0, (0.10, 0.20)
TARGET_USD, TARGET_USERS = 200e6, 40_000_000
PLAN_USD, CHEAPER_COMPUTE = 8.0, (0.30, 0.50)
"""What the cheapest plan costs a month; by how much the backer makes compute cheaper."""

SAAS_MARGIN = (70.0, 80.0)
"""Per cent, in the table of companies."""


def claims() -> Iterator[Checkable]:
    """Every number of §7 that follows from something."""
    yield from _revenue()
    yield from _costs()
    yield from _target()
    yield from _backer()


def _month() -> economics.Revenue:
    return economics.revenue(givens.YEARLY_USD, givens.USERS, paying_share=PAYING_SHARE)


def _accounts() -> economics.Accounts:
    return economics.accounts(_month().month_usd, economics.R1_COSTS)


def _revenue() -> Iterator[Checkable]:
    where, month = "§7 revenue", _month()
    yield Claim(where, "revenue of a month", "$3.33M", month.month_usd / 1e6, "$40M / 12")
    yield Claim(where, "ARPU", "$0.21/user/month", month.arpu_usd, "$3.33M / 16M")
    yield Claim(where, "paying share that its example takes", "3-5 %", 100.0 * PAYING_SHARE, "0.04")
    yield Claim(where, "paying users", "640,000", month.paying_users, "16M x 0.04")
    yield Claim(where, "ARPU of paying users", "$5.21/month", month.paying_arpu_usd, "$3.33M / 640,000")
    most = month.month_usd / PLAN_USD
    yield Claim(
        where,
        "ARPU of paying users, consistent with plans from about $8",
        "~$8/month",
        month.paying_arpu_usd,
        f"who pays at least $8 brings at least $8: $3.33M are then at most {most:,.0f} payers,"
        f" {100.0 * economics.paying_share(most, givens.USERS):.1f} % of users",
    )


def _costs() -> Iterator[Checkable]:
    accounts = _accounts()
    for row, says in zip(accounts.rows, COST_SHARES, strict=True):
        where = f"§7 costs, {row.name}"
        why = f"${row.usd / 1e6:g}M / $3.33M"
        yield Claim(where, "share of revenue", says, 100.0 * row.of_revenue, why)
    where, total = "§7 costs, total", accounts.total_usd
    yield Claim(where, "costs of a month", "$3.33M", total / 1e6, "1.2 + 0.5 + 0.3 + 1.0 + 0.2 + 0.13")
    yield Claim(where, "share of revenue", "100 %", 100.0 * total / accounts.revenue_usd, "$3.33M / $3.33M")
    where = "§7 gross margin"
    yield Claim(where, "COGS", "$2.0M", accounts.cogs_usd / 1e6, "1.2 + 0.5 + 0.3")
    margin = 100.0 * accounts.gross_margin
    yield Claim(where, "gross margin", "40 %", margin, "(3.33 - 2.0) / 3.33")
    yield Claim(where, "gross margin, in the comparison", "~40 %", margin, "(3.33 - 2.0) / 3.33")
    yield Claim(where, "margin of typical SaaS", "70-80 %", SAAS_MARGIN, "its table of companies")


def _target() -> Iterator[Checkable]:
    where = "§7 target"
    active = tuple(REGISTERED_MILLIONS * each for each in ACTIVE_SHARES)
    yield Claim(
        where, "active users of 200M registered", "20-40M", (active[0], active[1]), "10 % and 20 % of 200M"
    )
    yield Claim(where, "users of the required ARPU", "40M", active[1], "20 % of 200M registered")
    today_usd = _month().arpu_usd
    required_usd = economics.required_arpu_usd(TARGET_USD, TARGET_USERS)
    yield Claim(
        where,
        "yearly revenue of 40M users at today's ARPU",
        "~$100M",
        12.0 * today_usd * TARGET_USERS / 1e6,
        "$0.208 x 12 x 40M: what the growth in users alone would bring",
    )
    yield Claim(where, "required ARPU", "$0.42/user/month", required_usd, "$200M / 12 / 40M")
    yield Claim(
        where,
        "required ARPU against today's",
        "doubling",
        required_usd / today_usd,
        "$0.417 / $0.208",
        reads_as="2x",
    )


def _backer() -> Iterator[Checkable]:
    inference = 100.0 * _accounts().rows[0].of_revenue
    less = tuple(inference * each for each in CHEAPER_COMPUTE)
    yield Claim(
        "§7 backer",
        "gross margin from 30 to 50 % cheaper compute",
        "10-15 points",
        (less[0], less[1]),
        "30 to 50 % of the $1.2M for inference, 36 % of revenue; with training it would be 15 to 26 points",
    )
