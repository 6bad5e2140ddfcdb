"""Gibberish is words of letters, the same from the same generator."""

from __future__ import annotations

import re

import numpy as np

from inhabit.sim.gibberish import gibberish


def test_it_has_as_many_words_as_asked_for() -> None:
    rng = np.random.default_rng(0)
    for words in (1, 2, 3, 4):
        assert re.fullmatch(r"[a-z]{3,9}( [a-z]{3,9})*", gibberish(rng, words=words))
        assert len(gibberish(rng, words=words).split()) == words


def test_the_same_generator_babbles_the_same() -> None:
    one, other = (gibberish(np.random.default_rng(7), words=5) for _ in range(2))
    assert one == other
