"""Each check of an optimizer and of a dataset can fail, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.zoo.samples import dataset, loads, rows
from zoo import Loaded, OptimizerPreset, Split, optimizer

if TYPE_CHECKING:
    from collections.abc import Callable

    Outcome = Callable[..., tuple[str, str]]


def test_steps_that_are_far_too_large(outcome: Outcome) -> None:
    """Teach nothing."""
    status, reason = outcome("optimizer", OptimizerPreset(optimizer.SGD(learning_rate=1e9)), "learns")
    assert (status, reason.startswith("loss ")) == ("fail", True)


def test_data_that_is_not_what_was_promised(outcome: Outcome) -> None:
    """Is refused with the place."""
    said = outcome("dataset", dataset(loads(rows(50, columns=2))), "loads")
    assert said == ("fail", "x of the train part of mine has examples of shape (2,); wanted (3,)")


def test_data_that_changes(outcome: Outcome) -> None:
    """Has another digest the second time."""
    count = iter(range(10))

    def load() -> Loaded:
        x, y = rows(50)
        return Loaded(Split(x + next(count), y), None, "a test")

    status, reason = outcome("dataset", dataset(load), "is the same twice")
    assert (status, reason.endswith("when it is loaded again")) == ("fail", True)


def test_data_that_can_t_be_learnt(outcome: Outcome) -> None:
    """A scaling that makes its numbers too large for any weight."""
    large = dataset(loads(rows(400)), scaling="rescale", factor=1e38)
    assert outcome("dataset", large, "can be learnt") == ("fail", "loss became nan in epoch 1")
