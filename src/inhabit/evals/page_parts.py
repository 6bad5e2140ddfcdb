"""What each part of the report says of itself, which curves it draws and which pictures it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from inhabit.evals.charts import Chart, Line
from inhabit.evals.verdicts import KINDS

HEADLINES = (
    ("next frame, 2 steps", "fidelity/2/psnr_db", "{:.1f} dB"),
    ("open loop after 2 s", "open_loop/2/psnr_db", "{:.1f} dB"),
    ("sharpness after a minute", "sharpness/60", "{:.2f}"),
    ("directives obeyed, seen", "directives/seen/accuracy", "{:.0%}"),
    ("directives obeyed, held out", "directives/held_out/accuracy", "{:.0%}"),
    ("not named and kept", "directives/unnamed_kept", "{:.0%}"),
    ("revisit after 20 s away", "revisit/20/psnr_db", "{:.1f} dB"),
    ("first changed frame, slowest kind", "response/first_frames", "{:.0f}"),
    ("flicker, levels of 255", "steadiness/warped_error", "{:.2f}"),
    ("worst minute over first", "drift/feature_distance/worst_over_first", "{:.2f}"),
)
"""Figures at the top: what, where they are in the JSON, and how they are written."""

NOTES: Mapping[str, str] = {
    "Fidelity": "From a true past, along true poses: how near the next frame is, and what comes of it when "
    "nobody corrects it. Sharpness is gradient energy over the truth's; more than 1 is no better than less.",
    "Control": "One axis at a time, by motion as a person would; a probe reads the speed back from pictures.",
    "Response": "The same state with an event and without it: frames to the first difference, and to nine "
    "tenths of it. Fewer is better; the truth eases its light in, so a world may be quicker.",
    "Directives": "Pictures after a directive, laid beside true ones of the same place under every look. "
    "What was not named counts where the directive was obeyed.",
    "Revisit": "A place is looked at, left out of sight, and come back to: the picture on return against "
    "what the same world showed first, over what is solid. A world that never left gets the floor.",
    "Identity": "How often style, biome and set change while somebody tries to change them. Unlocked, "
    "following is right: only what nobody asked for is a fault. Locked, everything is.",
    "Steadiness": "What changes between two pictures once the camera's known motion is taken out by the "
    "truth's geometry. Sky and water should move, as much as the truth's.",
    "Drift": "Minutes of wandering, the worst minute told first. Distance is between features of the "
    "attribute probe; light, colour and motion stand apart, and a frozen run counts as collapsed.",
}
"""What each part says of itself."""

SHEETS: Mapping[str, tuple[str, ...]] = {
    "Fidelity": ("stills",),
    "Directives": ("words", "held"),
    "Revisit": ("visits",),
    "Identity": ("tries",),
    "Drift": ("strips",),
}
"""Contact sheets of each part."""


def charts_of(title: str, figures: dict[str, Any]) -> Iterator[Chart]:
    """The curves of one part."""
    if title in _CHARTS:
        yield from _CHARTS[title](figures)


def _over(part: dict[str, Any], key: str) -> list[tuple[float, Any]]:
    return [(float(x), held.get(key)) for x, held in part.items()]


def _fidelity(figures: dict[str, Any]) -> Iterator[Chart]:
    steps, loop = figures.get("fidelity", {}), figures.get("open_loop", {})
    keys = (("world", "psnr_db", "world"), ("autoencoder alone", "autoencoder_db", "truth"))
    copy = ("last frame repeated", "copy_last_db", "floor")
    for title, x, part in (("Next frame", "denoising steps", steps), ("Open loop", "seconds", loop)):
        if len(part) > 1:
            lines = [Line(name, _over(part, key), role) for name, key, role in (*keys, copy)]
            yield Chart(title, x, "PSNR, dB", lines)


def _directives(figures: dict[str, Any]) -> Iterator[Chart]:
    told = figures.get("directives", {})
    for split in ("seen", "held_out"):
        kinds = [kind for kind in KINDS if kind in told]
        if not kinds:
            return
        series = (
            ("world", "accuracy", "world"),
            ("truth", "probe_accuracy", "truth"),
            ("nothing said", "chance", "floor"),
        )
        lines = [
            Line(name, [(float(i), told[kind][split][key]) for i, kind in enumerate(kinds)], role)
            for name, key, role in series
        ]
        title = f"Obeyed, {split.replace('_', ' ')} wordings"
        yield Chart(title, "kind", "share", lines, names=kinds, from_zero=True)


def _revisit(figures: dict[str, Any]) -> Iterator[Chart]:
    part = figures.get("revisit", {})
    series = (
        ("world", "psnr_db", "world"),
        ("without its bank", "without_bank_db", "other"),
        ("truth", "truth_db", "truth"),
        ("nothing remembered", "copy_db", "floor"),
    )
    if len(part) > 1:
        lines = [Line(name, _over(part, key), role) for name, key, role in series]
        yield Chart("Return to a place", "seconds out of sight", "PSNR to the first visit, dB", lines)


def _response(figures: dict[str, Any]) -> Iterator[Chart]:
    kinds = figures.get("response", {}).get("by_kind", {})
    named = [kind for kind, one in kinds.items() if one["count"]]
    for key, title in (("first_frames", "First changed frame"), ("to_90_percent_frames", "Frames to 90 %")):
        lines = [
            Line(name, [(float(i), kinds[kind][key][who]) for i, kind in enumerate(named)], role)
            for name, who, role in (
                ("p50", "p50", "world"),
                ("max", "max", "other"),
                ("truth", "truth_p50", "truth"),
            )
        ]
        short = [kind.replace(" slider", "").replace(" chip", "").replace(" key", "") for kind in named]
        yield Chart(title, "event", "frames", lines, names=short, from_zero=True)


def _drift(figures: dict[str, Any]) -> Iterator[Chart]:
    runs = figures.get("drift", {}).get("runs", [])
    words = {
        "feature_distance": "Feature distance from the truth",
        "brightness": "Brightness",
        "saturation": "Saturation",
        "motion": "Motion",
        "gradient_energy": "Gradient energy",
    }
    for name, title in words.items():
        lines = []
        for number, run in enumerate(runs):
            for who, role in (("model", "world" if run["kind"] == "begun" else "other"), ("truth", "truth")):
                series = run["minutes"][name][who]
                points = [(float(minute), value) for minute, value in enumerate(series, start=1)]
                lines.append(Line(f"{run['kind']} {number + 1}: {who}", points, role))
        if any(len(line.points) > 1 for line in lines):
            yield Chart(title, "minute", "", lines)


_CHARTS: Mapping[str, Callable[[dict[str, Any]], Iterator[Chart]]] = {
    "Fidelity": _fidelity,
    "Directives": _directives,
    "Revisit": _revisit,
    "Response": _response,
    "Drift": _drift,
}
