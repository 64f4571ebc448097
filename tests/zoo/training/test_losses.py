"""The losses of a head: Keras's own, for labels in any form, in the record as in an evaluation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.inference.evaluate import evaluate
from zoo.plan.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

FOCAL = {"gamma": 1.5, "alpha": 0.3}
CASES: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("iris", {"label_smoothing": 0.1}, "CategoricalCrossentropy", {"label_smoothing": 0.1}),
    (
        "iris",
        {"label_smoothing": 0.1, "logits": True},
        "CategoricalCrossentropy",
        {"label_smoothing": 0.1, "from_logits": True},
    ),
    ("iris", {"loss": "categorical_focal_crossentropy"} | FOCAL, "CategoricalFocalCrossentropy", FOCAL),
    ("iris", {"loss": "categorical_hinge"}, "CategoricalHinge", {}),
    ("one-hot", {"label_smoothing": 0.2}, "CategoricalCrossentropy", {"label_smoothing": 0.2}),
    ("breast-cancer", {"label_smoothing": 0.1}, "BinaryCrossentropy", {"label_smoothing": 0.1}),
    (
        "breast-cancer",
        {"loss": "binary_focal_crossentropy"} | FOCAL,
        "BinaryFocalCrossentropy",
        FOCAL | {"apply_class_balancing": True},
    ),
    ("breast-cancer", {"loss": "hinge"}, "Hinge", {}),
    ("breast-cancer", {"loss": "squared_hinge"}, "SquaredHinge", {}),
    ("breast-cancer", {"loss": "categorical_hinge"}, "CategoricalHinge", {}),
    ("diabetes", {"loss": "huber", "delta": 0.5}, "Huber", {"delta": 0.5}),
]


def one_hot() -> zoo.DatasetSpec:
    """Rows whose labels are one-hot."""
    x, y = np.random.default_rng(1).normal(size=(30, 4)), np.eye(3)[np.arange(30) % 3]
    task = zoo.Task("classification", 3, "one-hot")
    return zoo.DatasetSpec("Rows", task, (4,), lambda: zoo.Loaded(zoo.Split(x, y), None, "a test"))


@pytest.mark.parametrize(
    ("dataset", "head", "loss", "options"),
    [CASES[0], *(pytest.param(*each, marks=pytest.mark.long) for each in CASES[1:])],
)
def test_the_loss_is_keras_own(
    plan: Callable[..., Plan], dataset: str, head: dict[str, Any], loss: str, options: dict[str, Any]
) -> None:
    """Of the model's outputs and, for a loss of several classes, one-hot labels; and it can be trained."""
    import keras

    from zoo.training import backend
    from zoo.training.build import build_model, compile_model

    data_of = one_hot() if dataset == "one-hot" else dataset
    model = zoo.ModelSpec(layers=(zoo.Head(**head),))
    settled, data = prepare(plan(model, "sgd", data_of))
    spec = settled.dataset.value
    backend.fresh(1)
    built = build_model(settled.model, spec.input_shape, spec.task)
    compile_model(built, model, settled.optimizer.value, spec.task)
    x, y = data.scaled(data.parts.test), data.y[data.parts.test]
    outputs = built.predict(x, verbose=0)
    if outputs.shape[1] > 1 and y.ndim == 1:
        y_of_loss = np.eye(outputs.shape[1], dtype="float32")[y]
    else:
        y_of_loss = y.reshape(outputs.shape).astype("float32")
    expected = float(getattr(keras.losses, loss)(**options)(y_of_loss, outputs))
    found = built.evaluate(x, y, verbose=0, return_dict=True)
    assert found["loss"] == pytest.approx(expected, rel=1e-5)
    built.train_on_batch(x, y)
    after = built.evaluate(x, y, verbose=0, return_dict=True)
    assert after["loss"] < found["loss"]


@pytest.mark.parametrize(
    ("dataset", "head"),
    [
        pytest.param("iris", {"label_smoothing": 0.1}, marks=pytest.mark.long),
        pytest.param("breast-cancer", {"loss": "hinge"}, marks=pytest.mark.long),
        pytest.param("diabetes", {"loss": "huber"}, marks=pytest.mark.long),
    ],
)
def test_an_evaluation_equals_the_record(
    run: Callable[..., RunRecord], dataset: str, head: dict[str, Any]
) -> None:
    """The saved model is one of Keras, which loads it without Kerazoo."""
    import keras

    model = zoo.ModelSpec(layers=(zoo.Dense(4, activation="relu", kernel_regularizer="l2"), zoo.Head(**head)))
    record = run(model, "adam", dataset, execution="loop")
    assert evaluate(f"{record.path}/").metrics == pytest.approx(record.metrics["test"], rel=1e-5)
    assert keras.saving.load_model(f"{record.path}/model.keras").compiled is (dataset != "iris")


def test_a_huber_loss_is_in_the_square_of_the_unit(plan: Callable[..., Plan]) -> None:
    """Its delta is in standard deviations of the target."""
    from zoo.training.units import Units

    settled, _ = prepare(plan(zoo.ModelSpec(layers=(zoo.Head(loss="huber"),)), "sgd", "diabetes"))
    assert settled.data is not None
    scale = settled.data.scaling.target_scale
    assert Units.of(settled) == Units(scale**2, scale)


def test_the_plan_has_the_arguments_of_the_loss(plan: Callable[..., Plan]) -> None:
    """They follow from the head, and without them the table is as before."""
    settled = plan(zoo.ModelSpec(layers=(zoo.Head(label_smoothing=0.1),)), "sgd", "iris")
    table = {
        "loss": "categorical_crossentropy",
        "metric": "sparse_categorical_accuracy",
        "activation": "softmax",
    }
    assert settled.to_table()["objective"] == table | {"arguments": {"label_smoothing": 0.1}}
    usual = replace(settled, model=plan("softmax-1layer", "sgd", "iris").model)
    assert usual.to_table()["objective"] == table | {"loss": "sparse_categorical_crossentropy"}
