"""What a dataset may be in Python: a name, a path, a DatasetSpec, or data in memory.

The protocols say what NumPy, pandas, polars, TensorFlow and PyTorch have in common, so that none of them is
needed to declare a type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from zoo.specs.dataset import DatasetSpec, Split


class ArrayLike(Protocol):
    """An array: of NumPy, or whatever converts to one, such as a tensor or a pandas Series."""

    def __array__(self) -> Any:
        """The NumPy array."""


class FrameLike(Protocol):
    """A table with named columns: a DataFrame of pandas or polars, or a table of pyarrow."""

    def __len__(self) -> int:
        """The number of rows."""

    @property
    def columns(self) -> Any:
        """The columns, or their names."""


class TensorDataset(Protocol):
    """A `tf.data.Dataset` of pairs of examples and labels."""

    def as_numpy_iterator(self) -> Any:
        """Its elements as NumPy arrays."""

    def cardinality(self) -> Any:
        """The number of its elements."""


class IndexedDataset(Protocol):
    """A map-style `Dataset` of PyTorch, whose items are pairs of an example and its label."""

    def __getitem__(self, index: Any, /) -> Any:
        """The item at an index."""


Values: TypeAlias = ArrayLike | Sequence[Any]
Pair: TypeAlias = tuple[Values | FrameLike, Values | FrameLike]
Weighted: TypeAlias = tuple[Values, Values, Values]
InMemory: TypeAlias = (
    Pair
    | Weighted
    | tuple[Pair, Pair]
    | Split
    | FrameLike
    | TensorDataset
    | IndexedDataset
    | Mapping[str, Any]
)
DatasetLike: TypeAlias = str | Path | DatasetSpec | InMemory
