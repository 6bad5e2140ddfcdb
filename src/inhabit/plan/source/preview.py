"""§9 of the source: the cost of a clip with a live preview before it, and without."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import economics, preview
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim

RENDER_USD, RENDER_S = 0.10, 30.0
REJECTION, PREVIEWED_REJECTION = 0.60, 0.15
PREVIEW_USD_PER_MINUTE, PREVIEW_MINUTES = 0.02, 2.0
SAID_RENDERS, SAID_PREVIEWED_RENDERS = 3.5, 1.18

WITHOUT = preview.clip(render_usd=RENDER_USD, render_s=RENDER_S, rejection=REJECTION)
WITH = preview.clip(
    render_usd=RENDER_USD,
    render_s=RENDER_S,
    rejection=PREVIEWED_REJECTION,
    preview_usd_per_minute=PREVIEW_USD_PER_MINUTE,
    preview_minutes=PREVIEW_MINUTES,
)

FOLLOWS = "60 % rejected takes 1 / (1 - 0.6) = 2.5 renders, not 3.5"


def claims() -> Iterator[Checkable]:
    """Every number of the preview code's comments and of the cost model of §9 that follows from something."""
    yield from _session()
    yield from _without()
    yield from _with()
    yield from _table()


def _session() -> Iterator[Checkable]:
    size = givens.FULL_HD
    yield Claim(
        "§9 workflow, commitment",
        "wait for a batch render",
        "30-second to 5-minute",
        givens.BATCH_TOTAL_S,
        "§1 and §8 give 5 to 30 s, and the cost model of this section 30 s",
        reads_as="30-300 s",
    )
    pixels = size.width_px * size.height_px / (960 * 540)
    yield Claim(
        "§9 preview code", "pixels of 540p against 1080p", "4x fewer", pixels, "(1920 x 1080) / (960 x 540)"
    )
    yield Claim("§9 preview code", "interval at 30 fps", "33.33 ms", givens.frame_ms(), "1000 / 30")


def _without() -> Iterator[Checkable]:
    where = "§9 without preview"
    yield Claim(
        where,
        "renders until one satisfies, at 60 % rejected",
        "3.5",
        WITHOUT.renders,
        "1 / (1 - r), which gives its 1.18 for 15 %, is 2.5 for 60 %; 3.5 would take 71 %",
    )
    yield Claim(where, "cost of a clip, its own product", "$0.35", RENDER_USD * SAID_RENDERS, "$0.10 x 3.5")
    yield Claim(where, "time of a clip, its own product", "105 s", RENDER_S * SAID_RENDERS, "30 s x 3.5")


def _with() -> Iterator[Checkable]:
    where = "§9 with preview"
    low, high = (economics.minute_usd(each) for each in givens.STREAM_HOUR_USD)
    yield Claim(
        where,
        "price of a minute of preview",
        "$0.02",
        (low, high),
        "§6: stream hours of $0.28 to $1.50, over 60",
    )
    yield Claim(where, "price of a preview of 2 minutes", "$0.04", WITH.preview_usd, "$0.02 x 2")
    yield Claim(
        where, "renders until one satisfies, at 15 % rejected", "1.18", WITH.renders, "1 / (1 - 0.15)"
    )
    cost_usd = WITH.preview_usd + RENDER_USD * SAID_PREVIEWED_RENDERS
    yield Claim(where, "cost of a clip, its own sum", "$0.158", cost_usd, "$0.04 + $0.10 x 1.18")
    took_s = WITH.preview_s + RENDER_S * SAID_PREVIEWED_RENDERS
    yield Claim(where, "time of a clip, its own sum", "155 s", took_s, "120 + 30 x 1.18")


def _table() -> Iterator[Checkable]:
    where = "§9 table, without preview"
    yield Claim(where, "cost of a clip", "$0.350", WITHOUT.cost_usd, FOLLOWS)
    yield Claim(where, "renders", "3.5", WITHOUT.renders, FOLLOWS)
    yield Claim(where, "total time", "105 s", WITHOUT.time_s, FOLLOWS)
    yield Claim(where, "wasted compute", "$0.250", WITHOUT.wasted_usd, FOLLOWS)
    where, rejected = "§9 table, with preview", "1 / (1 - 0.15) renders"
    yield Claim(where, "cost of a clip", "$0.158", WITH.cost_usd, f"$0.04 + $0.10 x {rejected}")
    yield Claim(where, "renders", "1.18", WITH.renders, rejected)
    yield Claim(where, "total time", "155 s", WITH.time_s, f"120 + 30 x {rejected}")
    yield Claim(where, "wasted compute", "$0.058", WITH.wasted_usd, "the preview and all renders but one")
    where, saved = "§9 table, improvement", preview.compare(WITH, WITHOUT)
    for quantity, says, share, sign in (
        ("cost of a clip", "55 % cheaper", saved.cost_saved, 1),
        ("renders", "66 % fewer", saved.renders_saved, 1),
        ("total time", "48 % longer", saved.time_saved, -1),
        ("wasted compute", "77 % less waste", saved.waste_saved, 1),
    ):
        yield Claim(
            where,
            quantity,
            says,
            sign * 100.0 * (share or 0.0),
            f"{FOLLOWS}; its own columns do give {says[:4]}",
        )
