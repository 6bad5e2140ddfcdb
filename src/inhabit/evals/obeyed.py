"""The figures of directives: how many were obeyed, of each kind, a second after them and later, and what was
kept.

Beside every share stand the same judgement on the truth (`probe_accuracy`) and on the world when nothing was
said (`chance`). What was not named counts only where the directive was obeyed: a world that does nothing
keeps all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from inhabit.evals import metrics
from inhabit.evals.verdicts import KINDS, Kept, Part, Seen, Verdict
from inhabit.evals.wordings import SPLITS

told, alone = attrgetter("told"), attrgetter("alone")


def directive_figures(verdicts: Sequence[Verdict], early_s: float) -> dict[str, Any]:
    """`{seen|held_out}` over whole directives, `{kind}.{seen|held_out}` over parts, and `unnamed_*`."""
    early = f"after_{early_s:g}_s"
    usual = [verdict for verdict in verdicts if not verdict.extra]
    splits = {split: [v for v in usual if v.split == split] for split in SPLITS}
    whole = {
        split: _figures([v.parts for v in some]) | {early: shares(_judged([v.early for v in some]), told)}
        for split, some in splits.items()
    }
    kinds = {
        kind: {split: _of_kind(kind, [v for v in verdicts if v.split == split], early) for split in SPLITS}
        for kind in KINDS
    }
    return whole | kinds | unnamed_figures(usual)


def shares(asked: list[list[Part]], how: Callable[[Part], Seen]) -> dict[str, Any]:
    """How many directives are seen, where every part of one must be."""
    return {
        "accuracy": metrics.mean(all(how(part).model for part in parts) for parts in asked),
        "probe_accuracy": metrics.mean(all(how(part).truth for part in parts) for parts in asked),
        "chance": metrics.mean(all(how(part).unasked for part in parts) for parts in asked),
        "count": len(asked),
    }


def unnamed_figures(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What was not named and is read as before, of directives obeyed; `obeyed_and_kept` of all directives."""
    shown = [v for v in verdicts if any(part.shown for part in v.parts)]

    def obeyed(who: str) -> list[Verdict]:
        return [v for v in shown if all(getattr(p.told, who) for p in v.parts if p.shown)]

    def share(who: str, some: list[Verdict]) -> float:
        return metrics.mean(float(getattr(kept, who)) for v in some for kept in v.kept)

    def both(who: str) -> float:
        count = sum(all(getattr(kept, who) for kept in v.kept) for v in obeyed(who))
        return count / len(shown) if shown else metrics.mean([])

    by_name: dict[str, list[Kept]] = defaultdict(list)
    for kept in (kept for v in obeyed("model") for kept in v.kept):
        by_name[kept.name].append(kept)
    return {
        "unnamed_kept": share("model", obeyed("model")),
        "unnamed_kept_truth": share("truth", obeyed("truth")),
        "unnamed_kept_any_look": share("any_look", shown),
        "unnamed_kept_count": sum(len(v.kept) for v in obeyed("model")),
        "unnamed_kept_by_attribute": {
            name: metrics.mean(float(kept.model) for kept in some) for name, some in sorted(by_name.items())
        },
        "obeyed_and_kept": both("model"),
        "obeyed_and_kept_truth": both("truth"),
        "obeyed_and_kept_chance": both("unasked"),
    }


def _judged(asked: list[list[Part]]) -> list[list[Part]]:
    """The parts that the truth shows, of directives that have any."""
    shown = [[part for part in parts if part.shown] for parts in asked]
    return [parts for parts in shown if parts]


def _of_kind(kind: str, verdicts: list[Verdict], early: str) -> dict[str, Any]:
    def parts(asked: list[list[Part]]) -> list[list[Part]]:
        return [[part] for some in asked for part in some if part.shown and part.kind == kind]

    return shares(parts([v.parts for v in verdicts]), told) | {
        early: shares(parts([v.early for v in verdicts]), told)
    }


def _figures(asked: list[list[Part]]) -> dict[str, Any]:
    judged = _judged(asked)
    readable = [parts for parts in judged if all(part.told.truth for part in parts)]
    names: dict[str, list[Part]] = defaultdict(list)
    for part in (part for parts in judged for part in parts):
        names[part.ask.name].append(part)
    return {
        **shares(judged, told),
        "accuracy_where_probe_right": metrics.mean(
            all(part.told.model for part in parts) for parts in readable
        ),
        "read_alone": shares(judged, alone),
        "left_out": len(asked) - len(judged),
        "parts_left_out": sum(map(len, asked)) - sum(map(len, judged)),
        "unfiltered": shares(asked, told),
        "by_kind": {name: shares([[part] for part in parts], told) for name, parts in sorted(names.items())},
    }
