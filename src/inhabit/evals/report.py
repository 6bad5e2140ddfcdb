"""The figures as one JSON line, and as a table for people with the ceiling and the floor beside each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any


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
    for steps, part in figures.get("fidelity", {}).items():
        yield _row(f"next frame, {steps} steps, dB", part, "psnr_db", "autoencoder_db", "copy_last_db")
        yield _row(f"next frame, {steps} steps, SSIM", part, "ssim", "autoencoder_ssim", "copy_last_ssim")
    for seconds, part in figures.get("open_loop", {}).items():
        yield _row(f"open loop, {seconds} s, dB", part, "psnr_db", "", "copy_last_db")
    yield from _sharpness_rows(figures.get("sharpness", {}))
    for axis, part in figures.get("control", {}).items():
        yield _row(
            f"{axis}, sign right", part, "sign_accuracy", "probe_sign_accuracy", "frozen_sign_accuracy"
        )
        yield _row(f"{axis}, correlation", part, "correlation", "probe_correlation", "frozen_correlation")
    for split, part in figures.get("directives", {}).items():
        yield _row(f"directives obeyed, {split} wordings", part, "accuracy", "probe_accuracy", "chance")
    if "drift" in figures:
        part = figures["drift"]
        yield _row(
            f"drift over {part['seconds']:g} s, worst segment",
            part, "worst_segment_ratio", "truth_worst_segment_ratio", "collapsed_segment_ratio",
        )  # fmt: skip


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
