"""What the examples for a model must be like, and examples that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from zoo.specs.column import Column
    from zoo.specs.data_facts import Pixels


@dataclass(frozen=True)
class Wanted:
    """The shape of one example; for images also what they look like, for rows the names of their numbers.

    A run that was trained on a table has that table's `columns`, the name of its `target`, the `others` that
    are not used, the `marks` of missing values, and the `encoding`; otherwise the target is called as in
    scikit-learn's `load_iris(as_frame=True).frame`. One that was trained on rows of arrays with missing
    numbers has their `medians`. One that was trained on the images of a table has the name of the
    `image_column` with their paths. With `strict`, whatever training had not is an error, not a note.
    For a model in a file, whose columns are not known, `drop` has the columns of a table that are left out.
    `scaled` scales examples: those of a table that would take much memory are scaled in batches.
    """

    shape: tuple[int, ...]
    pixels: Pixels | None = None
    features: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    target: str = "target"
    others: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    encoding: str = ""
    medians: tuple[float, ...] = ()
    image_column: str = ""
    strict: bool = False
    drop: tuple[str, ...] | None = None
    scaled: Callable[[np.ndarray], np.ndarray] | None = None

    @property
    def text(self) -> str:
        """The name of the column of texts, if the model was trained on texts."""
        return next((each.name for each in self.columns if each.vocabulary is not None), "")


class FileExamples(NamedTuple):
    """Examples of shape (examples, *shape) in the dataset's own values, how they were changed, and names.

    Those that `is_scaled` are on disk, and checked.
    """

    x: np.ndarray
    changes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_scaled: bool = False
