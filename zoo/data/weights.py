"""Weights of examples: checked, and normalized so that each part of a dataset has the mean weight 1.

So a loss is the weighted mean of the examples' losses: an example of weight 2 counts like two of weight 1,
one of weight 0 does not count, and the learning rate means the same in whatever unit the weights are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.errors import DatasetError, enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoo.data.split import Parts
    from zoo.specs.dataset import Loaded, Split

FEW = 5
"""The wrong weights that a message names."""
WANTED = "wanted weights of 0 or more"


def check_weights(split: Split, part: str, name: str) -> None:
    """Raise DatasetError, with the rows, unless each example of a part has a weight, or none has."""
    weights = split.weights
    if weights is None:
        return
    where = f"weights of the {part} part of {name}"
    is_plain = isinstance(weights, np.ndarray) and not isinstance(weights, np.ma.MaskedArray)
    if not is_plain or weights.dtype.kind not in "buif":
        found = str(weights.dtype) if is_plain else type(weights).__name__
        raise DatasetError(f"{where} is {found}; wanted an array of numbers")
    if weights.shape != (len(split.x),):
        raise DatasetError(f"{where} has shape {weights.shape}; wanted ({len(split.x)},)")
    refuse_wrong(weights, where, lambda row: f"row {row:,}")


def refuse_wrong(
    weights: np.ndarray,
    where: str,
    place: Callable[[int], str],
    cell: Callable[[int], str] | None = None,
) -> None:
    """Raise DatasetError for weights that are negative, infinite or missing, with the cells and their places.

    Args:
        weights: A number for each example, NaN where it is missing.
        where: What has the weights, for the message.
        place: The place of a weight, as in "line 2".
        cell: The text of a weight; by default the number.
    """
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if not len(wrong):
        return
    text = cell or (lambda row: f"{weights[row]:g}")
    shown = [f"{text(row)} in {place(row)}" for row in wrong[:FEW].tolist()]
    more = [f"{len(wrong) - FEW:,} more"] if len(wrong) > FEW else []
    raise DatasetError(f"{where} has {enumerated([*shown, *more])}; {WANTED}")


def all_weights(loaded: Loaded, name: str) -> np.ndarray | None:
    """The weights of all examples in the order of the parts; None if the dataset has none.

    Raises:
        DatasetError: One part has weights, and another has not.
    """
    parts = {"train": loaded.train, "validation": loaded.validation, "test": loaded.test}
    known = {part: split.weights for part, split in parts.items() if split is not None}
    found = [each for each in known.values() if each is not None]
    if not found:
        return None
    lacking = [part for part, weights in known.items() if weights is None]
    if lacking:
        raise DatasetError(f"the {lacking[0]} part of {name} has no weights; wanted them in each part")
    return np.concatenate(found).astype(np.float64)


def normalized(weights: np.ndarray, parts: Sequence[np.ndarray] | Parts, name: str) -> np.ndarray:
    """The weights as float32, divided by the mean of their part.

    Raises:
        DatasetError: All weights of a part are 0.
    """
    names = ("training", "validation", "test")
    scaled = np.zeros(len(weights), np.float32)
    for part, positions in zip(names, parts, strict=True):
        own = weights[positions]
        if not len(own):
            continue
        largest = own.max()
        if largest == 0:
            raise DatasetError(
                f"all {len(own):,} weights of the {part} part of {name} are 0; wanted at least one above 0"
            )
        own = own / largest  # or the sum of large weights might be infinite
        scaled[positions] = own / own.mean()
    return scaled
