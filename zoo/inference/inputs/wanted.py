"""What the examples for a model must be like, and examples that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from zoo.specs.data_facts import Pixels
    from zoo.specs.data_file import Column


@dataclass(frozen=True)
class Wanted:
    """The shape of one example; for images also what they look like, for rows the names of their numbers.

    A run that was trained on a table has that table's `columns` and the name of its `target`; otherwise the
    target is called as in scikit-learn's `load_iris(as_frame=True).frame`.
    """

    shape: tuple[int, ...]
    pixels: Pixels | None = None
    features: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    target: str = "target"


class FileExamples(NamedTuple):
    """Examples of shape (examples, *shape) in the dataset's own values, and how they were changed."""

    x: np.ndarray
    changes: tuple[str, ...] = ()
