"""Texts as tokens: each word is its place in a vocabulary, which is fitted on the training part.

A word is a run of letters and digits, which may have apostrophes inside, as "don't". Words are in lower case.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from zoo.specs.vocabulary import FIRST, PADDING, UNKNOWN, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.data.files.table.table import Table

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
DEFAULT_TOKENS = 10_000
"""The most tokens of a vocabulary, unless another number is chosen."""
HELD, LONGEST = 0.95, 500
"""The fraction of the training texts that are not cut, and the largest length of a text in words."""


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return WORD.findall(
        unicodedata.normalize("NFC", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    )


def fitted(texts: Iterable[tuple[str, int]], most: int) -> Vocabulary:
    """The vocabulary of at most so many tokens, for texts with the number of times that each is there.

    The most frequent words come first, and those that are as frequent are sorted.
    """
    counts: Counter[str] = Counter()
    for text, many in texts:
        for word in words_of(text):
            counts[word] += many
    return Vocabulary.of(sorted(counts, key=lambda word: (-counts[word], word))[: most - FIRST])


def length_for(lengths: np.ndarray) -> int:
    """The number of words by which `HELD` of the texts are whole, from 1 to `LONGEST`."""
    held = np.sort(lengths)[int(np.ceil(HELD * len(lengths))) - 1]
    return int(np.clip(held, 1, LONGEST))


def lengths_of(texts: Sequence[str]) -> np.ndarray:
    """The number of words of each text."""
    return np.array([len(words_of(text)) for text in texts], np.int64)


def tokens_of(texts: Sequence[str], vocabulary: Vocabulary, length: int) -> np.ndarray:
    """The tokens of texts: int32 of shape (texts, length), without the words after the last that fits.

    A text without a word is one unknown word, so that a model never averages over nothing.
    """
    places = {word: token for token, word in enumerate(vocabulary.words, FIRST)}
    found = np.full((len(texts), length), PADDING, np.int32)
    for row, text in zip(found, texts, strict=True):
        tokens = [places.get(word, UNKNOWN) for word in words_of(text)[:length]] or [UNKNOWN]
        row[: len(tokens)] = tokens
    return found


def tokens_in(table: Table, name: str, vocabulary: Vocabulary, length: int) -> np.ndarray:
    """The tokens of a column: int32 of shape (rows, length); an empty cell is an empty text."""
    cells = table.cells(name)
    return tokens_of([*cells.values, ""], vocabulary, length)[cells.codes]


def text_of(tokens: Sequence[int], vocabulary: Vocabulary) -> str:
    """The words of tokens; an unknown one is `…`."""
    words = ("", "…", *vocabulary.words)
    return " ".join(words[token] for token in tokens if token != PADDING)
