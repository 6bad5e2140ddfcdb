"""What a stream costs and what a user brings: from a machine's price to a minute, from revenue to a margin.

Money is in US dollars, periods are months unless a name says otherwise, and shares are in [0, 1]. Source: the
PixVerse R1 post, §6 (cost per stream hour) and §7 (unit economics).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks

MONTHS, MINUTES_PER_HOUR = 12, 60.0
MOST_USERS = 1e10
"""More than there are people."""


@dataclass(frozen=True, slots=True)
class Revenue:
    """What users bring a month: `arpu_usd` per user, and per paying user `paying_arpu_usd`."""

    month_usd: float
    users: int
    arpu_usd: float
    paying_share: float
    paying_users: float
    paying_arpu_usd: float


@dataclass(frozen=True, slots=True)
class Cost:
    """A line of the cost table, per month; `direct` if it grows with use and so counts as cost of goods
    sold."""

    name: str
    usd: float
    direct: bool = False


R1_COSTS = (
    Cost("compute (inference)", 1_200_000.0, direct=True),
    Cost("compute (training)", 500_000.0, direct=True),
    Cost("cloud infrastructure", 300_000.0, direct=True),
    Cost("engineering team", 1_000_000.0),
    Cost("marketing and growth", 200_000.0),
    Cost("other", 130_000.0),
)
"""The post's estimate of PixVerse's month; it counts training among the cost of goods, which few would."""


@dataclass(frozen=True, slots=True)
class CostRow:
    """A line of the table with its share of revenue and of all costs."""

    name: str
    usd: float
    of_revenue: float
    of_costs: float
    direct: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """A month: costs by line, their total, cost of goods sold, gross margin (a share of revenue; negative if
    the goods cost more than they bring), and what is left in the end."""

    revenue_usd: float
    rows: tuple[CostRow, ...]
    total_usd: float
    cogs_usd: float
    gross_margin: float
    result_usd: float


def stream_hour_usd(machine_usd_per_hour: float, streams: float, *, used: float = 1.0) -> float:
    """Cost of one stream for an hour: the machine's price / (streams x the share of them that is used).

    `streams` > 0, `used` in (0, 1]: the source reckons with every stream busy. Raises BadInputError.
    """
    price = checks.non_negative("the price of the machine", machine_usd_per_hour, "USD per hour")
    held = checks.positive("the streams per machine", streams, most=1e6)
    busy = checks.positive("the share of streams used", checks.share("the share of streams used", used))
    return checks.non_negative("the cost of a stream hour", price / held / busy, "USD")


def minute_usd(stream_hour_cost_usd: float) -> float:
    """Cost of a stream for a minute: that of an hour / 60. Raises BadInputError below 0."""
    return checks.non_negative("the cost of a stream hour", stream_hour_cost_usd, "USD") / MINUTES_PER_HOUR


def session_usd(stream_hour_cost_usd: float, minutes: float) -> float:
    """Cost of a session of `minutes` >= 0. Raises BadInputError for a number below 0."""
    return minute_usd(stream_hour_cost_usd) * checks.non_negative("the session", minutes, "minutes")


def revenue(yearly_usd: float, users: int, *, paying_share: float) -> Revenue:
    """ARPU per month, payers, and ARPU of the payers: (ARR / 12) / users, users x share, (ARR / 12) / payers.

    `yearly_usd` >= 0 is the annual recurring revenue, `users` >= 1 those who are active in a month,
    `paying_share` in (0, 1]. Payers are not rounded. Raises BadInputError.
    """
    month = checks.non_negative("the yearly revenue", yearly_usd, "USD") / MONTHS
    active = checks.count("the users", users, most=MOST_USERS)
    share = checks.positive("the paying share", checks.share("the paying share", paying_share))
    payers = active * share
    paid = checks.non_negative("the revenue per payer", month / payers, "USD")
    return Revenue(month, active, month / active, share, payers, paid)


def paying_share(payers: float, users: int) -> float:
    """Payers / users, in [0, 1]; raises BadInputError for more payers than users."""
    active = checks.count("the users", users, most=MOST_USERS)
    paid = checks.non_negative("the paying users", payers)
    if paid > active:
        raise BadInputError("bad_plan_value", f"{paid:g} paying users of {active}: give at most {active}")
    return paid / active


def accounts(revenue_usd: float, costs: Sequence[Cost]) -> Accounts:
    """A month's costs against its revenue: shares, total, cost of goods sold, margin, result.

    Gross margin = (revenue - COGS) / revenue. `revenue_usd` > 0, each cost >= 0. Raises BadInputError, also
    for an empty table, a name used twice, or costs that are all zero.
    """
    income = checks.positive("the revenue", revenue_usd, "USD")
    names = [cost.name for cost in costs]
    for cost in costs:
        checks.non_negative(f"the cost {cost.name!r}", cost.usd, "USD")
        if not cost.name.strip() or names.count(cost.name) > 1:
            raise BadInputError("bad_plan_value", f"a cost is called {cost.name!r}: give each its own name")
    total = math.fsum(cost.usd for cost in costs)
    if total <= 0.0:
        raise BadInputError("bad_plan_value", "there are no costs: give at least one that is more than 0 USD")
    checks.positive("the costs over the revenue", total / income)
    cogs = math.fsum(cost.usd for cost in costs if cost.direct)
    return Accounts(
        revenue_usd=income,
        rows=tuple(
            CostRow(cost.name, float(cost.usd), cost.usd / income, cost.usd / total, cost.direct)
            for cost in costs
        ),
        total_usd=total,
        cogs_usd=cogs,
        gross_margin=(income - cogs) / income,
        result_usd=income - total,
    )


def required_arpu_usd(yearly_target_usd: float, users: int) -> float:
    """Revenue per user and month that a yearly target takes: (target / 12) / users. Raises BadInputError."""
    target = checks.non_negative("the target revenue", yearly_target_usd, "USD a year")
    return target / MONTHS / checks.count("the users", users, most=MOST_USERS)


def required_payers(yearly_target_usd: float, price_usd: float) -> int:
    """The fewest paying users at `price_usd` > 0 a month that bring a yearly target.

    ceil(target / 12 / price). Raises BadInputError.
    """
    target = checks.non_negative("the target revenue", yearly_target_usd, "USD a year")
    price = checks.positive("the price", price_usd, "USD a month")
    payers = checks.non_negative("the paying users that it takes", target / MONTHS / price)
    return math.ceil(payers * (1.0 - 1e-12))


def break_even_minute_usd(
    cost_usd_per_minute: float,
    *,
    minutes: float | None = None,
    fixed_usd: float = 0.0,
    paid_share: float = 1.0,
    margin: float = 0.0,
) -> float:
    """The price of a minute at which revenue meets costs.

    (minute + fixed / minutes) / paid share / (1 - margin). `cost_usd_per_minute` is what a streamed minute
    costs, `fixed_usd` what a month costs anyhow, spread over its `minutes` > 0 (needed only with a fixed
    cost), `paid_share` in (0, 1] the share of minutes that somebody pays for, `margin` in [0, 1) the share of
    revenue to be left over (0: break-even). Raises BadInputError.
    """
    each = checks.non_negative("the cost of a minute", cost_usd_per_minute, "USD")
    fixed = checks.non_negative("the fixed cost", fixed_usd, "USD")
    if fixed and minutes is None:
        raise BadInputError(
            "bad_plan_value", f"a fixed cost of {fixed:g} USD: give the minutes that carry it"
        )
    if minutes is not None:
        each += fixed / checks.positive("the minutes", minutes)
    paid = checks.positive("the paid share", checks.share("the paid share", paid_share))
    if checks.share("the margin", margin) == 1.0:
        raise BadInputError("bad_plan_value", "the margin is 1: no price leaves all of it, give less than 1")
    return checks.non_negative("the price of a minute", each / paid / (1.0 - margin), "USD")


def growth(start: float, end: float, *, periods: float) -> float:
    """Growth per period, as a share, that takes `start` > 0 to `end` > 0 in `periods` > 0.

    (end / start)^(1 / periods) - 1; negative if it shrinks. Raises BadInputError, also for growth by more
    than 1e15 times a period.
    """
    exponent = _distance(start, end) / checks.positive("the periods", periods)
    if not -1.0 < exponent / math.log(checks.ABSURD) < 1.0:
        raise BadInputError(
            "bad_plan_value", f"from {start:g} to {end:g} in {periods:g} periods: give more periods"
        )
    return math.expm1(exponent)


def periods_to(start: float, end: float, *, rate: float) -> float:
    """Periods that `start` > 0 takes to reach `end` > 0 at `rate` > -1 a period (not 0):
    ln(end / start) / ln(1 + rate). 0 if it is there; raises BadInputError if it never gets there."""
    checks.positive("1 + the growth per period", 1.0 + rate if isinstance(rate, int | float) else rate)
    distance, pace = _distance(start, end), math.log1p(rate)
    if distance == 0.0:
        return 0.0
    if distance * pace <= 0.0:
        raise BadInputError(
            "bad_plan_value",
            f"at {rate:g} a period {start:g} never becomes {end:g}: give growth the other way",
        )
    return checks.positive("the periods", distance / pace)


def _distance(start: float, end: float) -> float:
    """ln(end / start), without dividing: a tiny start overflows nothing."""
    return math.log(checks.positive("the end", end)) - math.log(checks.positive("the start", start))
