"""The figures as one JSON line, and as rows for people with the ceiling and the floor beside each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inhabit.evals.verdicts import KINDS
from inhabit.evals.wordings import SPLITS


@dataclass(frozen=True, slots=True)
class Row:
    """One figure between its ceiling and its floor; None for what there is not. `part` is the section's
    title."""

    part: str
    what: str
    figure: float | None
    ceiling: float | None
    floor: float | None


def json_line(figures: dict[str, Any]) -> str:
    """One line of strict JSON: four decimals, null for what could not be measured."""
    return json.dumps(_rounded(figures), allow_nan=False)


def table(figures: dict[str, Any]) -> str:
    """Lines of `what  figure  ceiling  floor`, in plain text."""
    told = [(row.what, *map(number, (row.figure, row.ceiling, row.floor))) for row in rows(figures)]
    lines = [("", "figure", "ceiling", "floor"), *told]
    return "\n".join(
        f"{what:<46}{figure:>10}{ceiling:>10}{floor:>10}" for what, figure, ceiling, floor in lines
    )


def rows(figures: dict[str, Any]) -> Iterator[Row]:
    """All figures of a report, section by section."""
    for title, of in _PARTS.items():
        for what, held, *keys in of(figures):
            yield Row(title, what, *(_value(held, key) for key in keys))


def number(value: float | None) -> str:
    """Three digits; a dash for what could not be measured, nothing for what there is not."""
    if value is None:
        return ""
    return "—" if math.isnan(value) else f"{value:.3g}"


Told = tuple[str, dict[str, Any], Any, Any, Any]
"""What, the dictionary that holds it, and under which key figure, ceiling and floor are (or plain
numbers)."""


def _value(held: dict[str, Any], key: str | float) -> float | None:
    return held.get(key) if isinstance(key, str) else key


def _fidelity(figures: dict[str, Any]) -> Iterator[Told]:
    for steps, part in figures.get("fidelity", {}).items():
        yield f"next frame, {steps} steps, dB", part, "psnr_db", "autoencoder_db", "copy_last_db"
        yield f"next frame, {steps} steps, SSIM", part, "ssim", "autoencoder_ssim", "copy_last_ssim"
    for seconds, part in figures.get("open_loop", {}).items():
        yield f"open loop, {seconds} s, dB", part, "psnr_db", "autoencoder_db", "copy_last_db"
    part = figures.get("sharpness", {})
    blurred = part.get("next_frame_blurred_truth", "")
    if "next_frame" in part:
        yield "sharpness, next frame", part, "next_frame", 1.0, "next_frame_blurred_truth"
    for moment in (key for key in part if key.replace(".", "").isdigit()):
        yield f"sharpness, after {moment} s", part, moment, 1.0, blurred


def _control(figures: dict[str, Any]) -> Iterator[Told]:
    for axis, part in figures.get("control", {}).items():
        yield f"{axis}, sign right", part, "sign_accuracy", "probe_sign_accuracy", "frozen_sign_accuracy"
        yield f"{axis}, correlation", part, "correlation", "probe_correlation", "frozen_correlation"


def _response(figures: dict[str, Any]) -> Iterator[Told]:
    part = figures.get("response", {})
    for kind, one in part.get("by_kind", {}).items():
        floor = float(part["floor_frames"])
        yield f"{kind}: first changed frame", one["first_frames"], "p50", "truth_p50", floor
        yield f"{kind}: frames to 90 %", one["to_90_percent_frames"], "p50", "truth_p50", floor


def _directives(figures: dict[str, Any]) -> Iterator[Told]:
    told = figures.get("directives", {})
    keys = ("accuracy", "probe_accuracy", "chance")
    for split in (split for split in SPLITS if split in told):
        words = f"{split.replace('_', ' ')} wordings"
        yield f"obeyed, {words}", told[split], *keys
        for early in (key for key in told[split] if key.startswith("after_")):
            yield f"obeyed {early.replace('_', ' ')}, {words}", told[split][early], *keys
        for kind in (kind for kind in KINDS if kind in told and told[kind][split]["count"]):
            yield f"{kind}, {words}", told[kind][split], *keys
    if "unnamed_kept" in told:
        yield "not named and kept", told, "unnamed_kept", "unnamed_kept_truth", "unnamed_kept_any_look"
        both = ("obeyed_and_kept", "obeyed_and_kept_truth", "obeyed_and_kept_chance")
        yield "obeyed and all else kept", told, *both
    for seconds, part in told.get("held", {}).items():
        yield f"still obeyed after {seconds} s", part, "accuracy", "truth_elsewhere", "chance"


def _revisit(figures: dict[str, Any]) -> Iterator[Told]:
    for seconds, part in figures.get("revisit", {}).items():
        yield f"after {seconds} s away, dB", part, "psnr_db", "truth_db", "copy_db"
        yield f"after {seconds} s away without the bank, dB", part, "without_bank_db", "truth_db", "copy_db"


def _identity(figures: dict[str, Any]) -> Iterator[Told]:
    for name, part in figures.get("identity", {}).items():
        if part["changes_per_minute"] is None:
            continue
        still = 0.0 if name == "unlocked" else "chance_per_minute"
        yield f"{name}: changes a minute", part, "changes_per_minute", "truth_changes_per_minute", still
        yield f"{name}: that nobody asked for", part, "unasked_per_minute", 0.0, "chance_per_minute"


def _steadiness(figures: dict[str, Any]) -> Iterator[Told]:
    if "steadiness" in figures:
        part = figures["steadiness"]
        for camera in ("still", "moving"):
            yield f"flicker, {camera} camera, levels of 255", part[camera], "warped_error", "truth", "copy"
        yield "flicker over contrast", part, "relative_error", "truth_relative", "copy_relative"
        yield "sky and water move, over truth", part["living"], "ratio", "truth", "copy"


def _drift(figures: dict[str, Any]) -> Iterator[Told]:
    if "drift" not in figures:
        return
    part = figures["drift"]
    segment = ("worst_segment_ratio", "truth_worst_segment_ratio", "collapsed_segment_ratio")
    yield f"over {part['seconds']:g} s, worst segment", part, *segment
    far = part["feature_distance"]
    over = ("worst_over_first", "truth_worst_over_first", "collapsed_over_first")
    yield "feature distance, worst minute over first", far, *over
    yield "feature distance, mean", far, "mean", "truth_mean", "collapsed"
    for name, one in part["range"].items():
        yield f"{name}: minutes within the truth's range", one, "within", 1.0, 0.0


_PARTS = {
    "Fidelity": _fidelity,
    "Control": _control,
    "Response": _response,
    "Directives": _directives,
    "Revisit": _revisit,
    "Identity": _identity,
    "Steadiness": _steadiness,
    "Drift": _drift,
}
PARTS = tuple(_PARTS)
"""Titles of the report's parts, in their order."""

RISING = frozenset({"Fidelity", "Control", "Directives", "Revisit"})
"""Parts in which more is better. The autoencoder alone can lie below the floor: memory shows more than it
does."""


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
