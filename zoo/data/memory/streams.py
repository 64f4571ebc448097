"""Datasets that give their examples one after the other: of TensorFlow and of PyTorch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any, cast

import numpy as np

from zoo.data.files.npz_file import check_fits
from zoo.data.memory import NAME
from zoo.data.memory.arrays import array_of
from zoo.errors import DatasetError, article

INFINITE, UNKNOWN = -1, -2
"""What `tf.data.Dataset.cardinality` returns besides a number."""
MOST = 1_000_000
"""Elements that are read from a dataset of unknown size."""
FIELDS, ROW = 2, 2
"""Examples and labels; the axes of a batch of rows."""
CHANNELS = (1, 3)


def is_tensorflow(value: Any) -> bool:
    """Whether an object is a `tf.data.Dataset`."""
    return hasattr(value, "as_numpy_iterator") and hasattr(value, "cardinality")


def is_torch(value: Any) -> bool:
    """Whether an object is a Dataset or a DataLoader of PyTorch."""
    return any(each.__module__.startswith("torch.utils.data") for each in type(value).__mro__)


def arrays_of(dataset: Any) -> tuple[np.ndarray, np.ndarray]:
    """The examples and labels of a dataset of TensorFlow or PyTorch, which is read once.

    Raises:
        DatasetError: It has no end, its elements are not pairs, or they have different shapes.
    """
    pairs = _read(_of_torch(dataset) if is_torch(dataset) else _of_tensorflow(dataset))
    if not pairs:
        raise DatasetError(f"{NAME} has no examples; wanted data")
    is_batched = not is_torch(dataset) and all(
        x.ndim >= ROW and y.ndim and len(x) == len(y) for x, y in pairs
    )
    join = np.concatenate if is_batched else np.stack
    try:
        x, y = (join(each) for each in zip(*pairs, strict=True))
    except ValueError:
        shapes = list(dict.fromkeys(str(x.shape[is_batched:]) for x, _ in pairs))[:2]
        raise DatasetError(f"{NAME} has examples of shape {' and '.join(shapes)}; wanted one shape") from None
    return (_channels_last(x) if is_torch(dataset) else x), y


def _of_tensorflow(dataset: Any) -> Iterator[Any]:
    size = int(dataset.cardinality())
    if size == INFINITE:
        raise DatasetError(
            f"{NAME} is a tf.data.Dataset without an end; wanted a finite one, as .take(n) gives"
        )
    for number, element in enumerate(dataset.as_numpy_iterator()):
        if size == UNKNOWN and number >= MOST:
            how = "tf.data.experimental.assert_cardinality"
            raise DatasetError(f"{NAME} has an unknown size, and over {MOST:,} elements; set it with {how}")
        yield element


def _of_torch(dataset: Any) -> Iterable[Any]:
    if not hasattr(type(dataset), "__getitem__") or not isinstance(dataset, Sized):
        what = f"{NAME} is {article(type(dataset).__name__)}"
        raise DatasetError(f"{what}; wanted a Dataset with a length and items, such as that of a DataLoader")
    many, items = len(dataset), cast("Any", dataset)
    return (items[index] for index in range(many))


def _read(elements: Iterable[Any]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The pairs of arrays, as long as they fit into the memory."""
    pairs, size = list[tuple[np.ndarray, np.ndarray]](), 0
    for number, element in enumerate(elements):
        if not isinstance(element, (tuple, list)) or len(element) != FIELDS:
            many = f" of {len(element)}" if isinstance(element, (tuple, list)) else ""
            what = f"{NAME} has {article(type(element).__name__)}{many} as element {number:,}"
            raise DatasetError(f"{what}; wanted pairs of an example and its label")
        x, y = (
            array_of(each, f"{name} of element {number:,} of {NAME}")
            for name, each in zip("xy", element, strict=True)
        )
        size += x.nbytes + y.nbytes
        check_fits(NAME, size)
        pairs.append((x, y))
    return pairs


def _channels_last(x: np.ndarray) -> np.ndarray:
    """Images with the channels in the last axis, as Keras has them; those of PyTorch are in the first."""
    is_first = x.ndim == 4 and x.shape[1] in CHANNELS and x.shape[-1] not in CHANNELS  # noqa: PLR2004 - images
    return np.moveaxis(x, 1, -1) if is_first else x
