"""Feed the data to the steps, in the order of each epoch."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from zoo.specs.steps import steps_per_epoch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zoo.data.prepare import Data


def order(seed: int, epoch: int, examples: int) -> np.ndarray:
    """The order of an epoch (counted from 0): a permutation of `examples` positions, as int32.

    It is the same on every backend and in every process, different in every epoch, and does not
    depend on the epochs before.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, epoch]))
    return generator.permutation(examples).astype(np.int32)


def seeds(seed: int, epoch: int, steps: int) -> np.ndarray:
    """The seeds of the random changes in each step of an epoch, as int32 of shape (steps, 2).

    Like the order, they depend on nothing else, so that a resumed training has the same. They are independent
    of it: the stream of random numbers is the same, at another place.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, epoch], counter=[0, 0, 0, 1]))
    return generator.integers(0, 2**30, (steps, 2), np.int32)


def plain_labels(data: Data) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """A function that leaves the plain labels in a batch, without what a teacher says."""
    if data.teacher is None:
        return lambda batch: batch
    axes, columns, dtype = data.y.ndim, data.y.shape[-1], str(data.y.dtype)

    def plain(batch: tuple[Any, ...]) -> tuple[Any, ...]:
        x, y, *weights = batch
        if len(y.shape) == 2:  # noqa: PLR2004 - axes
            y = keras.ops.cast(y[:, 0] if axes == 1 else y[:, :columns], dtype)
        return x, y, *weights

    return plain


class Feed(keras.utils.PyDataset):
    """Part of the data, in the order of an epoch.

    It does not count epochs, since Keras reads ahead and before the first epoch. `begin` sets the
    epoch, and `__getitem__` depends on nothing else.
    """

    def __init__(
        self,
        data: Data,
        positions: np.ndarray,
        batch_size: int,
        seed: int | None = None,
        *,
        is_augmented: bool = False,
    ) -> None:
        """`positions` are those of the examples; without a `seed` their order is fixed.

        If it `is_augmented`, each item also has the seeds of its steps.
        """
        super().__init__()
        # TensorFlow never forgets a dataset that it has iterated over, nor what that refers to.
        self._data = weakref.ref(data)
        self.positions, self.seed = positions, seed
        self.batch_size = min(batch_size, len(positions))
        self.current, self.is_augmented = positions, is_augmented
        self.seeds: np.ndarray | None = None
        self.begin(0)

    @property
    def data(self) -> Data:
        """The data, which must outlive the feed."""
        data = self._data()
        if data is None:
            raise ReferenceError("the data of this feed is no longer there")
        return data

    @property
    def labels(self) -> np.ndarray:
        """The labels, in training with what a teacher says about the examples."""
        return self.data.y if self.seed is None else self.data.targets

    def begin(self, epoch: int) -> None:
        """Set the order and the seeds of this epoch, counted from 0."""
        if self.seed is not None:
            self.current = self.positions[order(self.seed, epoch, len(self.positions))]
            self.seeds = seeds(self.seed, epoch, self.steps) if self.is_augmented else None

    @property
    def steps(self) -> int:
        """The number of batches per epoch; the last one may be smaller."""
        return steps_per_epoch(len(self.positions), self.batch_size)

    def steps_done(self, item: int) -> int:
        """The number of batches that are done after this item, counted from 0."""
        raise NotImplementedError


class Batches(Feed):
    """Each item is one scaled batch, for Keras's own loop."""

    def __len__(self) -> int:
        """How many batches."""
        return self.steps

    def __getitem__(self, item: int) -> tuple[Any, ...]:
        """`x` as float32, `y`, and the weights, if there are any, of one batch.

        If it is augmented, a table with `x` and the seed of the step is in the place of `x`.
        """
        index = self.current[item * self.batch_size : (item + 1) * self.batch_size]
        data = self.data
        weights = () if data.loss_weights is None else (data.loss_weights[index],)
        x = data.scaled(index)
        first = x if self.seeds is None else {"x": x, "seed": self.seeds[item]}
        return first, self.labels[index], *weights

    def steps_done(self, item: int) -> int:
        """An item is a batch."""
        return item + 1


class Blocks(Feed):
    """Each item is the positions of the examples of several batches, as one flat vector.

    All blocks have the same length, except that the last also has the remaining batches and examples:
    XLA compiles each length, so there are at most two. Each block has at least one full batch.
    """

    def __init__(
        self,
        data: Data,
        positions: np.ndarray,
        batch_size: int,
        seed: int | None = None,
        *,
        steps: int = 1,
        arrays: Mapping[str, Any] | None = None,
        is_augmented: bool = False,
    ) -> None:
        """`steps` is the number of batches per block; `arrays` are added to each item."""
        super().__init__(data, positions, batch_size, seed, is_augmented=is_augmented)
        self.whole, self.rest = divmod(len(positions), self.batch_size)
        self.block = min(steps, self.whole)
        self.arrays = dict(arrays or {})

    def __len__(self) -> int:
        """How many blocks."""
        return self.whole // self.block

    def __getitem__(self, item: int) -> tuple[Any, ...]:
        """The positions of one block's examples, as int32, with the other arrays of the block."""
        index, more = self.examples_of(item), {**self.arrays, **self.seeds_of(item)}
        return ({"index": index, **more},) if more else (index,)

    def seeds_of(self, item: int) -> dict[str, np.ndarray]:
        """The seeds of one block's steps, if it is augmented."""
        if self.seeds is None:
            return {}
        return {"seeds": self.seeds[item * self.block : self.steps_done(item)]}

    def examples_of(self, item: int) -> np.ndarray:
        """The positions of one block's examples among all."""
        size = self.block * self.batch_size
        return self.current[item * size : None if item == len(self) - 1 else (item + 1) * size]

    def steps_done(self, item: int) -> int:
        """The last item includes the remaining batches."""
        return self.steps if item == len(self) - 1 else (item + 1) * self.block


class StreamedBlocks(Blocks):
    """Each item has the examples of several batches, read from disk, and their positions among these.

    The blocks and their order are those of `Blocks`. TensorFlow reads the next items in the background.
    """

    def __getitem__(self, item: int) -> tuple[dict[str, np.ndarray]]:
        """The examples of one block, with the labels and the weights, if there are any."""
        index, data = self.examples_of(item), self.data
        positions = np.arange(len(index), dtype=np.int32)
        weights = {} if data.loss_weights is None else {"weights": data.loss_weights[index]}
        arrays = {"x": data.rows(index), "y": self.labels[index], **weights}
        return ({"index": positions, **arrays, **self.seeds_of(item)},)
