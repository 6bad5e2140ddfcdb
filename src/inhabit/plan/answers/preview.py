"""Is a live preview worth it? What a clip that satisfies takes with a preview before the render, and
without."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.plan import preview as arithmetic
from inhabit.plan.answer import Answer, Table, heads
from inhabit.plan.answers.origin import number, posted
from inhabit.plan.figure import Figure, Input
from inhabit.plan.preview import Clip, Difference

SECTION = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """The numbers of both ways of working, with where they come from."""

    render_usd: Input
    render_s: Input
    direct: Input
    previewed: Input
    per_minute: Input
    minutes: Input


def answer(
    *,
    render_usd: float | None = None,
    render_s: float | None = None,
    direct_rejection: float | None = None,
    previewed_rejection: float | None = None,
    preview_usd_per_minute: float | None = None,
    preview_minutes: float | None = None,
) -> Answer:
    """Renders, money and time of one clip that is kept, with and without `preview_minutes` of preview.

    A render costs `render_usd` and takes `render_s`; it is refused with `direct_rejection` in [0, 1) without
    preview and `previewed_rejection` after one, each time anew. Else the post's example: 0.10 USD, 30 s, 60
    %, 15 %, 2 minutes at 0.02 USD. Raises BadInputError for bad numbers.
    """
    asked = Asked(
        posted("R price of a render", render_usd, "USD", otherwise=0.10, section=SECTION),
        posted("s time of a render", render_s, "s", otherwise=30.0, section=SECTION),
        posted("r refused without preview", direct_rejection, "share", otherwise=0.60, section=SECTION),
        posted("q refused after preview", previewed_rejection, "share", otherwise=0.15, section=SECTION),
        posted(
            "p price of preview", preview_usd_per_minute, "USD per minute", otherwise=0.02, section=SECTION
        ),
        posted("m preview", preview_minutes, "minutes", otherwise=2.0, section=SECTION),
    )
    render = {"render_usd": number(asked.render_usd), "render_s": number(asked.render_s)}
    direct = arithmetic.clip(**render, rejection=number(asked.direct))
    previewed = arithmetic.clip(
        **render,
        rejection=number(asked.previewed),
        preview_usd_per_minute=number(asked.per_minute),
        preview_minutes=number(asked.minutes),
    )
    saved = arithmetic.compare(previewed, direct)
    return Answer(
        "Live preview against direct batch",
        _said(direct, previewed, saved),
        (*_both(asked, direct, previewed), *_even(asked, direct, previewed)),
        (_table(direct, previewed, saved),),
        notes=_notes(asked),
    )


def _both(asked: Asked, direct: Clip, previewed: Clip) -> tuple[Figure, ...]:
    preview, without = (asked.per_minute, asked.minutes), (asked.direct,)
    after = (asked.previewed,)
    cost = "p x m + R / (1 - q)"
    saving = f"1 - ({cost}) / (R / (1 - r))"
    inputs = (*preview, asked.render_usd, *after)
    return (
        Figure("renders without preview", direct.renders, "renders", "1 / (1 - r)", without),
        Figure("renders after preview", previewed.renders, "renders", "1 / (1 - q)", after),
        Figure("cost without preview", direct.cost_usd, "USD", "R / (1 - r)", (asked.render_usd, *without)),
        Figure("cost with preview", previewed.cost_usd, "USD", cost, inputs),
        Figure(
            "saved by preview",
            1.0 - previewed.cost_usd / direct.cost_usd,
            "share",
            saving,
            (*inputs, *without),
        ),
        Figure("waiting without preview", direct.waiting_s, "s", "s / (1 - r)", (asked.render_s, *without)),
        Figure("waiting with preview", previewed.waiting_s, "s", "s / (1 - q)", (asked.render_s, *after)),
        Figure(
            "time with preview",
            previewed.time_s,
            "s",
            "60 x m + s / (1 - q)",
            (asked.minutes, asked.render_s, *after),
        ),
    )


def _even(asked: Asked, direct: Clip, previewed: Clip) -> tuple[Figure, ...]:
    render_usd, found = number(asked.render_usd), []
    if number(asked.minutes) > 0.0:
        even_usd = arithmetic.even_preview_usd_per_minute(
            render_usd=render_usd,
            preview_minutes=number(asked.minutes),
            direct_renders=direct.renders,
            previewed_renders=previewed.renders,
        )
        found.append(
            Figure(
                "preview pays below",
                even_usd,
                "USD per minute",
                "(1 / (1 - r) - 1 / (1 - q)) x R / m",
                (asked.direct, asked.previewed, asked.render_usd, asked.minutes),
            )
        )
    preview = {"render_usd": render_usd, "preview_usd": previewed.preview_usd}
    least = arithmetic.even_direct_rejection(**preview, rejection=number(asked.previewed))
    most = arithmetic.even_previewed_rejection(**preview, rejection=number(asked.direct))
    price = (asked.per_minute, asked.minutes, asked.render_usd)
    found.append(
        Figure(
            "preview pays where more are refused without it than",
            least,
            "share",
            "1 - 1 / (1 / (1 - q) + p x m / R)",
            (*price, asked.previewed),
        )
    )
    if most is not None:
        found.append(
            Figure(
                "preview pays where fewer are refused after it than",
                most,
                "share",
                "1 - 1 / (1 / (1 - r) - p x m / R)",
                (*price, asked.direct),
            )
        )
    return tuple(found)


def _said(direct: Clip, previewed: Clip, saved: Difference) -> str:
    cheaper = saved.cost_saved or 0.0
    how = f"{cheaper:.0%} cheaper" if cheaper >= 0.0 else f"{-cheaper:.0%} dearer"
    verdict = "Yes" if cheaper > 0.0 else "Not for the money"
    waiting = f"{direct.waiting_s:.3g} s to {previewed.waiting_s:.3g} s"
    return (
        f"{verdict}: with preview a clip costs {previewed.cost_usd:.3g} USD instead of "
        f"{direct.cost_usd:.3g} ({how}); "
        f"waiting for renders goes from {waiting}, the whole takes {previewed.time_s:.3g} s."
    )


def _table(direct: Clip, previewed: Clip, saved: Difference) -> Table:
    rows = (
        ("cost", "USD", direct.cost_usd, previewed.cost_usd, saved.cost_saved),
        ("of it wasted", "USD", direct.wasted_usd, previewed.wasted_usd, saved.waste_saved),
        ("renders", "", direct.renders, previewed.renders, saved.renders_saved),
        ("waiting for renders", "s", direct.waiting_s, previewed.waiting_s, saved.waiting_saved),
        ("whole time", "s", direct.time_s, previewed.time_s, saved.time_saved),
    )
    columns = heads("one clip that is kept", "in", "without preview", "with preview", "saved [share]")
    return Table("Both ways", columns, rows)


def _notes(asked: Asked) -> tuple[str, ...]:
    if asked.direct.origin != "sourced":
        return ()
    return (
        "The post reckons with 3.5 renders without preview; 60 % refused each time are 2.5 on average, and "
        "it is this rate that counts here. With its 3.5 a clip costs 0.35 USD.",
    )
