"""What the splits of a dataset hold: how many examples of each class, and the range of the values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.data.loaded_dataset import class_counts
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from zoo.data.loaded_dataset import LoadedDataset
    from zoo.specs.dataset import Split

Range = tuple[float, float]
"""The lowest and the highest value."""


@frozen
class SplitStatistics(Value):
    """What a split holds.

    Attributes:
        name: "training", "validation" or "test".
        shape: The shape of `x`; the first axis has the examples.
        dtype: The type of the values in `x`.
        values: The lowest and the highest value in `x`; None if the split is empty.
        classes: The number of examples of each class, by its name; empty for a regression.
        targets: The lowest and the highest target of a regression.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    values: Range | None
    classes: dict[str, int]
    targets: Range | None = None

    @property
    def examples(self) -> int:
        """The number of examples."""
        return self.shape[0]

    def to_json(self) -> dict[str, Any]:
        """The statistics as plain values, without the name."""
        found = {
            "examples": self.examples,
            "shape": list(self.shape),
            "dtype": self.dtype,
            "values": self.values and list(self.values),
        }
        return found | ({"classes": self.classes} if self.classes else {"targets": self.targets})


def statistics_of(loaded: LoadedDataset) -> tuple[SplitStatistics, ...]:
    """The statistics of each split."""
    return tuple(_of_split(name, split, loaded.classes) for name, split in loaded.splits.items())


def _of_split(name: str, split: Split, classes: Sequence[str]) -> SplitStatistics:
    x, y = split.x, split.y
    counts = class_counts(y, len(classes)) if classes else []
    return SplitStatistics(
        name,
        x.shape,
        str(x.dtype),
        _range(x),
        dict(zip(classes, counts, strict=True)),
        None if classes else _range(y),
    )


def _range(array: np.ndarray) -> Range | None:
    return (float(array.min()), float(array.max())) if array.size else None
