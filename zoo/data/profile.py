"""How the values of a dataset are distributed: a histogram or counts for each column and for the target."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.data.loaded_dataset import class_counts
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.data.loaded_dataset import LoadedDataset

BINS = 20
"""The number of bars of a histogram."""
EXACT = 2.0**51
"""Whole numbers below it can be moved by a half in float64."""
LISTED = 10
"""The number of categories that are listed, the most frequent first."""
COLUMNS = 200
"""The number of columns that are described."""


@frozen
class Distribution(Value):
    """How the values of a column are distributed.

    Attributes:
        name: The name of the column.
        role: "number", "boolean", "category", "ordinal", "date" or "class"; dates are days since 1970-01-01.
        counts: The number of values in each bin of a histogram, or of each of the `categories`.
        edges: The ends of the bins, one more than there are bins; empty for categories.
        categories: The most frequent ones, or the first of an order.
        others: The number of categories that are not listed.
        missing: The number of rows without a value.
        lowest: The lowest number or date; None for categories.
        median: The median of numbers and dates.
        highest: The highest number or date.
        notes: What may surprise about the column.
    """

    name: str
    role: str
    counts: tuple[int, ...]
    edges: tuple[float, ...] = ()
    categories: tuple[str, ...] = ()
    others: int = 0
    missing: int = 0
    lowest: float | None = None
    median: float | None = None
    highest: float | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All fields as plain values."""
        return {
            "name": self.name,
            "role": self.role,
            "missing": self.missing,
            "counts": list(self.counts),
            "edges": list(self.edges),
            "categories": list(self.categories),
            "others": self.others,
            "lowest": self.lowest,
            "median": self.median,
            "highest": self.highest,
        }


@frozen
class Profile(Value):
    """The distributions of a dataset.

    Attributes:
        examples: The number of rows or other examples.
        columns: The distribution of each column, or of all values of other examples than rows.
        targets: That of the classes, or of each target of a regression.
        more: The number of columns that are not described.
    """

    examples: int
    columns: tuple[Distribution, ...]
    targets: tuple[Distribution, ...]
    more: int = 0

    def to_json(self) -> dict[str, Any]:
        """All distributions as plain values."""
        return {
            "examples": self.examples,
            "columns": [each.to_json() for each in self.columns],
            "targets": [each.to_json() for each in self.targets],
        }


def of_numbers(
    name: str, numbers: np.ndarray, role: str = "number", notes: tuple[str, ...] = ()
) -> Distribution:
    """The histogram of numbers, NaN where they are missing; few whole numbers have a bin each."""
    known = numbers[~np.isnan(numbers)] if numbers.dtype.kind == "f" else numbers
    if not known.size:
        return Distribution(name, role, (), missing=numbers.size, notes=notes)
    counts, edges = _histogram(known.astype(np.float64, copy=False))
    return Distribution(
        name,
        role,
        tuple(counts),
        tuple(edges),
        missing=numbers.size - known.size,
        lowest=float(known.min()),
        median=float(np.median(known)),
        highest=float(known.max()),
        notes=notes,
    )


def _histogram(known: np.ndarray) -> tuple[list[int], list[float]]:
    """The counts and the edges of the bins; each bin of whole numbers has as many of them."""
    low, high = float(known.min()), float(known.max())
    span = high - low + 1
    if max(-low, high) < EXACT and bool((known == np.floor(known)).all()):
        width = math.ceil(span / BINS)
        bins = math.ceil(span / width)
        ends = low - 0.5, low - 0.5 + bins * width
    elif low < high and math.isfinite(span):
        bins, ends = BINS, (low, high)
    else:
        return [known.size], [low, high]
    try:
        counts, edges = np.histogram(known, bins, ends)
    except ValueError:  # there are not so many float64 between the ends
        return [known.size], [low, high]
    return counts.tolist(), edges.tolist()


def of_categories(
    name: str,
    counts: Mapping[str, int],
    role: str = "category",
    missing: int = 0,
    notes: tuple[str, ...] = (),
) -> Distribution:
    """The counts of categories: the most frequent ones first, but an order and few classes as they are."""
    is_ordered = role == "ordinal" or (role == "class" and len(counts) <= LISTED)
    order = list(counts) if is_ordered else sorted(counts, key=counts.__getitem__, reverse=True)
    listed = tuple(order[:LISTED])
    return Distribution(
        name,
        role,
        tuple(counts[each] for each in listed),
        categories=listed,
        others=len(order) - len(listed),
        missing=missing,
        notes=notes,
    )


def of_arrays(loaded: LoadedDataset) -> Profile:
    """The distributions in the arrays of a dataset, all splits together."""
    splits = loaded.splits.values()
    x, y = np.concatenate([each.x for each in splits]), np.concatenate([each.y for each in splits])
    many = len(x)
    if loaded.spec.scaling == "features":
        x = x.reshape(-1, x.shape[-1])
    names = loaded.spec.features or tuple(map(str, range(x.shape[1])))
    is_rows = x.ndim == 2  # noqa: PLR2004 - examples and columns
    columns = (
        tuple(of_numbers(name, x[:, at]) for at, name in enumerate(names[:COLUMNS]))
        if is_rows
        else (of_numbers("values", x.reshape(-1)),)
    )
    more = max(0, len(names) - COLUMNS) if is_rows else 0
    return Profile(many, columns, tuple(_of_targets(loaded, y)), more)


def _of_targets(loaded: LoadedDataset, y: np.ndarray) -> Iterator[Distribution]:
    if loaded.classes:
        counts = class_counts(y, len(loaded.classes))
        yield of_categories("class", dict(zip(loaded.classes, counts, strict=True)), "class")
        return
    targets = y.reshape(len(y), -1) if y.ndim <= 2 else y.reshape(-1, 1)  # noqa: PLR2004 - not arrays
    for at in range(targets.shape[1]):
        yield of_numbers(f"target {at}" if targets.shape[1] > 1 else "target", targets[:, at])
