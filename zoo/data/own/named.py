"""The class of each example by name, each name once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclasses.dataclass(frozen=True, eq=False)
class Named:
    """The class of each example.

    Attributes:
        names: Different names; some may be those of no example.
        places: The index of each example's name in `names`, of shape (examples,).
    """

    names: list[str]
    places: np.ndarray

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.places)

    def of(self, rows: np.ndarray) -> Named:
        """The classes of some examples."""
        return Named(self.names, self.places[rows])

    def counts(self) -> dict[str, int]:
        """The number of examples of each class that has any."""
        counts = np.bincount(self.places, minlength=len(self.names)).tolist()
        return {name: many for name, many in zip(self.names, counts, strict=True) if many}

    def first(self, name: str) -> int:
        """The first example of a class that has any."""
        return int(np.argmax(self.places == self.names.index(name)))


def named_of(each: Iterable[str]) -> Named:
    """The classes from the name of each example's."""
    places: dict[str, int] = {}
    codes = np.fromiter((places.setdefault(name, len(places)) for name in each), np.int32)
    return Named(list(places), codes)
