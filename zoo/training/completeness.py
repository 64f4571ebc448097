"""Check that Keras made every epoch, and every step on every example, that was planned.

The checks don't depend on why something was left out: a limit of Keras, a callback, or a fault of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

from zoo.errors import ZooError
from zoo.training import limits

if TYPE_CHECKING:
    from zoo.runs import RunRecord
    from zoo.training.feed import Feed

EXACT = 2**24
"""The largest number up to which Keras's float32 counter of examples is exact."""


class WholeTraining(keras.callbacks.Callback):
    """Raise ZooError after an epoch with fewer or more steps or examples than its feed.

    An epoch in which a callback has stopped the training may be shorter: the record says so.
    """

    def __init__(self, feed: Feed) -> None:
        """`feed` is that of the training."""
        super().__init__()
        self.feed, self.items = feed, 0
        self.seen: int | None = None

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Begin to count."""
        self.items, self.seen = 0, None

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Count a batch or a block."""
        self.items += 1

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Read the number of examples before the validation resets it."""
        self.seen = _examples(self.model, "train_step")

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Compare."""
        if not self.model.stop_training:
            _compare(self.feed, self.items, self.seen, "trained", f"epoch {epoch + 1}")


class WholeEvaluation(keras.callbacks.Callback):
    """Raise ZooError after an evaluation with fewer or more steps or examples than its feed.

    In a training, it is also raised after an epoch without an evaluation.
    """

    def __init__(self, feed: Feed, part: str) -> None:
        """`part` of the data is as in "the test split"."""
        super().__init__()
        self.feed, self.part, self.items = feed, part, 0

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Forget the evaluation of the epoch before."""
        self.items = 0

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Begin to count."""
        self.items = 0

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Count a batch."""
        self.items += 1

    def on_test_end(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Compare."""
        _compare(self.feed, self.items, _examples(self.model, "test_step"), "evaluated", self.part)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Refuse an epoch without validation."""
        if not self.items:
            raise ZooError(
                f"Keras did not evaluate {self.part} in epoch {epoch + 1}; wanted it in every epoch"
            )


def check_epochs(record: RunRecord) -> None:
    """Raise ZooError if a training ended early or late, and the record doesn't say what stopped it."""
    if record.complete_epochs != record.epochs and not record.stopped:
        made = f"{record.complete_epochs:,} of {record.epochs:,} epochs"
        raise ZooError(
            f"Keras trained {made}, and no callback stopped it; wanted all{limits.cause(limits.EPOCHS)}"
        )


def _compare(feed: Feed, items: int, seen: int | None, did: str, part: str) -> None:
    """Raise ZooError if the counts of a pass over a part of the data differ from those of its feed."""
    if items != len(feed):
        done = feed.steps_done(items - 1) if 0 < items < len(feed) else items
        steps = f"{done:,} of {feed.steps:,} steps of {part}"
        raise ZooError(f"Keras {did} {steps}; wanted all{limits.cause(limits.STEPS)}")
    wanted = len(feed.positions)
    if seen not in (None, wanted) and wanted <= EXACT:
        raise ZooError(f"Keras {did} {seen:,} examples in {part}; wanted each of {wanted:,} once")


def _examples(model: keras.Model, step: str) -> int | None:
    """The examples since the last reset, as the mean of the loss counts them; None if that is unknown.

    A model with a step of its own may not count them.
    """
    if not getattr(type(model), step).__module__.startswith("keras."):
        return None
    mean = next((each for each in model.metrics if each.name == "loss"), None)
    return None if mean is None else round(float(keras.ops.convert_to_numpy(mean.count)))
