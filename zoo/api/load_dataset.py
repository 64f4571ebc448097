"""`zoo.load_dataset`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from zoo.data.prepare import unscaled
from zoo.data.resolve import found_dataset
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zoo.data.loaded_dataset import LoadedDataset


def load_dataset(
    name: str | Path,
    *,
    target: str | None = None,
    task: Literal["classification", "regression"] | None = None,
    drop: Iterable[str] = (),
    number: Iterable[str] = (),
    category: Iterable[str] = (),
    date: Iterable[str] = (),
    ordinal: Iterable[str] = (),
    missing: Iterable[str] = (),
) -> LoadedDataset:
    """Load the arrays of a dataset, split as for a training, and not scaled.

    Keras is not imported. A dataset that is not on this computer is downloaded, if it can be.

    Args:
        name: A dataset's name, or your own data: a table, an `.npz` file, or a folder with a folder of
            images for each class.
        target: Target column of your own table.
        task: Task type of your own data, if whole-number targets could be either.
        drop: Columns of your own table that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, with a format if it is not found: `"day=%d/%m/%Y"`.
        ordinal: Columns of ordered categories, with the order if it is not the natural one: `"size=S,M,L"`.
        missing: What cells without a value hold, besides the usual marks: `"n.a."`.

    Returns:
        The splits with `x` and `y`, the names of the classes, and the digest of the data.

    Raises:
        RegistryError: The name is ambiguous, or what it names cannot be loaded.
        UsageError: The name is unknown, or a value is not valid.
        DatasetError: The data is missing, damaged, or not usable for a model.

    Example:
        >>> digits = zoo.load_dataset("digits")
        >>> digits.training.x.shape, digits.classes[:3]
        ((1149, 8, 8), ('0', '1', '2'))
    """
    options = DataOptions.of(
        target, task, drop=drop, number=number, category=category, date=date, ordinal=ordinal, missing=missing
    )
    return unscaled(found_dataset(name, options))
