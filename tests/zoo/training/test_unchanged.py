"""A run whose callbacks change more than weights fails, because its plan would describe another model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import pytest

import zoo
from zoo.runs import TrainingFailed, read_record
from zoo.specs.named import Named
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan

MODEL = zoo.ModelSpec(
    layers=(zoo.Flatten(), zoo.Dense(4, name="hidden"), zoo.LeakyReLU(0.1, name="leaky"), zoo.Head())
)


class Annealing(keras.callbacks.Callback):
    """Changes a setting of a layer while it trains."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Make the layer linear."""
        self.model.get_layer("leaky").negative_slope = 1.0


class Quantizing(keras.callbacks.Callback):
    """Changes the types of the weights at the end."""

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """As Keras does."""
        self.model.quantize("int8")


class Recompiling(keras.callbacks.Callback):
    """Sets another loss."""

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Before the first step."""
        self.model.compile(self.model.optimizer, "mse", ["accuracy"])


class Replacing(keras.callbacks.Callback):
    """Sets another optimizer."""

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """After the last step."""
        self.model.optimizer = keras.optimizers.SGD()


class Freezing(keras.callbacks.Callback):
    """Changes what is trained, which is no other model."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """After the first epoch."""
        self.model.get_layer("hidden").trainable = False


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        (
            Annealing,
            "Annealing changed negative_slope of leaky from 0.1 to 1.0; wanted the layers as planned",
        ),
        (
            Quantizing,
            "Quantizing changed dtype of hidden from float32 to QuantizedDTypePolicy; "
            "wanted the layers as planned",
        ),
        (
            Recompiling,
            "Recompiling compiled the model again; wanted its loss and optimizer as planned",
        ),
        (
            Replacing,
            "Replacing compiled the model again; wanted its loss and optimizer as planned",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method")
@pytest.mark.long
def test_a_changed_model_is_refused(
    plan: Callable[..., Plan],
    tmp_path: Path,
    callback: type[keras.callbacks.Callback],
    expected: str,
) -> None:
    """The run fails and says what a callback has changed."""
    planned = plan(MODEL, epochs=1, execution="plain")
    with pytest.raises(TrainingFailed) as failure:
        train(replace(planned, callbacks=(Named("changing", callback, "acme", "1"),)), tmp_path)
    assert (str(failure.value), read_record(Path(failure.value.record.path)).error) == (expected, expected)


def test_a_frozen_layer_is_allowed(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """A callback may change what is trained."""
    planned = plan(MODEL, epochs=2, execution="plain")
    record = train(replace(planned, callbacks=(Named("freezing", Freezing, "acme", "1"),)), tmp_path)
    assert record.status == "completed"
