"""LoRA: low-rank matrices are trained, counted without Keras, and merged into the kept model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.errors import SettingError
from zoo.plan.freezing import phases_of
from zoo.plan.trained_layers import trained_layers
from zoo.runs import kept
from zoo.testing.learning import resumed
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

IMAGES = zoo.ModelSpec(
    layers=(
        zoo.Conv2D(4, 3, padding="same", name="conv"),
        zoo.BatchNormalization(name="norm"),
        zoo.Conv2D(4, 3, groups=2, name="grouped"),
        zoo.DepthwiseConv2D(3, name="depthwise"),
        zoo.TimeDistributed(zoo.Dense(3), name="each"),
        zoo.Flatten(),
        zoo.SpectralNormalization(zoo.Dense(6), name="spectral"),
        zoo.EinsumDense("ab,bc->ac", 5, bias_axes="c", name="einsum"),
        zoo.Head(name="head"),
    )
)
ROWS = zoo.ModelSpec(
    layers=(
        zoo.Reshape((2, 2), name="steps"),
        zoo.MultiHeadAttention(2, 3, use_gate=True, inputs=("steps", "steps"), name="attention"),
        zoo.GroupQueryAttention(3, 4, 2, inputs=("attention", "steps"), name="shared"),
        zoo.Conv1D(3, 1, name="conv"),
        zoo.LSTM(3, name="lstm"),
        zoo.Head(name="head"),
    )
)


@pytest.fixture(scope="module")
def trained(plan: Callable[..., Plan], tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run with LoRA, in which averaged weights are kept."""
    return train(plan(IMAGES, "adamw", "digits", lora=2, epochs=1), tmp_path_factory.mktemp("runs"))


@pytest.mark.parametrize(("spec", "data"), [(IMAGES, "digits"), (ROWS, "iris")])
def test_trained_weights_are_counted_without_keras(
    plan: Callable[..., Plan], spec: zoo.ModelSpec, data: str
) -> None:
    """The matrices and the head; everything else is frozen."""
    from zoo.training.build import build_model
    from zoo.training.lora import adapt

    made = plan(spec, dataset=data, lora=2)
    built = build_model(made.model, made.dataset.value.input_shape, made.dataset.value.task)
    adapt(built, made)
    expected = {
        layer.name: sum(int(np.prod(each.shape)) for each in layer.trainable_variables)
        for layer in built.layers
        if layer.name != "input_layer"
    }
    assert {row.name: row.trained for row in trained_layers(made, made.architecture()).layers} == expected


@pytest.mark.long
def test_kept_model_is_plain(trained: RunRecord) -> None:
    """It has the layers and the variables of a model that was trained as usual, and only the head was."""
    import keras

    from zoo.training.restore import of_run

    loaded = keras.models.load_model(Path(trained.path) / "model.keras")
    assert not [each.path for each in loaded.variables if "lora" in each.path]
    restored = of_run(kept.of_run(Path(trained.path))).model
    for one, other in zip(loaded.variables, restored.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
    assert sum(int(np.prod(each.shape)) for each in restored.weights) == trained.parameters


@pytest.mark.long
def test_figures_are_those_of_the_kept_model(trained: RunRecord) -> None:
    """`zoo evaluate` finds the same; those of the training differ by rounding alone."""
    assert zoo.evaluate(trained, split="validation").metrics == trained.metrics["validation"]
    assert trained.metrics["validation"]["loss"] == pytest.approx(trained.history["val_loss"][-1], rel=1e-5)


@pytest.mark.long
def test_resumes_bitwise(plan: Callable[..., Plan]) -> None:
    """With the matrices in the state of an epoch."""
    assert resumed(plan(IMAGES, dataset="digits", lora=2, execution="loop")).startswith("epoch 2 repeated, ")


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (
            (zoo.Flatten(), zoo.Head(name="head")),
            "train.lora=4 is for Dense, EinsumDense, Embedding, attention and convolutions, and noisy has none "
            "besides its head; wanted none",
        ),
        (
            (zoo.Flatten(), zoo.Dense(4, kernel_constraint="non_neg", name="hidden"), zoo.Head(name="head")),
            "train.lora=4 would break the kernel_constraint of hidden; wanted none of them, or no LoRA",
        ),
    ],
)
def test_model_without_a_layer_for_it_is_refused(
    plan: Callable[..., Plan], layers: Any, expected: str
) -> None:
    """Before Keras is imported."""
    with pytest.raises(SettingError) as error:
        plan(zoo.ModelSpec(layers=layers), dataset="digits", lora=4)
    assert str(error.value) == expected


def test_the_head_of_a_builder_is_its_last_layer_with_weights(plan: Callable[..., Plan]) -> None:
    """It has no adapters and is trained, also inside another model, or if a layer with random seeds follows."""
    import keras

    from zoo.training.build import build_model
    from zoo.training.lora import adapt

    def nested(shape: Any, *_: Any) -> keras.Model:
        inner = keras.Sequential(
            [keras.layers.Input(shape), keras.layers.Dense(5), keras.layers.Dense(3, name="head")]
        )
        return keras.Sequential([keras.layers.Input(shape), inner, keras.layers.Dropout(0.1)])

    made = plan(zoo.ModelSpec(builder=nested), dataset="iris", lora=2)
    built = build_model(made.model, made.dataset.value.input_shape, made.dataset.value.task)
    adapt(built, made)
    hidden, head = built.layers[0].layers
    assert [tuple(each.shape) for each in hidden.trainable_variables] == [(4, 2), (2, 5)]
    assert [tuple(each.shape) for each in head.trainable_variables] == [(5, 3), (3,)]


def test_freezing_is_counted_with_it(plan: Callable[..., Plan]) -> None:
    """A frozen layer has no matrices that are trained, and is as before when it is trained again."""
    from zoo.training.build import build_model
    from zoo.training.frozen import Freezer
    from zoo.training.lora import adapt

    made = plan(IMAGES, dataset="digits", lora=2, freeze=["conv", "head"])
    known = trained_layers(made, made.architecture())
    built = build_model(made.model, made.dataset.value.input_shape, made.dataset.value.task)
    adapt(built, made)
    before = [each.path for each in built.trainable_variables]
    freezer = Freezer(built, made)
    freezer.freeze(0)
    assert freezer.phases() == phases_of(made, known)
    freezer.restore()
    assert [each.path for each in built.trainable_variables] == before
