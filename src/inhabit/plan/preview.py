"""Is a live preview worth it? Clips rendered on a guess, against clips rendered after a look.

A render is refused with probability r and tried again until one is kept, so it takes 1 / (1 - r) renders on
average (a geometric law; Feller, An Introduction to Probability Theory, vol. 1, VI.8). A preview costs money
and time, and lowers r. Source: the PixVerse R1 post, §9, which states 3.5 renders for r = 60 %: that law
gives 2.5. If only the first is refused with 60 %, 3.5 takes later refusals of 76 %: `first_rejection` is
there for that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks

MOST_RENDERS = 1e6


@dataclass(frozen=True, slots=True)
class Clip:
    """What a clip that satisfies takes on average: renders, money, and time.

    `cost_usd` is preview and renders, of which `wasted_usd` is all but one render and `waste_share` its
    share. `time_s` is preview and renders; `waiting_s` the part in which nobody can do anything.
    """

    renders: float
    preview_usd: float
    cost_usd: float
    wasted_usd: float
    waste_share: float
    preview_s: float
    waiting_s: float
    time_s: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A way of working against another: what it saves, as shares of the other (negative: it takes more; None:
    the other has none of it)."""

    cost_saved: float | None
    renders_saved: float | None
    waste_saved: float | None
    waiting_saved: float | None
    time_saved: float | None


def expected_renders(rejection: float, *, first_rejection: float | None = None) -> float:
    """Renders until one is kept, on average: 1 / (1 - r), or 1 + r1 / (1 - r) if the first is refused with
    another probability r1. At least 1.

    `rejection` in [0, 1), `first_rejection` in [0, 1]. Raises BadInputError, also if it comes to over 1e6.
    """
    again = checks.share("the rejection rate", rejection)
    first = again if first_rejection is None else checks.share("the first rejection rate", first_rejection)
    if again > 1.0 - 1.0 / MOST_RENDERS:
        raise BadInputError(
            "bad_plan_value", f"the rejection rate is {again:g}: nobody is ever satisfied, give less than 1"
        )
    return 1.0 + first / (1.0 - again)


def rejection_of(renders: float) -> float:
    """The rejection rate that takes `renders` >= 1 on average: 1 - 1 / renders, in [0, 1). Raises
    BadInputError."""
    expected = checks.positive("the renders", renders, most=MOST_RENDERS)
    if expected < 1.0:
        raise BadInputError("bad_plan_value", f"the renders are {expected:g}: a clip takes at least 1")
    return 1.0 - 1.0 / expected


def clip(
    *,
    render_usd: float,
    render_s: float,
    rejection: float,
    first_rejection: float | None = None,
    preview_usd_per_minute: float = 0.0,
    preview_minutes: float = 0.0,
) -> Clip:
    """What one satisfactory clip takes on average, after one preview of `preview_minutes` (0: without).

    Cost = preview + renders x price, time = preview + renders x time. `render_usd` > 0 and `render_s` >= 0
    are of one render. Raises BadInputError.
    """
    price = checks.positive("the price of a render", render_usd, "USD")
    takes_s = checks.non_negative("the time of a render", render_s, "s")
    minutes = checks.non_negative("the preview", preview_minutes, "minutes")
    preview_usd = minutes * checks.non_negative(
        "the price of preview", preview_usd_per_minute, "USD per minute"
    )
    renders = expected_renders(rejection, first_rejection=first_rejection)
    cost_usd = preview_usd + renders * price
    wasted_usd = preview_usd + (renders - 1.0) * price
    return Clip(
        renders=renders,
        preview_usd=preview_usd,
        cost_usd=cost_usd,
        wasted_usd=wasted_usd,
        waste_share=wasted_usd / cost_usd,
        preview_s=60.0 * minutes,
        waiting_s=renders * takes_s,
        time_s=60.0 * minutes + renders * takes_s,
    )


def compare(one: Clip, other: Clip) -> Difference:
    """What `one` saves against `other`: 1 - one / other each; None where the other has none of it."""
    return Difference(
        cost_saved=_saved(one.cost_usd, other.cost_usd),
        renders_saved=_saved(one.renders, other.renders),
        waste_saved=_saved(one.wasted_usd, other.wasted_usd),
        waiting_saved=_saved(one.waiting_s, other.waiting_s),
        time_saved=_saved(one.time_s, other.time_s),
    )


def even_preview_usd_per_minute(
    *, render_usd: float, preview_minutes: float, direct_renders: float, previewed_renders: float
) -> float:
    """The price of a preview minute at which both ways cost the same.

    (direct - previewed renders) x price of a render / minutes. Below it preview pays. Negative if preview
    takes more renders: then it would have to be paid for. Both renders >= 1, minutes and price > 0. Raises
    BadInputError.
    """
    spared = _renders("direct", direct_renders) - _renders("previewed", previewed_renders)
    price = checks.positive("the price of a render", render_usd, "USD")
    even = spared * price / checks.positive("the preview", preview_minutes, "minutes")
    checks.non_negative("the size of the price of preview", abs(even), "USD per minute")
    return even


def even_direct_rejection(*, render_usd: float, preview_usd: float, rejection: float) -> float:
    """The rejection rate without preview above which preview pays, where `rejection` is the rate after it:
    1 - 1 / (1 / (1 - r) + preview / render), in [0, 1). Raises BadInputError."""
    price = checks.positive("the price of a render", render_usd, "USD")
    extra = checks.non_negative("the price of a preview", preview_usd, "USD") / price
    return rejection_of(expected_renders(rejection) + extra)


def even_previewed_rejection(*, render_usd: float, preview_usd: float, rejection: float) -> float | None:
    """The rejection rate after preview below which preview pays, where `rejection` is the rate without:
    1 - 1 / (1 / (1 - r) - preview / render). None if no rate is low enough. Raises BadInputError."""
    price = checks.positive("the price of a render", render_usd, "USD")
    left = expected_renders(rejection)
    left -= checks.non_negative("the price of a preview", preview_usd, "USD") / price
    return None if left < 1.0 else rejection_of(left)


def _renders(which: str, renders: float) -> float:
    rejection_of(checks.positive(f"the {which} renders", renders, most=MOST_RENDERS))
    return float(renders)


def _saved(one: float, other: float) -> float | None:
    ratio = one / other if other else math.inf
    return 1.0 - ratio if math.isfinite(ratio) else None
