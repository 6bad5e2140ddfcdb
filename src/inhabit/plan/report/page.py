"""A report as one HTML page that needs nothing else: no script, no font, no picture from anywhere.

What is said comes from `plan.reading`; here it is only put in place. Every figure opens to its formula, the
numbers put in, and the source of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from inhabit import __version__
from inhabit.plan import wording
from inhabit.plan.figure import Figure, Origin
from inhabit.plan.reading import ReadFigure, ReadInput, ReadPlot, ReadTable, read, rests_on
from inhabit.plan.report.ledger import Entries, entries
from inhabit.plan.report.section import Decision, Report, Section

MARK = (
    '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">'
    '<path class="sun" d="M7.2 14.5a4.8 4.8 0 0 1 9.6 0z"/><path d="M3 14.5h18M6.5 18h11"/></svg>'
)
MEANT: dict[Origin, str] = {
    "measured": "by a benchmark of this machine",
    "given": "by whoever asked",
    "sourced": "from a document or a report that is named",
    "assumed": "for want of better: check these first",
}
CODE = re.compile("`([^`]+)`")
SHORT_CELL = 26
"""Longer texts may break in a table, shorter ones stay in one line."""


def page(report: Report, *, remade_by: str) -> str:
    """The whole page; `remade_by` is the command that makes it again."""
    title = escape(report.title)
    sections = "".join(_section(section) for section in report.sections)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title} · inhabit plan</title>\n'
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<header class="top"><p class="brand">{MARK}inhabit</p>'
        '<p class="kind">Plan for an operator</p></header>\n'
        f"<main>\n{_hero(report)}\n{_contents(report)}\n{sections}\n{_sources(entries(report))}\n</main>\n"
        f"<footer><p>Made again, the same, by <code>{escape(remade_by)}</code> of inhabit {__version__}."
        "</p></footer>\n"
        "</body>\n</html>\n"
    )


def _style() -> str:
    return files("inhabit.plan.report").joinpath("style.css").read_text(encoding="utf-8")


def _hero(report: Report) -> str:
    decision = report.decision
    return (
        f'<section class="hero"><h1>{escape(report.title)}</h1>'
        f'<p class="question">{escape(report.question)}</p>'
        f'{_verdict(decision)}<ul class="tiles">{"".join(_tile(each) for each in decision.figures)}</ul>'
        f"{_list('levers', decision.levers)}</section>"
    )


def _verdict(decision: Decision) -> str:
    kind = decision.verdict.split(" ")[0].lower()
    return (
        f'<div class="verdict {kind}"><b>{escape(decision.verdict)}</b><p>{_coded(decision.said)}</p></div>'
    )


def _tile(figure: Figure) -> str:
    value, _, unit = wording.brief(figure.value, figure.unit).partition(" ")
    small = f"<small>{escape(unit)}</small>" if unit else ""
    badges = _badges(rests_on(figure)[:1])
    return f"<li><span>{escape(figure.name)}</span><b>{escape(value)} {small}</b>{badges}</li>"


def _contents(report: Report) -> str:
    links = [f'<a href="#{section.key}">{escape(section.question)}</a>' for section in report.sections]
    links.append('<a href="#sources">Where do the numbers come from?</a>')
    return f'<nav aria-label="Contents">{"".join(links)}</nav>'


def _section(section: Section) -> str:
    reading = read(section.answer)
    plots = "".join(_plot(each) for each in reading.plots)
    notes = _list("notes", reading.notes)
    beside = f'<div class="beside"><div class="plots">{plots}</div>{notes}</div>' if plots else notes
    figures = "".join(_figure(each) for each in reading.figures)
    return (
        f'<section id="{section.key}"><h2>{escape(section.question)}</h2>'
        f'<p class="said">{_coded(reading.said)}</p>{beside}<div class="figures">{figures}</div>'
        f"{''.join(_table(each) for each in reading.tables)}</section>\n"
    )


def _figure(figure: ReadFigure) -> str:
    note = f"<em>{_coded(figure.note)}</em>" if figure.note else ""
    put_in = f"<p><code>= {escape(figure.put_in)}</code></p>" if figure.put_in else ""
    inputs = "".join(_input(each) for each in figure.inputs)
    return (
        f"<details><summary><span>{escape(figure.name)}{note}</span><b>{escape(figure.value)}</b>"
        f'{_badges(figure.rests_on)}</summary><div class="why">'
        f"<p><code>= {escape(figure.formula)}</code></p>{put_in}<dl>{inputs}</dl></div></details>"
    )


def _input(given: ReadInput) -> str:
    letter = f"<code>{escape(given.letter)}</code> " if given.letter != given.meaning else ""
    return (
        f"<div><dt>{letter}{escape(given.meaning)}, <b>{escape(given.value)}</b></dt>"
        f"<dd>{_badges((given.origin,))} {_coded(given.source)}</dd></div>"
    )


def _badges(origins: Iterable[Origin]) -> str:
    return f'<span class="badges">{"".join(f"<i class={each}>{each}</i>" for each in origins)}</span>'


def _plot(plot: ReadPlot) -> str:
    names = "".join(f'<li class="s{place}">{escape(name)}</li>' for place, name in enumerate(plot.series))
    return (
        f"<figure><figcaption><b>{escape(plot.title)}</b><span>{escape(plot.upwards)}</span></figcaption>"
        f'{plot.svg}<ul class="series">{names}</ul></figure>'
    )


def _table(table: ReadTable) -> str:
    title = escape(table.title)

    def cells(tag: str, texts: Iterable[str]) -> str:
        each = (f"<{tag}{_side(table, place)}>{escape(text)}</{tag}>" for place, text in enumerate(texts))
        return f"<tr>{''.join(each)}</tr>"

    rows = "".join(cells("td", row) for row in table.rows)
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{title}"><table>'
        f"<caption>{title}</caption><thead>{cells('th', table.heads)}</thead><tbody>{rows}</tbody>"
        "</table></div>"
    )


def _side(table: ReadTable, place: int) -> str:
    if place not in table.words:
        return ""
    longest = max((len(row[place]) for row in table.rows), default=0)
    return ' class="words long"' if longest > SHORT_CELL else ' class="words"'


def _sources(kinds: Iterable[Entries]) -> str:
    blocks = "".join(
        f'<h3>{_badges((kind.origin,))} {MEANT[kind.origin]}</h3><dl class="ledger">'
        + "".join(
            f"<div><dt>{escape(each.meaning)}</dt><dd><b>{escape(each.value)}</b></dd><dd>{_coded(each.source)}</dd></div>"
            for each in kind.inputs
        )
        + "</dl>"
        for kind in kinds
    )
    return f'<section id="sources"><h2>Where do the numbers come from?</h2>{blocks}</section>'


def _list(kind: str, texts: Iterable[str]) -> str:
    items = "".join(f"<li>{_coded(text)}</li>" for text in texts)
    return f'<ul class="{kind}">{items}</ul>' if items else ""


def _coded(text: str) -> str:
    """Prose with what stands between backticks as code."""
    return CODE.sub(r"<code>\1</code>", escape(text))
