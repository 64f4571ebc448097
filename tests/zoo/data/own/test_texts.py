"""Words of texts, their vocabulary, and the tokens of a text."""

from __future__ import annotations

import numpy as np
import pytest

from zoo.data.own.texts import fitted, length_for, text_of, tokens_of, words_of
from zoo.specs.vocabulary import Vocabulary

WORDS = Vocabulary.of(("the", "film", "don't"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The film, which I DIDN'T like!", ["the", "film", "which", "i", "didn't", "like"]),
        ("don\N{RIGHT SINGLE QUOTATION MARK}t 'quoted' x_y 3.5", ["don't", "quoted", "x", "y", "3", "5"]),
        ("cafe\N{COMBINING ACUTE ACCENT} \N{LATIN CAPITAL LETTER E WITH ACUTE}T\N{LATIN CAPITAL LETTER E WITH ACUTE}",
         ["caf\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{LATIN SMALL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE}"]),
        ("… !?", []),
    ],
)  # fmt: skip
def test_words_are_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    """In lower case, composed, with the apostrophes inside them."""
    assert words_of(text) == expected


def test_the_most_frequent_words_come_first() -> None:
    """Those that are as frequent are sorted; a limit includes padding and the unknown word."""
    texts = [("b a", 1), ("c b", 2), ("d", 1)]
    assert fitted(texts, 100).words == ("b", "c", "a", "d")
    assert (fitted(texts, 4).words, fitted(texts, 4).size) == (("b", "c"), 4)


def test_a_text_is_cut_and_padded() -> None:
    """Padding is 0, an unknown word 1; a text without a word is one unknown word."""
    found = tokens_of(["The film the film", "a film", "", "!"], WORDS, 3)
    assert found.tolist() == [[2, 3, 2], [1, 3, 0], [1, 0, 0], [1, 0, 0]]
    assert found.dtype == np.int32
    assert text_of(found[1].tolist(), WORDS) == "… film"


def test_the_length_holds_19_of_20_texts() -> None:
    """At least one word, and at most 500."""
    assert length_for(np.array([*range(1, 20), 900])) == 19
    assert (length_for(np.array([0])), length_for(np.array([9_000] * 5))) == (1, 500)
