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
FIELDS = ("x", "y", "weights")
"""Examples and labels, and perhaps the weights of the examples."""
FEWEST, ROW = 2, 2
"""The fields of an element that has no weight; the axes of a batch of rows."""
CHANNELS = (1, 3)


def is_tensorflow(value: Any) -> bool:
    """Whether an object is a `tf.data.Dataset`."""
    return hasattr(value, "as_numpy_iterator") and hasattr(value, "cardinality")


def is_torch(value: Any) -> bool:
    """Whether an object is a Dataset or a DataLoader of PyTorch."""
    return any(each.__module__.startswith("torch.utils.data") for each in type(value).__mro__)


def arrays_of(dataset: Any) -> tuple[np.ndarray, ...]:
    """The examples, labels and perhaps weights of a dataset of TensorFlow or PyTorch, which is read once.

    Raises:
        DatasetError: It has no end, its elements are not pairs, or they have different shapes.
    """
    elements = _read(_of_torch(dataset) if is_torch(dataset) else _of_tensorflow(dataset))
    if not elements:
        raise DatasetError(f"{NAME} has no examples; wanted data")
    is_batched = not is_torch(dataset) and all(
        x.ndim >= ROW and y.ndim and len(x) == len(y) for x, y, *_ in elements
    )
    join = np.concatenate if is_batched else np.stack
    try:
        x, *others = (join(each) for each in zip(*elements, strict=True))
    except ValueError:
        shapes = list(dict.fromkeys(str(x.shape[is_batched:]) for x, *_ in elements))[:2]
        raise DatasetError(f"{NAME} has examples of shape {' and '.join(shapes)}; wanted one shape") from None
    return (_channels_last(x) if is_torch(dataset) else x), *others


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


def _read(elements: Iterable[Any]) -> list[tuple[np.ndarray, ...]]:
    """The elements as arrays, as long as they fit into the memory; all have as many fields as the first."""
    found, size = list[tuple[np.ndarray, ...]](), 0
    for number, element in enumerate(elements):
        many = len(element) if isinstance(element, (tuple, list)) else 0
        if not FEWEST <= many <= len(FIELDS) or (found and many != len(found[0])):
            of = f" of {many}" if many else ""
            what = f"{NAME} has {article(type(element).__name__)}{of} as element {number:,}"
            raise DatasetError(f"{what}; wanted pairs of an example and its label")
        fields = tuple(
            array_of(each, f"{name} of element {number:,} of {NAME}")
            for name, each in zip(FIELDS, element, strict=False)
        )
        size += sum(each.nbytes for each in fields)
        check_fits(NAME, size)
        found.append(fields)
    return found


def _channels_last(x: np.ndarray) -> np.ndarray:
    """Images with the channels in the last axis, as Keras has them; those of PyTorch are in the first."""
    is_first = x.ndim == 4 and x.shape[1] in CHANNELS and x.shape[-1] not in CHANNELS  # noqa: PLR2004 - images
    return np.moveaxis(x, 1, -1) if is_first else x
