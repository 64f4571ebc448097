"""`zoo.load_dataset`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from zoo.data.load import unscaled
from zoo.data.resolve import found_dataset
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zoo.data.loaded_dataset import LoadedDataset
    from zoo.specs.dataset_like import DatasetLike


def load_dataset(
    name: DatasetLike,
    *,
    target: str | Iterable[str] | None = None,
    task: Literal["classification", "regression", "multilabel"] | None = None,
    drop: Iterable[str] = (),
    number: Iterable[str] = (),
    category: Iterable[str] = (),
    date: Iterable[str] = (),
    ordinal: Iterable[str] = (),
    missing: Iterable[str] = (),
    weight: str | None = None,
    validation: float | None = None,
    test: float | None = None,
    group: str | None = None,
    split_by: str | None = None,
    encoding: str | None = None,
    image_column: str | None = None,
    split_column: str | None = None,
    validation_data: str | Path | None = None,
    test_data: str | Path | None = None,
    image_size: tuple[int, int] | str | None = None,
    channels: int | None = None,
    text: str | None = None,
    vocabulary_size: int | None = None,
    text_length: int | None = None,
    array: Literal["images", "sequences"] | None = None,
) -> LoadedDataset:
    """Load the arrays of a dataset, split as for a training, and not scaled.

    Keras is not imported. A dataset that is not on this computer is downloaded, if it can be.

    Args:
        name: A dataset's name, your own data, a TOML file that declares it, or data in memory, as in
            `zoo.train`.
        target: Target column of your own table, or several: labels of 0 and 1, or numbers.
        task: Task type of your own data, if whole-number targets could be either.
        drop: Columns of your own table that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, with a format if it is not found: `"day=%d/%m/%Y"`.
        ordinal: Columns of ordered categories, with the order if it is not the natural one: `"size=S,M,L"`.
        missing: What cells without a value hold, besides the usual marks: `"n.a."`.
        weight: Column of your own table with the weights of the rows in the loss; it is no input.
        validation: Fraction of the examples outside the test part that are for validation; default 0.2.
        test: Fraction of the examples for the test part; default 0.2.
        group: Column of your own table whose groups are never in two parts; it is no input.
        split_by: Column of times or numbers: the latest rows are tested on, those before them validated on.
        encoding: Encoding of your own table, as cp1251, if it is not UTF-8.
        image_column: Column of your own table with the paths of images, if it is not found.
        split_column: Column that says which rows are for training, validation and test.
        validation_data: The path of your own validation examples, of the same kind as the dataset.
        test_data: The path of your own test examples.
        image_size: Height and width in pixels to which your own images are resized.
        channels: 1 for grey images, 3 for coloured ones.
        text: Column of your own table with free text, which is the only input.
        vocabulary_size: The most tokens of its vocabulary; default 10,000.
        text_length: Number of words of a text that are used; default so many that 95 % of the training
            texts are whole, at most 500.
        array: What arrays with three axes have: `images`, or `sequences` of (time, features).

    Returns:
        The splits with `x` and `y`, the names of the classes, and the digest of the data.

    Raises:
        RegistryError: The name is ambiguous, or what it names cannot be loaded.
        UsageError: The name is unknown, or a value is not valid.
        DatasetError: The data is missing, damaged, or not usable for a model.

    Examples:
        >>> digits = zoo.load_dataset("digits")
        >>> digits.training.x.shape, digits.classes[:3]
        ((1149, 8, 8), ('0', '1', '2'))
    """
    options = DataOptions.among(locals())
    return unscaled(found_dataset(name, options))
