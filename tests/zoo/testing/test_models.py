"""Each check of a model can fail, and says why."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoo import BatchNormalization, Conv2D, Dense, Flatten, Head, Layer, ModelSpec, Task
from zoo.specs.layers.base import Trace
from zoo.testing import models
from zoo.training import conformance

if TYPE_CHECKING:
    from collections.abc import Callable

    Outcome = Callable[..., tuple[str, str]]

NET = ModelSpec(layers=(Flatten(), Dense(5, activation="relu", name="hidden"), Head(name="output")))
CONV = ModelSpec(layers=(Conv2D(4, 5, name="c1"), Conv2D(4, 5, name="c2"), Flatten(), Head()))


def built(*inside: Callable[[], Any]) -> Callable[..., Any]:
    """A builder with these functions' layers before the output."""

    def build(input_shape: tuple[int, ...], task: Task) -> Any:
        import keras

        inputs = keras.Input(input_shape)
        x = keras.layers.Flatten()(inputs)
        for function in inside:
            x = function()(x)
        outputs = {"classification": task.outputs if task.outputs > 2 else 1}.get(task.kind, task.outputs)
        return keras.Model(
            inputs, keras.layers.Dense(outputs, use_bias=stopped not in inside, name="output")(x)
        )

    return build


def from_outside() -> Any:
    """A layer with weights from the operating system's random numbers."""
    import keras

    seed = int.from_bytes(os.urandom(4))
    return keras.layers.Dense(4, kernel_initializer=keras.initializers.GlorotUniform(seed=seed), name="odd")


def forgetful() -> Any:
    """A layer that keeps a state where Keras doesn't see it."""
    import keras
    import tensorflow as tf

    class Fading(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__(name="fading")
            self.kept = [tf.Variable(1.0, trainable=False)]

        def call(self, x: Any, training: Any = None) -> Any:
            if training:
                self.kept[0].assign(self.kept[0] * 0.9)
            return x * self.kept[0]

    return Fading()


def stopped() -> Any:
    """A layer that passes on neither values nor gradients."""
    import keras

    return keras.layers.Rescaling(0.0)


def nothing_finite() -> Any:
    """A layer that divides by zero."""
    import keras

    return keras.layers.Rescaling(float("inf"))


def test_a_builder_that_raises_does_not_build(outcome: Outcome) -> None:
    """The reason contains the cause."""

    def build(*_: Any) -> Any:
        raise SystemExit("no licence")

    said = outcome("model", ModelSpec(builder=build), "builds")
    assert said == ("fail", "mine of acme 1.0 can't be built: SystemExit: no licence")


def test_a_wrong_count_is_named_with_its_layer(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer that does not count its bias."""
    monkeypatch.setattr(Dense, "trace", lambda self, shape: Trace((self.units,), shape[0] * self.units, 0))
    said = outcome("model", NET, "parameters")
    declared, keras = "3,920 parameters, output (5,)", "3,925 parameters, output (5,)"
    assert said == ("fail", f"hidden: {declared} declared, {keras} in Keras")


def test_what_is_not_trained_is_counted_too(outcome: Outcome) -> None:
    """The moving averages of a BatchNormalization."""
    spec = replace(NET, layers=(Flatten(), BatchNormalization(), Head()))
    assert outcome("model", spec, "parameters") == ("pass", "10,986 declared, 10,986 in Keras")


def test_a_builder_s_count_is_keras_s(outcome: Outcome) -> None:
    """Its parameters are known only from Keras."""
    said = outcome("model", ModelSpec(builder=built(), logits=True), "parameters")
    assert said == ("pass", "7,850 in Keras; not computable from the declaration")


@pytest.mark.parametrize(
    ("of_labels", "expected"),
    [
        ("sigmoid", ("pass", "5 tasks; (28, 28) and (32, 32)")),
        (
            "softmax",
            ("fail", "the builder ignores the task, or part of it: mine of acme 1.0 built an output whose "),
        ),
    ],
)
def test_a_builder_is_asked_for_several_labels(
    outcome: Outcome, of_labels: str, expected: tuple[str, str]
) -> None:
    """Each of them is a choice of its own, which a softmax is not."""

    def build(input_shape: tuple[int, ...], task: Task) -> Any:
        import keras

        fit = Head().fit(task)
        activation = of_labels if task.kind == "multilabel" else fit.activation
        inputs = keras.Input(input_shape)
        flat = keras.layers.Flatten()(inputs)
        return keras.Model(inputs, keras.layers.Dense(fit.units, activation=activation)(flat))

    status, reason = outcome("model", ModelSpec(builder=build), "fits shape and task")
    assert (status, reason[: len(expected[1])]) == expected


def test_answers_that_are_not_finite(outcome: Outcome) -> None:
    """Are found with the first batch."""
    said = outcome("model", ModelSpec(builder=built(nothing_finite), logits=True), "runs forward")
    assert said == (
        "fail",
        "1 of (28, 28) gave numbers that are not finite at rescaling (Rescaling), for numbers between 0 and 1",
    )


def across_the_batch() -> Any:
    """A layer that subtracts the mean of the batch."""
    import keras

    class Centred(keras.layers.Layer):
        def call(self, x: Any) -> Any:
            return x - keras.ops.mean(x, axis=0, keepdims=True)

    return Centred()


def test_a_prediction_that_depends_on_its_neighbours(outcome: Outcome) -> None:
    """The example is the same, and the others of its batch are not."""
    status, reason = outcome(
        "model", ModelSpec(builder=built(across_the_batch), logits=True), "predicts independently"
    )
    assert status == "fail"
    assert reason.startswith("a prediction depends on the other examples of the batch: it changes by up to ")


def test_a_model_that_never_predicts_alike(outcome: Outcome) -> None:
    """Its dropout is active in predictions too."""
    import keras

    def always() -> Any:
        return keras.layers.Lambda(lambda x: keras.random.dropout(x, 0.5))

    said = outcome("model", ModelSpec(builder=built(always), logits=True), "predicts independently")
    assert said == (
        "fail",
        "two predictions for one batch differ at lambda (Lambda): it draws random numbers, as dropout does, "
        "although training is False",
    )


def test_an_augmentation_that_takes_the_batch_for_one_image(outcome: Outcome) -> None:
    """In predictions it is not active; a declared one gets a channel axis."""

    def build(input_shape: tuple[int, ...], task: Task) -> Any:
        import keras

        turned = keras.layers.RandomRotation(0.5, name="turn")
        flat, output = keras.layers.Flatten(), keras.layers.Dense(task.outputs)
        return keras.Sequential([keras.Input(input_shape), turned, flat, output])

    said = outcome("model", ModelSpec(builder=build, logits=True), "predicts independently")
    assert said == (
        "fail",
        "turn (RandomRotation) takes the batch for one image; its input has no channel axis",
    )
    declared = ModelSpec(layers=(Layer("RandomRotation", factor=0.5), Flatten(), Head()))
    said = outcome("model", declared, "predicts independently")
    assert said == ("pass", "equal in batches of 7 with other neighbours")


def test_shapes_that_a_model_can_t_take_are_left_out(outcome: Outcome) -> None:
    """Rows of numbers, for one that wants images; digits are too small for two windows of 5×5."""
    assert outcome("model", CONV, "runs forward") == ("pass", "batches of 1, 2, 7 at (28, 28)")


def test_rows_are_skipped_by_a_model_of_images(outcome: Outcome) -> None:
    """The reason has what the model wants and what the dataset has."""
    said = outcome("model", CONV, "trains on diabetes")
    assert said == ("skip", "wants images; diabetes has rows of 10 numbers")


def test_images_are_enlarged_for_a_model_that_wants_larger_ones(outcome: Outcome) -> None:
    """To the model's default shape, channels included."""
    status, reason = outcome("model", replace(CONV, input_shape=(20, 18, 3)), "trains on digits")
    assert (status, reason.partition("; ")[2]) == ("pass", "images enlarged to (20, 18, 3)")


def test_a_loss_that_does_not_fall(outcome: Outcome) -> None:
    """A model with a constant output that can't be trained."""
    still = ModelSpec(builder=built(stopped), logits=True)
    said = outcome("model", still, "trains on iris")
    assert said == ("fail", "loss did not fall: 1.0986, then 1.0986")


def test_a_loss_that_is_no_number(outcome: Outcome) -> None:
    """The reason has the epoch."""
    said = outcome("model", ModelSpec(builder=built(nothing_finite), logits=True), "trains on iris")
    assert said == ("fail", "loss became nan in epoch 1")


def test_state_out_of_keras_s_sight_is_not_resumed(outcome: Outcome) -> None:
    """The second epoch of the fresh build differs."""
    status, reason = outcome("model", ModelSpec(builder=built(forgetful), logits=True), "resumes bitwise")
    assert (status, reason) == (
        "fail",
        "epoch 2, repeated: 4 of 6 variables differ (output/kernel), as with random numbers outside "
        "keras.random, or state that is no variable of Keras",
    )


def test_weights_drawn_from_outside_are_not_reproducible(outcome: Outcome) -> None:
    """For any seed."""
    said = outcome("model", ModelSpec(builder=built(from_outside), logits=True), "builds reproducibly")
    assert said == (
        "fail",
        "1 of 4 variables differ with one seed: odd/kernel, drawn from random numbers that the seed does not set",
    )


def test_a_layer_that_keras_can_t_read_back(outcome: Outcome) -> None:
    """A class that is not registered with Keras can be saved, and not loaded."""
    status, reason = outcome("model", ModelSpec(builder=built(forgetful), logits=True), "saves and loads")
    assert (status, "Could not locate class 'Fading'" in reason) == ("fail", True)


def test_predictions_that_differ_after_loading(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason has the difference."""
    answers = iter([np.zeros((7, 10), np.float32), np.full((7, 10), 0.25, np.float32)])
    monkeypatch.setattr(conformance, "outputs", lambda *_: next(answers))
    said = outcome("model", NET, "saves and loads")
    assert said == ("fail", "predictions differ after loading: by up to 0.25")


def test_a_builder_can_t_be_written(outcome: Outcome) -> None:
    """Its TOML is not checked."""
    said = outcome("model", ModelSpec(builder=built(), logits=True), "round-trips TOML")
    assert said == ("skip", "built by a function, which TOML can't represent")


def test_what_is_read_back_differs(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that loses the summary is detected."""
    whole = ModelSpec.to_table
    monkeypatch.setattr(ModelSpec, "to_table", lambda self: whole(replace(self, summary="")))
    said = outcome("model", replace(NET, summary="A net"), "round-trips TOML")
    assert said == ("fail", "the value read back differs from the one written")


def test_every_check_says_what_it_promises() -> None:
    """In the docstring of its function."""
    functions = [getattr(check, "func", check) for check in models.CHECKS.values()]
    assert [each.__name__ for each in functions if not each.__doc__] == []
