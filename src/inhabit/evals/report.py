"""The figures as one JSON line, and as a table for people with the ceiling and the floor beside each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from inhabit.evals.verdicts import KINDS
from inhabit.evals.wordings import SPLITS


def json_line(figures: dict[str, Any]) -> str:
    """One line of strict JSON: four decimals, null for what could not be measured."""
    return json.dumps(_rounded(figures), allow_nan=False)


def table(figures: dict[str, Any]) -> str:
    """Lines of `what  figure  ceiling  floor`, in plain text."""
    rows = [("", "figure", "ceiling", "floor"), *_rows(figures)]
    lines = [f"{what:<44}{figure:>10}{ceiling:>10}{floor:>10}" for what, figure, ceiling, floor in rows]
    return "\n".join(lines)


Row = tuple[str, str, str, str]


def _rows(figures: dict[str, Any]) -> Iterator[Row]:
    for rows in _TABLES.values():
        yield from rows(figures)


def _fidelity(figures: dict[str, Any]) -> Iterator[Row]:
    for steps, part in figures.get("fidelity", {}).items():
        yield _row(f"next frame, {steps} steps, dB", part, "psnr_db", "autoencoder_db", "copy_last_db")
        yield _row(f"next frame, {steps} steps, SSIM", part, "ssim", "autoencoder_ssim", "copy_last_ssim")
    for seconds, part in figures.get("open_loop", {}).items():
        yield _row(f"open loop, {seconds} s, dB", part, "psnr_db", "", "copy_last_db")
    yield from _sharpness_rows(figures.get("sharpness", {}))


def _control(figures: dict[str, Any]) -> Iterator[Row]:
    for axis, part in figures.get("control", {}).items():
        yield _row(
            f"{axis}, sign right", part, "sign_accuracy", "probe_sign_accuracy", "frozen_sign_accuracy"
        )
        yield _row(f"{axis}, correlation", part, "correlation", "probe_correlation", "frozen_correlation")


def _directives(figures: dict[str, Any]) -> Iterator[Row]:
    told = figures.get("directives", {})
    keys = ("accuracy", "probe_accuracy", "chance")
    for split in (split for split in SPLITS if split in told):
        words = f"{split.replace('_', ' ')} wordings"
        yield _row(f"directives obeyed, {words}", told[split], *keys)
        for early in (key for key in told[split] if key.startswith("after_")):
            yield _row(f"  {early.replace('_', ' ')}", told[split][early], *keys)
        for kind in (kind for kind in KINDS if kind in told):
            yield _row(f"  {kind}, {words}", told[kind][split], *keys)
    if "unnamed_kept" in told:
        yield _row("not named and kept", told, "unnamed_kept", "unnamed_kept_truth", "unnamed_kept_any_look")
        yield _row(
            "obeyed, all else kept",
            told, "obeyed_and_kept", "obeyed_and_kept_truth", "obeyed_and_kept_chance",
        )  # fmt: skip
    for seconds, part in told.get("held", {}).items():
        yield _row(f"still obeyed after {seconds} s", part, "accuracy", "truth_elsewhere", "chance")


def _response(figures: dict[str, Any]) -> Iterator[Row]:
    part = figures.get("response", {})
    for kind, one in part.get("by_kind", {}).items():
        for key, words in (
            ("first_frames", "first changed frame"),
            ("to_90_percent_frames", "frames to 90 %"),
        ):
            floor = {"floor": part["floor_frames"]}
            yield _row(f"{kind}, {words}", one[key] | floor, "p50", "truth_p50", "floor")


def _memory(figures: dict[str, Any]) -> Iterator[Row]:
    for seconds, part in figures.get("revisit", {}).items():
        yield _row(f"revisit after {seconds} s away, dB", part, "psnr_db", "truth_db", "copy_db")
        yield _row("  without the bank", part, "without_bank_db", "truth_db", "copy_db")
    for name, part in figures.get("identity", {}).items():
        yield _row(
            f"identity, {name}, changes a minute",
            part, "changes_per_minute", "truth_changes_per_minute", "",
        )  # fmt: skip
        yield _row("  nobody asked for", part, "unasked_per_minute", "", "")


def _steadiness(figures: dict[str, Any]) -> Iterator[Row]:
    if "steadiness" not in figures:
        return
    part = figures["steadiness"]
    yield _row("flicker, levels of 255", part, "warped_error", "truth", "copy")
    yield _row("flicker over contrast", part, "relative_error", "truth_relative", "")
    yield _row("sky and water move, over truth", part["living"], "ratio", "truth", "copy")


def _drift(figures: dict[str, Any]) -> Iterator[Row]:
    if "drift" not in figures:
        return
    part = figures["drift"]
    yield _row(
        f"drift over {part['seconds']:g} s, worst segment",
        part, "worst_segment_ratio", "truth_worst_segment_ratio", "collapsed_segment_ratio",
    )  # fmt: skip
    yield _row(
        "feature distance, worst minute over first",
        part["feature_distance"],
        "worst_over_first", "truth_worst_over_first", "collapsed_over_first",
    )  # fmt: skip
    yield _row("feature distance, mean", part["feature_distance"], "mean", "truth_mean", "collapsed")
    for name, one in part["range"].items():
        yield _row(f"{name}, minutes within truth's range", one | {"truth": 1.0}, "within", "truth", "")


_TABLES = {
    "fidelity": _fidelity,
    "control": _control,
    "directives": _directives,
    "response": _response,
    "memory": _memory,
    "steadiness": _steadiness,
    "drift": _drift,
}


def _sharpness_rows(part: dict[str, Any]) -> Iterator[Row]:
    if "next_frame" in part:
        keys = ("next_frame", "next_frame_autoencoder", "next_frame_blurred_truth")
        yield _row("sharpness, next frame", part, *keys)
    for moment in (key for key in part if key.replace(".", "").isdigit()):
        yield (f"sharpness, after {moment} s", _number(part[moment]), "1", "")


def _row(what: str, part: dict[str, Any], figure: str, ceiling: str, floor: str) -> Row:
    return what, _number(part.get(figure)), _number(part.get(ceiling)), _number(part.get(floor))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return "—" if math.isnan(value) else f"{value:.3g}"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
