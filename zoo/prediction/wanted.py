"""What a model's examples have to be like, and the examples that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import ZooError

if TYPE_CHECKING:
    import numpy as np

    from zoo.dataset_file import Column
    from zoo.facts import Pixels


class Unfit(ZooError):
    """An input that is not what it has to be; the text begins with the input's name."""


@dataclass(frozen=True)
class Wanted:
    """The shape of one example; for images what they look like, for rows what their numbers are called.

    Where the run was trained on a table, it is that table's `columns`, and what its `target` is called;
    else as scikit-learn's `load_iris(as_frame=True).frame` calls it.
    """

    shape: tuple[int, ...]
    pixels: Pixels | None = None
    features: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    target: str = "target"


class Found(NamedTuple):
    """Examples of shape (examples, *shape) with the dataset's own values, and what was done to them."""

    x: np.ndarray
    changes: tuple[str, ...] = ()
