"""What the interpreter hears in training: captions in random worlds, and what keeps them from being learnt
by heart: slips of the finger, other words in place of the nearest that training says, strange words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inhabit.core.attributes import BIOMES, SCALARS, Attributes
from inhabit.core.known import FIRST
from inhabit.sim.captions import Caption, Split, directives, prompts
from inhabit.sim.wordings import Wording, concepts, phrases
from inhabit.tokens.text import TextTokenizer, lexicon

PROMPT_SHARE = 0.42
PARAPHRASED = 0.6
"""How often training says a paraphrase where there is one."""
STRANGE_COSINE = 0.42
"""A word counts as strange to this world when nothing in the lexicon is nearer to it than this."""
AKIN_COSINE = 0.6
"""A word stands in for the nearest word that training says when at least this near to it."""
CONTENT = 3
"""Only words longer than this are stood in for."""
KEYS = "qwertyuiop asdfghjkl zxcvbnm"
WORD = re.compile(r"[a-z]+")


def random_attributes(rng: np.random.Generator) -> Attributes:
    """Any world at all, extremes included, because requests must be read in all of them."""
    scalars = {name: float(np.clip(rng.uniform(-0.25, 1.15), 0.0, 1.0)) for name in SCALARS}
    world = replace(Attributes(hour=float(rng.uniform(0.0, 24.0))), **scalars)
    styles = FIRST.styles
    return world.with_biome(BIOMES[rng.integers(len(BIOMES))]).with_style(styles[rng.integers(len(styles))])


def one_caption(
    rng: np.random.Generator, world: Attributes, split: Split, strange: Sequence[str] = ()
) -> Caption:
    """A prompt or a directive for `world`."""
    if rng.random() < PROMPT_SHARE:
        return next(prompts(rng, split, strangers=strange, paraphrased=PARAPHRASED))
    return next(directives(rng, world, split, strangers=strange, paraphrased=PARAPHRASED))


def strangers(tokenizer: TextTokenizer, count: int = 6000) -> tuple[str, ...]:
    """Frequent whole words that have nothing to do with what this world is talked about in."""
    table = tokenizer.table
    known = [int(i) for word in lexicon() for i in tokenizer.ids(word)[:1] if tokenizer.word(int(i)) == word]
    nearest = np.concatenate([(rows @ table[known].T).max(axis=1) for rows in np.array_split(table, 16)])
    far = [tokenizer.word(int(i)) for i in np.flatnonzero(nearest < STRANGE_COSINE)]
    return tuple(word for word in far if word.isalpha() and len(word) > 2)[:count]


def slip(rng: np.random.Generator, text: str) -> str:
    """The text with one letter swapped, dropped, doubled or hit beside its key."""
    at = int(rng.integers(len(text)))
    if not text[at].isalpha():
        return text
    match int(rng.integers(4)):
        case 0:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[: at + 1] + text[at:]
        case _:
            beside = KEYS[(KEYS.find(text[at].lower()) + 1) % len(KEYS)].strip() or text[at]
            return text[:at] + beside + text[at + 1 :]


def spoken_words(*, held: bool) -> frozenset[str]:
    """The words of all wordings that training says, or of all held-out ones."""
    every: list[Wording] = [wording for concept in concepts() for wording in concept.words.values()]
    every += [wording for section in phrases().values() for wording in section.values()]
    texts = [text for wording in every for text in (wording.held if held else wording.seen + wording.more)]
    return frozenset(word for text in texts for word in WORD.findall(re.sub(r"{.*?}", "", text.lower())))


def words_of_concepts() -> frozenset[str]:
    """The words that training says of what worlds can be, without those of the frames around them."""
    every = [wording for concept in concepts() for wording in concept.words.values()]
    return frozenset(word for w in every for text in w.seen + w.more for word in WORD.findall(text.lower()))


def stand_ins(tokenizer: TextTokenizer) -> dict[int, np.ndarray]:
    """For the id of a word that worlds are told with, the ids of words that training never says and to
    which it is the nearest that training says.

    Words that only held-out wordings say are left out, so that these stay unheard.
    """
    said, table = spoken_words(held=False), tokenizer.table
    of_worlds = said & (set(lexicon()) | words_of_concepts())
    held = spoken_words(held=True)
    unheard = tuple(word for word in held - said if len(word) > CONTENT)
    words = [tokenizer.word(i) for i in range(tokenizer.entries)]
    known = np.array([i for i, word in enumerate(words) if word in said])
    free = np.array([i for i, word in enumerate(words) if word.isalpha() and word not in said | held])
    cosines = table[free] @ table[known].T
    nearest, near = known[cosines.argmax(axis=1)], cosines.max(axis=1)
    found: dict[int, list[int]] = {}
    for entry, anchor, cosine in zip(free.tolist(), nearest.tolist(), near.tolist(), strict=True):
        word, meant = words[entry], words[anchor]
        fits = cosine >= AKIN_COSINE and meant in of_worlds and len(meant) > CONTENT
        if fits and not word.startswith(unheard) and not (word.endswith("less") or word.startswith("un")):
            found.setdefault(anchor, []).append(entry)
    return {anchor: np.array(entries) for anchor, entries in found.items()}
