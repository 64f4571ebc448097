"""Checks of loaded data before training; the same for every backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.data.weights import all_weights, check_weights
from zoo.errors import DatasetError
from zoo.specs.dataset import Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.specs.dataset import DatasetSpec, Loaded

LEAST = 5
"""Examples without the test part; with fewer, the training or the validation part would be empty."""


def check(name: str, spec: DatasetSpec, loaded: Loaded, fewest: int = LEAST) -> None:
    """Raise DatasetError, with the place of the error, unless the data matches the spec."""
    if not isinstance(loaded.source, str):
        raise DatasetError(f"the source of {name} is {type(loaded.source).__name__}; wanted text")
    for part, split in (
        ("train", loaded.train),
        ("validation", loaded.validation),
        ("test", loaded.test),
    ):
        if split is None and part != "train":
            continue
        if not isinstance(split, Split):
            raise DatasetError(f"the {part} part of {name} is {type(split).__name__}; wanted zoo.Split")
        _check_shapes(name, spec, part, split)
        check_finite(name, f"x of the {part} part", split.x)
        check_size(name, f"x of the {part} part", split.x, spec.factor)
        check_tokens(name, f"x of the {part} part", split.x, spec.tokens)
        check_labels(name, spec, part, split.y)
        check_weights(split, part, name)
        if spec.task.shape and split.weights is not None:
            where = f"the {part} part of {name} has weights"
            raise DatasetError(f"{where}, which {spec.task} don't take; wanted none")
        if part != "train":
            check_not_empty(name, part, len(split.x))
    all_weights(loaded, name)
    if len(loaded.train.x) < fewest:
        check_enough(name, len(loaded.train.x))


def check_not_empty(name: str, part: str, examples: int) -> None:
    """Raise DatasetError for a part without examples."""
    if not examples:
        raise DatasetError(f"the {part} part of {name} has no examples; wanted None, or examples")


def check_enough(name: str, examples: int) -> None:
    """Raise DatasetError unless there are enough examples for training and validation."""
    if examples < LEAST:
        many = f"{examples} example{'' if examples == 1 else 's'}"
        msg = f"{name} has {many} to train on; wanted at least {LEAST}"
        raise DatasetError(msg)


def _check_shapes(name: str, spec: DatasetSpec, part: str, split: Split) -> None:
    x, y = split.x, split.y
    where = f"the {part} part of {name}"
    for what, array in (("x", x), ("y", y)):
        is_masked = isinstance(array, np.ma.MaskedArray)  # Keras would ignore the mask
        is_number = isinstance(array, np.ndarray) and array.dtype.kind in "buif" and array.dtype.isbuiltin < 2  # noqa: PLR2004 - 2 is a third-party dtype
        if not is_number or is_masked:
            plain = isinstance(array, np.ndarray) and not is_masked
            found = str(array.dtype) if plain else type(array).__name__
            msg = f"{what} of {where} is {found}; wanted an array of numbers"
            raise DatasetError(msg)
    if x.shape[1:] != tuple(spec.input_shape):
        msg = f"x of {where} has examples of shape {x.shape[1:]}; wanted {tuple(spec.input_shape)}"
        raise DatasetError(msg)
    if y.ndim and len(x) != len(y):
        msg = f"{where} has {len(x):,} examples and {len(y):,} labels; wanted one for each"
        raise DatasetError(msg)
    wanted = [(len(x), *spec.task.y_shape)]
    if spec.task.has_units and not spec.task.shape:
        wanted.append((len(x), spec.task.outputs))
    if y.shape not in wanted:
        msg = f"y of {where} has shape {y.shape}; wanted {wanted[0]}"
        raise DatasetError(msg)


def check_finite(name: str, where: str, array: np.ndarray) -> None:
    """Raise DatasetError, with the row, if a number is NaN or infinite."""
    if array.dtype.kind != "f":
        return
    rows = np.flatnonzero(~np.isfinite(array).all(axis=tuple(range(1, array.ndim))))
    if len(rows):
        row = array[rows[0]].reshape(-1)
        value = row[~np.isfinite(row)][0]
        msg = f"{name} has {value} in {where}, row {rows[0]:,}; wanted finite numbers"
        raise DatasetError(msg)


def check_size(name: str, where: str, array: np.ndarray, factor: float = 1.0) -> None:
    """Raise DatasetError for numbers that are infinite in float32, in which backends compute."""
    if not array.size:
        return
    largest = max(abs(float(array.min())), abs(float(array.max())))
    limit = float(np.finfo(np.float32).max)
    if largest * max(factor, 1.0) > limit:
        scaled = "" if factor == 1 else f", to be multiplied by {factor:g}"
        msg = f"{name} has {largest:g} in {where}{scaled}; wanted at most {limit:.3g}, the limit of float32"
        raise DatasetError(msg)


def check_flags(what: str, place: Callable[[int], str], y: np.ndarray) -> None:
    """Raise DatasetError, with the place, for a label that is neither 0 nor 1."""
    if (odd := odd_flag(y)) is not None:
        raise DatasetError(f"{what} {odd[1]} in {place(odd[0])}; wanted 0 or 1 for each label")


def odd_flag(y: np.ndarray) -> tuple[int, Any] | None:
    """The row and the value of the first label that is neither 0 nor 1."""
    is_odd = (y != 0) & (y != 1)
    rows = np.flatnonzero(is_odd.any(axis=1))
    return (int(rows[0]), y[rows[0]][is_odd[rows[0]]][0]) if len(rows) else None


def check_tokens(name: str, where: str, x: np.ndarray, tokens: int) -> None:
    """Raise DatasetError for values that are not below `tokens`, which is 0 for data other than texts."""
    if not tokens or not x.size:
        return
    odd = np.flatnonzero((x < 0) | (x >= tokens) | (x != np.floor(x)))
    if len(odd):
        found = x.reshape(-1)[odd[0]]
        raise DatasetError(f"{name} has {found} in {where}; wanted whole numbers from 0 to {tokens - 1:,}")


def check_labels(name: str, spec: DatasetSpec, part: str, y: np.ndarray) -> None:
    """Raise DatasetError for a target that is not finite, and for a label that is not a class."""
    if spec.task.has_units:
        check_finite(name, f"y of the {part} part", y)
        check_size(name, f"y of the {part} part", y)
        return
    last = spec.task.outputs - 1
    if not spec.task.has_one_class:
        check_flags(f"{name} has", lambda row: f"y of the {part} part, row {row:,}", y)
        return
    if spec.task.labels == "one-hot":
        odd = np.flatnonzero(((y != 0) & (y != 1)).any(axis=1) | (y.sum(axis=1) != 1))
        if len(odd):
            where = f"y of the {part} part, row {odd[0]:,}"
            msg = f"{name} has a label that is not one-hot in {where}; wanted a single 1"
            raise DatasetError(msg)
        return
    odd = np.flatnonzero(~np.isfinite(y) | (y < 0) | (y > last) | (y != np.floor(y)))
    if len(odd):
        msg = (
            f"{name} has label {y[odd[0]]} in y of the {part} part, row {odd[0]:,}; "
            f"wanted 0 to {last} for {last + 1} classes"
        )
        raise DatasetError(msg)
