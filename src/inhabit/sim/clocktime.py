"""Times of day spelled out ("half past six in the evening"), and numbers in words."""

from __future__ import annotations

import numpy as np

NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "twenty-one",
    "twenty-two",
    "twenty-three",
]
HELD_FORMS = 2
"""The last of the forms below are held out of training."""


def number_word(number: int) -> str:
    """`number` in [0, 23] in words."""
    return NUMBERS[number]


def half_of_day(hour: int) -> str:
    """How people say which half of the day an hour [0, 23] lies in."""
    if hour < 12:
        return "in the morning"
    return "in the afternoon" if hour < 18 else "in the evening" if hour < 22 else "at night"


def spelled(hour: int, minute: int) -> list[tuple[str, float]]:
    """Every way to say the hour, some with the `minute`: text and the hour in [0, 24) that it names.

    The last HELD_FORMS are held out.
    """
    short = (hour - 1) % 12 + 1
    letters = "am" if hour < 12 else "pm"
    exact = hour + minute / 60.0
    before = half_of_day((hour - 1) % 24)
    return [
        (f"{short} {letters}", float(hour)),
        (f"{short}{letters}", float(hour)),
        (f"{hour}:{minute:02d}", exact),
        (f"{hour}:00", float(hour)),
        (f"{short}:{minute:02d} {letters}", exact),
        (f"{number_word(short)} o'clock {half_of_day(hour)}", float(hour)),
        (f"{short} o'clock {half_of_day(hour)}", float(hour)),
        (f"{number_word(short)} {letters}", float(hour)),
        (f"half past {number_word(short)} {half_of_day(hour)}", hour + 0.5),
        (f"{short} {half_of_day(hour)}", float(hour)),
        (f"{number_word(short)} {half_of_day(hour)}", float(hour)),
        (f"{number_word(short)} thirty {half_of_day(hour)}", hour + 0.5),
        (f"half past {short} {letters}", hour + 0.5),
        (f"a quarter to {number_word(short)} {before}", hour - 0.25),
        (f"ten to {number_word(short)} {before}", hour - 1 / 6),
        (f"ten past {number_word(short)} {half_of_day(hour)}", hour + 1 / 6),
        (f"twenty past {short} {half_of_day(hour)}", hour + 1 / 3),
        (f"{short}.{minute:02d} {letters}", exact),
        (f"{hour:02d}{minute:02d} hours", exact),
        (f"{number_word(hour)} hours sharp", float(hour)),
        (f"{hour} o'clock sharp" if hour > 12 else f"{short} o'clock sharp {letters}", float(hour)),
        (f"{hour}h", float(hour)),
        (f"{hour}h{minute:02d}", exact),
        (f"{number_word(hour)} hundred hours", float(hour)),
        (f"a quarter past {number_word(short)} {half_of_day(hour)}", hour + 0.25),
    ]


def clock_time(rng: np.random.Generator, *, held: bool) -> tuple[str, float]:
    """A random time of day and the hour it names, in one of the seen or the held-out forms."""
    forms = spelled(int(rng.integers(24)), int(rng.integers(12)) * 5)
    kept = forms[-HELD_FORMS:] if held else forms[:-HELD_FORMS]
    return kept[int(rng.integers(len(kept)))]
