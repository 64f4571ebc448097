"""Each check of an optimizer, a dataset and a callback can fail, and says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest

from tests.zoo import own
from tests.zoo.samples import dataset, loads, rows
from zoo import Loaded, OptimizerPreset, Split, optimizer
from zoo.testing.subject import asked
from zoo.testing.suite import perform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Outcome = Callable[..., tuple[str, str]]


def test_steps_that_are_far_too_large(outcome: Outcome) -> None:
    """The loss does not fall."""
    status, reason = outcome("optimizer", OptimizerPreset(optimizer.SGD(learning_rate=1e9)), "learns")
    assert (status, reason.startswith("loss ")) == ("fail", True)


def test_data_that_is_not_what_was_promised(outcome: Outcome) -> None:
    """It is refused with the position."""
    said = outcome("dataset", dataset(loads(rows(50, columns=2))), "loads")
    assert said == ("fail", "x of the train part of mine has examples of shape (2,); wanted (3,)")


def test_data_that_changes(outcome: Outcome) -> None:
    """The second digest differs."""
    count = iter(range(10))

    def load() -> Loaded:
        x, y = rows(50)
        return Loaded(Split(x + next(count), y), None, "a test")

    status, reason = outcome("dataset", dataset(load), "is the same twice")
    assert (status, reason.endswith("the second time")) == ("fail", True)


def test_data_that_can_t_be_learnt(outcome: Outcome) -> None:
    """A scaling that makes its numbers too large for any weight."""
    large = dataset(loads(rows(400)), scaling="rescale", factor=1e30)
    assert outcome("dataset", large, "can be learnt") == (
        "fail",
        "rm_sprop/small_hidden_kernel_velocity is not finite after epoch 2",
    )


class Slows(keras.callbacks.Callback):
    """A callback that uses the end of every epoch, and needs validation."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Halve the learning rate."""
        assert logs is not None
        assert "val_loss" in logs
        self.model.optimizer.learning_rate = 0.5 * self.model.optimizer.learning_rate


class Spoils(keras.callbacks.Callback):
    """A callback that sets a bias to NaN."""

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Set the bias to NaN."""
        self.model.weights[-1].assign(self.model.weights[-1] + float("nan"))


class Stops(keras.callbacks.Callback):
    """A callback that stops the training."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Stop."""
        self.model.stop_training = True


class Raises(keras.callbacks.Callback):
    """A callback that fails in its first epoch."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Fail."""
        raise RuntimeError("no room on the disk")


ONLY = Slows()


@pytest.mark.parametrize(
    ("made", "check", "said"),
    [
        (Slows, "constructs", ("pass", "a Slows, a new one each time")),
        (lambda: 3, "constructs", ("fail", "mine of acme made int; wanted a keras.callbacks.Callback")),
        (lambda: ONLY, "constructs", ("fail", "two calls returned the same object; wanted a new one for each training")),
        (lambda path: Slows(), "constructs", ("fail", "mine of acme 1.0 can't be constructed: TypeError: <lambda>() missing 1 required positional argument: 'path'")),
        (Slows, "trains", ("pass", "2 epochs on digits, loss 0.0000")),
        (Stops, "trains", ("pass", "1 epoch on digits and stopped, loss 0.0000")),
        (Spoils, "trains", ("fail", "loss became nan in epoch 1")),
        (Raises, "trains", ("fail", "RuntimeError: no room on the disk")),
    ],
)  # fmt: skip
def test_a_callback(outcome: Outcome, made: Callable[..., Any], check: str, said: tuple[str, str]) -> None:
    """Each is constructed without arguments, a new one each time, and training with it completes."""
    status, reason = outcome("callback", made, check)
    assert (status, re.sub(r"\d\.\d{4}", "0.0000", reason)) == said


@pytest.mark.parametrize("check", ["loads", "is the same twice"])
def test_a_declared_dataset_is_checked(tmp_path: Path, check: str) -> None:
    """Its data is that of the file."""
    own.flowers(tmp_path / "flowers.csv")
    declared = tmp_path / "flowers.toml"
    declared.write_text('kerazoo = 1\nkind = "dataset"\npath = "flowers.csv"\ntarget = "species"\n')
    found = perform(asked(str(declared)).load(), check)
    assert found.status == "pass"


def test_weights_that_are_not_valid_are_found(outcome: Outcome) -> None:
    """By the check that loads the data."""
    split = Split(*rows(50), np.arange(50) - 1)
    said = outcome("dataset", dataset(loads(split)), "loads")
    message = "weights of the train part of mine has -1 in row 0; wanted weights of 0 or more"
    assert said == ("fail", message)
