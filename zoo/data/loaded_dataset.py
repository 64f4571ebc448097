"""A dataset with its arrays, as `zoo.load_dataset` returns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from zoo.specs.dataset import DatasetSpec, Split


@dataclass(frozen=True, eq=False, repr=False)
class LoadedDataset:
    """A dataset with its arrays, split as for a training, and not scaled.

    Attributes:
        name: The name of the dataset.
        spec: Its task, its shape and how it is scaled; of own data also what was detected (`spec.file`).
        training: The examples and labels to train on.
        validation: Those that `val_loss` is computed on.
        test: Those for the evaluation.
        source: Where the data was found.
        digest: `sha256:` and the digest of all arrays, as in a run's record.

    Each split has `x` of shape (examples, *input_shape) and `y`. Own tables are encoded as numbers, as a
    model sees them before scaling.
    """

    name: str
    spec: DatasetSpec
    training: Split
    validation: Split
    test: Split
    source: str
    digest: str

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes or labels, in their order; empty for a regression."""
        return () if self.spec.task.has_units else self.spec.class_names

    @property
    def splits(self) -> dict[str, Split]:
        """The splits by their names."""
        return {"training": self.training, "validation": self.validation, "test": self.test}

    def __repr__(self) -> str:
        """Its name and the number of examples, without the arrays."""
        sizes = ", ".join(f"{len(split.x):,} {name}" for name, split in self.splits.items())
        return f"<LoadedDataset {self.name}: {sizes} {self.spec.unit}>"


def class_numbers(y: np.ndarray) -> np.ndarray:
    """The number of each example's class, from integer or one-hot labels; of several labels, the first."""
    return y.argmax(axis=1) if y.ndim > 1 else y.astype(np.int64)


def class_counts(y: np.ndarray, many: int) -> list[int]:
    """The number of examples of each of `many` classes or labels."""
    counts = y.sum(axis=0).astype(np.int64) if y.ndim > 1 else np.bincount(class_numbers(y), minlength=many)
    return [int(each) for each in counts]
