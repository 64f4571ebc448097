"""Some examples of a dataset's training part, the same each time, with as many of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.data.loaded_dataset import class_numbers
from zoo.data.own.decoding import decoded
from zoo.data.pixels import look, to_bytes
from zoo.schema.keras_objects import thaw
from zoo.specs.dataset import has_images
from zoo.specs.task import UNITS

if TYPE_CHECKING:
    from zoo.data.loaded_dataset import LoadedDataset

Cell = str | float | None
Label = str | tuple[str, ...] | tuple[float, ...]


class Changed(NamedTuple):
    """How an augmentation changed the images of some examples.

    Attributes:
        augment: The layers, as `train.augment` has them.
        seed: The seed of the training that has these random numbers.
        shares: The share of each class in the label of each mixed image; empty if none are mixed.
    """

    augment: tuple[Any, ...]
    seed: int
    shares: tuple[dict[str, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Samples:
    """Some examples of the training part.

    Attributes:
        positions: Their positions in the training part.
        labels: The class of each, the names of its labels, or its targets.
        noun: "class", "labels" or "targets".
        images: Images as uint8 of shape (samples, height, width[, channels]); None for other data.
        names: The names of a row's columns; empty for other data.
        rows: The cells of each row; None is a missing category.
        filled: Whether the rows may have medians in place of missing values.
        of: The number of examples in the training part.
        changed: How an augmentation changed the images; None if they are as in the data.
    """

    positions: tuple[int, ...]
    labels: tuple[Label, ...]
    noun: str
    images: np.ndarray | None
    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filled: bool
    of: int
    changed: Changed | None = None

    @property
    def shares(self) -> tuple[dict[str, float], ...]:
        """The share of each class in the label of each mixed image; empty if none are mixed."""
        return self.changed.shares if self.changed else ()

    def to_json(self) -> dict[str, Any]:
        """`samples`, and `augment` with the layers and the `seed` if the images are changed.

        Each sample has its position, its class or targets, and the values of a row or the shares of classes.
        """
        how = {}
        if self.changed is not None:
            how = {"augment": [thaw(each) for each in self.changed.augment], "seed": self.changed.seed}
        return how | {"samples": self._each()}

    def _each(self) -> list[dict[str, Any]]:
        found = []
        for at, (position, label) in enumerate(zip(self.positions, self.labels, strict=True)):
            answer = {self.noun: label if isinstance(label, str) else list(label)}
            values = {"values": dict(zip(self.names, self.rows[at], strict=True))} if self.rows else {}
            shares = {"shares": self.shares[at]} if self.shares else {}
            found.append({"example": position, **answer, **values, **shares})
        return found


def samples_of(loaded: LoadedDataset, many: int) -> Samples:
    """The first examples of each class or label in the training part, in the order of the classes."""
    x, y = loaded.training.x, loaded.training.y
    chosen = balanced(class_numbers(y), many) if loaded.classes else np.arange(min(many, len(y)))
    names, rows = _rows(loaded, x[chosen])
    file = loaded.spec.file
    return Samples(
        positions=tuple(chosen.tolist()),
        labels=_labels(y[chosen], loaded),
        noun="class" if loaded.spec.task.has_one_class else UNITS[loaded.spec.task.kind][1],
        images=_images(loaded, chosen),
        names=names,
        rows=rows,
        filled=file is not None
        and any(each.missing and each.role not in ("category", "text") for each in file.columns),
        of=len(x),
    )


def balanced(numbers: np.ndarray, many: int) -> np.ndarray:
    """The positions of `many` labels, as evenly as possible from each class, ordered by class."""
    by_class = np.argsort(numbers, kind="stable")
    _, begins, counts = np.unique(numbers[by_class], return_index=True, return_counts=True)
    rank = np.arange(len(numbers)) - np.repeat(begins, counts)
    chosen = by_class[np.argsort(rank, kind="stable")[:many]]
    return chosen[np.lexsort((chosen, numbers[chosen]))]


def _labels(y: np.ndarray, loaded: LoadedDataset) -> tuple[Label, ...]:
    classes = loaded.classes
    if loaded.spec.task.has_one_class:
        return tuple(classes[number] for number in class_numbers(y).tolist())
    if loaded.spec.task.shape:
        return tuple(f"{each.min():.6g} to {each.max():.6g}" for each in y)
    if classes:
        return tuple(tuple(classes[at] for at in np.flatnonzero(row)) for row in y)
    return tuple(tuple(map(float, each)) for each in y.reshape(len(y), -1).tolist())


def _images(loaded: LoadedDataset, chosen: np.ndarray) -> np.ndarray | None:
    """The samples as bytes; None if they are not images."""
    spec, x = loaded.spec, loaded.training.x
    if not has_images(spec):
        return None
    pixels = look(x, spec.factor)
    return None if pixels is None else to_bytes(x[chosen], pixels)


def _rows(loaded: LoadedDataset, x: np.ndarray) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """The names of the columns, and the cells of each row; both are empty if the examples are not rows."""
    spec = loaded.spec
    if spec.file is not None and spec.file.columns:
        columns = spec.file.columns
        return tuple(each.name for each in columns), tuple(decoded(columns, row) for row in x)
    if x.ndim != 2:  # noqa: PLR2004 - examples and columns
        return (), ()
    return spec.features or tuple(map(str, range(x.shape[1]))), tuple(map(tuple, x.tolist()))
