"""The order of each epoch, and the items of the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.prepare import Data
from zoo.data.split import Parts
from zoo.training.feed import Batches, Blocks, order

if TYPE_CHECKING:
    from zoo.training.feed import Feed


def data_of(examples: int) -> Data:
    """Examples that contain their own position."""
    positions = np.arange(examples, dtype=np.int32)
    return Data(
        positions[:, None].astype(np.uint8),
        positions,
        Parts(positions, positions, positions),
        1.0,
        "",
        positions,
    )


def seen(feed: Feed) -> list[int]:
    """The positions in the items of an epoch, in order."""
    items = [feed[at] for at in range(len(feed))]
    column = 1 if isinstance(feed, Batches) else 0
    return [int(position) for item in items for position in item[column]]


def test_the_order_is_that_of_earlier_versions() -> None:
    """`Philox(key=[seed, epoch])`, whose permutations NumPy does not guarantee."""
    assert order(42, 0, 10).tolist() == [2, 4, 5, 0, 9, 8, 1, 7, 3, 6]
    assert order(42, 1, 10).tolist() == [7, 1, 4, 9, 8, 3, 5, 0, 2, 6]


@given(seed=st.integers(0, 2**32 - 1), epoch=st.integers(0, 1000), examples=st.integers(1, 200))
def test_the_order_is_a_permutation(seed: int, epoch: int, examples: int) -> None:
    """It has every example once."""
    assert sorted(order(seed, epoch, examples).tolist()) == list(range(examples))


@given(seed=st.integers(0, 2**32 - 1), epoch=st.integers(0, 1000))
def test_epochs_differ(seed: int, epoch: int) -> None:
    """Two epochs of 100 examples have different orders."""
    assert order(seed, epoch, 100).tolist() != order(seed, epoch + 1, 100).tolist()


@given(st.integers(1, 300), st.integers(1, 70), st.integers(1, 12), st.integers(0, 5))
def test_blocks_and_batches_have_the_same_examples_in_the_same_order(
    examples: int, batch_size: int, steps: int, epoch: int
) -> None:
    """With any remainder, each example occurs once, and the blocks have at most two lengths."""
    data = data_of(examples)
    batches = Batches(data, data.parts.training, batch_size, 42)
    blocks = Blocks(data, data.parts.training, batch_size, 42, steps=steps)
    batches.begin(epoch)
    blocks.begin(epoch)
    assert seen(batches) == seen(blocks) == order(42, epoch, examples).tolist()
    lengths = [len(blocks[at][0]) for at in range(len(blocks))]
    assert len(set(lengths[:-1])) <= 1
    assert min(lengths) >= blocks.batch_size
    assert blocks.steps_done(len(blocks) - 1) == blocks.steps == batches.steps


def test_a_feed_keeps_its_epoch_until_begin_is_called() -> None:
    """Keras reads items before the first epoch, and more than once."""
    data = data_of(100)
    feed = Blocks(data, data.parts.training, 10, 42, steps=3)
    feed.begin(5)
    before = seen(feed)
    feed.on_epoch_end()
    assert seen(feed) == before == order(42, 5, 100).tolist()
