"""The vocabulary of a column of text: its words are numbered, so that a model can take them."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from collections.abc import Iterable
from typing import Annotated

from zoo.schema.declaration import Many
from zoo.schema.fields import Integer, Text
from zoo.schema.value import Value, frozen
from zoo.specs.digest import Digest

PADDING, UNKNOWN = 0, 1
"""The tokens of what follows the last word of a text, and of a word that is not in the vocabulary."""
FIRST = 2
"""The token of the first word."""
FILE = "vocabulary.txt"
"""The file beside plan.toml with the words, one in each line, from the token `FIRST`."""


@frozen
class Vocabulary(Value):
    """The words of the training texts, the most frequent first.

    Attributes:
        size: The number of tokens: padding, the unknown word, and the words.
        digest: The digest of the file with the words.
        words: The words; empty in a plan whose file with the words was not read.
    """

    size: Annotated[int, Integer(FIRST)]
    digest: Annotated[str, Digest()]
    words: Annotated[tuple[str, ...], Many(Text())] = ()

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        """The vocabulary of these words."""
        words = tuple(words)
        return cls(len(words) + FIRST, _digest(_text(words)), words)

    def text(self) -> str:
        """The content of the file with the words."""
        return _text(self.words)


def _text(words: Iterable[str]) -> str:
    return "".join(f"{word}\n" for word in words)


def _digest(text: str) -> str:
    import hashlib

    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
