"""What columns have to do with each other and with the target: copies, and what gives the target away."""

from __future__ import annotations

import hashlib
import shlex
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAMPLE = 2_000
"""Rows that show of most columns that they don't determine the target."""
MOST, ROWS_EACH = 50, 5
"""Different values of a column that may determine the target, and the rows of each on average."""


class Relations:
    """The columns of a table so far, each by a digest of its values."""

    def __init__(self, rows: np.ndarray | None = None, classes: np.ndarray | None = None) -> None:
        """`rows` are those that have a target, and `classes` their classes; None for a regression."""
        self._rows, self._classes = rows, classes
        self._seen: dict[bytes, str] = {}

    def notes(self, name: str, values: np.ndarray, texts: Sequence[str] = ()) -> Iterator[str]:
        """The notes of a column, by its numbers, or the codes of its `texts` in the order of the file."""
        state = hashlib.blake2b(np.ascontiguousarray(values).data)
        state.update("\0".join(texts).encode())
        content = state.digest()
        if content in self._seen:
            yield f"a copy of {self._seen[content]}; --drop {shlex.quote(name)} leaves it out"
        self._seen.setdefault(content, name)
        if self._classes is not None and determines(values[self._rows], self._classes):
            yield f"determines the target; --drop {shlex.quote(name)} leaves it out"


def determines(values: np.ndarray, classes: np.ndarray) -> bool:
    """Whether each value of a column has one class: then the column may be made from the target."""
    few = len(values) <= SAMPLE or _determines(values[:SAMPLE], classes[:SAMPLE])
    return few and _determines(values, classes)


def _determines(values: np.ndarray, classes: np.ndarray) -> bool:
    if not 1 < len(np.unique(values)) <= min(MOST, len(values) // ROWS_EACH):
        return False
    different, codes = np.unique(values, return_inverse=True)
    return len(np.unique(codes * (int(classes.max()) + 1) + classes)) == len(different)
