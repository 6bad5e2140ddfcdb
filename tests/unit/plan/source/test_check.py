"""Every number of the source document is held against what it comes to, and ten of them are known not to."""

from __future__ import annotations

import json
from functools import cache

import pytest

from inhabit.plan.source.check import Report, check
from inhabit.plan.source.claim import Row, agree

KNOWN = [
    ("§3 stage 2", "arithmetic of the state update", "0.202 µs"),
    ("§3 stage 3", "arithmetic of the renderer", "2.53 µs"),
    ("§3 stage 2", "FP16 rate of the H100", "0.989 × 10^15 FLOP/s"),
    ("§6 table of GPUs, H100 SXM", "FP16 rate, dense", "989.4 TFLOPS"),
    ("§3 stage 5", "what encodes on the H100", "no NVENC on an H100"),
    ("§3 stage 6", "transfer of 50 to 150 KB at 100 Mbit/s", "4.00-12.00 ms"),
    ("§5 M/M/c, batch", "P_wait", "2.3e-8"),
    ("§5 M/M/c, batch", "mean wait", "6.81 ns"),
    ("§5 M/M/c, real time", "mean delay before a session starts", "0.249 ms"),
    ("§6 streams by memory", "streams on 80 GB, what they share counted once", "5.46-6.72 streams"),
    ("§6 bandwidth", "streams in practice, weights read once for all", "7.95 streams"),
    ("§8 quality matrix", "weighted score, batch", "8.35"),
    ("§8 quality matrix", "weighted score, real time", "6.35"),
]
"""The ten of the design document (two have two numbers, one is given twice), and what each one is."""

FOUND_SINCE = [
    ("§1 batch pipeline", "total of a 4-second clip"),
    ("§1 live pipeline", "total of a frame"),
    ("§3 stage 3", "reading the weights for a frame"),
    ("§4 key insight", "4 steps, within the real-time budget"),
    ("§4 operating point", "best number of steps"),
    ("§5 batch sizes, 16", "latency of the batch model"),
    ("§5 M/M/c, batch", "mean wait, from its own P_wait of 0.31"),
    ("§6 memory budget", "scene state vector"),
    ("§6 B200", "saved on the cost of a stream"),
    ("§7 backer", "gross margin from 30 to 50 % cheaper compute"),
    ("§9 without preview", "renders until one satisfies, at 60 % rejected"),
    ("§10 rate", "halving time of the gap"),
    ("§10 use cases, social media content", "FID below 5"),
    ("appendix, convergence of the gap", "tau, the halving time"),
]

HOLDS = [
    ("§1 frame rates, 24 fps", "budget of a frame"),
    ("§1 response", "bound on n"),
    ("§3 budget summary, total", "share of the budget"),
    ("§3 stage 3", "reading the weights once"),
    ("§4 first table, 4 steps", "quality per ms"),
    ("§4 second table, 200 steps", "perceived quality"),
    ("§5 Little's law, batch", "concurrent requests"),
    ("§5 M/M/c, real time", "utilisation"),
    ("§6 memory budget", "total of one stream"),
    ("§6 bandwidth", "streams at full bandwidth"),
    ("§6 table of GPUs, B200", "cost of a stream hour"),
    ("§7 revenue", "ARPU of paying users"),
    ("§7 target", "yearly revenue of 40M users at today's ARPU"),
    ("§8 quality matrix", "lead of batch over real time"),
    ("§9 table, with preview", "cost of a clip"),
    ("§10 formula", "year of a negligible gap"),
    ("appendix, frame budget", "sum of the six stages of §3"),
]


@cache
def report() -> Report:
    return check()


def row(where: str, quantity: str) -> Row:
    return next(row for row in report().rows if (row.where, row.quantity) == (where, quantity))


def test_well_over_a_hundred_numbers_are_checked_each_once() -> None:
    places = [(row.where, row.quantity) for row in report().rows]
    assert len(places) >= 400
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("section", ["§1", "§2", "§3", "§4", "§5", "§6", "§7", "§8", "§9", "§10", "appendix"])
def test_every_section_has_rows(section: str) -> None:
    assert any(row.where.replace(",", " ").split()[0] == section for row in report().rows)


def test_rows_come_in_the_order_of_the_document() -> None:
    sections = [row.where.replace(",", " ").split()[0] for row in report().rows]
    order = list(dict.fromkeys(sections))
    assert order == [*(f"§{number}" for number in range(1, 11)), "appendix"]
    assert sections == sorted(sections, key=order.index)


@pytest.mark.parametrize(("where", "quantity", "found"), KNOWN)
def test_what_is_known_not_to_hold_disagrees_and_says_what_it_is(
    where: str, quantity: str, found: str
) -> None:
    checked = row(where, quantity)
    assert not checked.agrees
    assert checked.found == found


@pytest.mark.parametrize(("where", "quantity"), FOUND_SINCE)
def test_what_was_found_since_disagrees(where: str, quantity: str) -> None:
    assert not row(where, quantity).agrees


@pytest.mark.parametrize(("where", "quantity"), HOLDS)
def test_what_holds_agrees(where: str, quantity: str) -> None:
    assert row(where, quantity).agrees


def test_every_row_has_a_reason_of_one_line() -> None:
    assert all(row.why.strip() and "\n" not in row.why for row in report().rows)


def test_no_row_agrees_or_disagrees_by_anything_but_the_rule() -> None:
    for checked in report().rows:
        if checked.printed is not None and checked.recomputed is not None:
            assert checked.agrees == agree(checked.printed, checked.recomputed), checked.where


def test_only_sentences_are_without_numbers() -> None:
    sentences = {row.quantity for row in report().rows if row.printed is None and not row.given}
    assert sentences == {"what encodes on the H100", "shape of the curve", "what lambda is"}


def test_the_counts_are_of_the_rows() -> None:
    assert report().agree + report().disagree == len(report().rows)
    assert report().disagree == sum(not row.agrees for row in report().rows)


def test_the_report_is_plain_json_with_six_columns() -> None:
    plain = json.loads(json.dumps(report().as_json()))
    assert set(plain) == {"rows", "agree", "disagree", "inputs"}
    assert all(
        set(each) == {"where", "quantity", "says", "is", "agrees", "why"} and type(each["agrees"]) is bool
        for each in plain["rows"]
    )


def test_inputs_stand_as_they_are_and_are_counted_apart() -> None:
    inputs = [row for row in report().rows if row.given]
    assert report().inputs == len(inputs) > 100
    assert all(row.agrees and row.found == row.says for row in inputs)
    assert not any(row.given for row in report().rows if not row.agrees)


def test_the_same_is_found_every_time() -> None:
    assert check() == report()
