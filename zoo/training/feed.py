"""The data where the steps need it, and the order of every epoch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

if TYPE_CHECKING:
    from zoo.data.prepare import Data


def order(seed: int, epoch: int, examples: int) -> np.ndarray:
    """The order of an epoch (counted from 0): a permutation of `examples` positions, as int32.

    The same on every backend and in every process, different in every epoch, and known without
    having run the epochs before it.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, epoch]))
    return generator.permutation(examples).astype(np.int32)


class Feed(keras.utils.PyDataset):
    """Some of the data, in the order of an epoch.

    It does not count epochs: Keras reads ahead, and asks before the first. `begin` tells it which
    one it is, and `__getitem__` depends on nothing else.
    """

    def __init__(self, data: Data, positions: np.ndarray, batch_size: int, seed: int | None = None) -> None:
        """`positions` are those of the examples; without a `seed` they stay in their order."""
        super().__init__()
        self.data, self.positions, self.seed = data, positions, seed
        self.batch_size = min(batch_size, len(positions))
        self.current = positions
        self.begin(0)

    def begin(self, epoch: int) -> None:
        """Take the order of this epoch, counted from 0."""
        if self.seed is not None:
            self.current = self.positions[order(self.seed, epoch, len(self.positions))]

    @property
    def steps(self) -> int:
        """Batches an epoch, the last of which may be smaller."""
        return math.ceil(len(self.positions) / self.batch_size)

    def steps_done(self, item: int) -> int:
        """How many batches are done after this item, counted from 0."""
        raise NotImplementedError


class Batches(Feed):
    """One batch an item, scaled: for Keras's own loop."""

    def __len__(self) -> int:
        """How many batches."""
        return self.steps

    def __getitem__(self, item: int) -> tuple[np.ndarray, np.ndarray]:
        """`x` as float32 and `y` of one batch."""
        index = self.current[item * self.batch_size : (item + 1) * self.batch_size]
        return self.data.scaled(index), self.data.y[index]

    def steps_done(self, item: int) -> int:
        """An item is a batch."""
        return item + 1


class Blocks(Feed):
    """The positions of several batches an item, as one flat vector.

    All blocks are equally long but the last, which takes what is left, a smaller batch included:
    XLA compiles each length, so there are two at most. In each is at least one whole batch.
    """

    def __init__(
        self, data: Data, positions: np.ndarray, batch_size: int, seed: int | None = None, *, steps: int = 1
    ) -> None:
        """`steps` is how many batches make a block."""
        super().__init__(data, positions, batch_size, seed)
        self.whole, self.rest = divmod(len(positions), self.batch_size)
        self.block = min(steps, self.whole)
        self.arrays: dict[str, Any] = {}
        """What a backend wants to travel with the positions."""

    def __len__(self) -> int:
        """How many blocks."""
        return self.whole // self.block

    def __getitem__(self, item: int) -> tuple[Any, ...]:
        """The positions of one block's examples, as int32."""
        size = self.block * self.batch_size
        index = self.current[item * size : None if item == len(self) - 1 else (item + 1) * size]
        return ({"index": index, **self.arrays},) if self.arrays else (index,)

    def steps_done(self, item: int) -> int:
        """The last item has all that are left."""
        return self.steps if item == len(self) - 1 else (item + 1) * self.block
