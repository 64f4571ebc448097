"""Weights of classes in the loss: as Keras's `class_weight`, in every loop, and only in the training."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.data.class_weights import class_weighted
from zoo.inference.evaluate import evaluate
from zoo.plan.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

EXAMPLES = 60
WEIGHTS = {"0": 3.0, "2": 0.5}


def load() -> zoo.Loaded:
    """Rows of three classes, of which one is frequent and one is rare."""
    y = np.repeat([0, 1, 2], [10, 15, 35])
    x = np.random.default_rng(1).normal(size=(EXAMPLES, 3)) + y[:, None]
    shuffled = np.random.default_rng(2).permutation(EXAMPLES)
    return zoo.Loaded(zoo.Split(x[shuffled], y[shuffled]), None, "a test")


ROWS = zoo.DatasetSpec("Rows", zoo.Task("classification", 3), (3,), load)


def keras_history(plan: Plan, class_weight: dict[int, float]) -> dict[str, list[float]]:
    """What Keras's own `fit` has for a plan whose batches have all training examples."""
    from zoo.training import backend
    from zoo.training.build import build_model, compile_model

    plan, data = prepare(plan)
    spec = plan.dataset.value
    backend.fresh(plan.train.seed)
    model = build_model(plan.model, spec.input_shape, spec.task)
    compile_model(model, plan.model.value, plan.optimizer.value, spec.task)
    every = np.arange(EXAMPLES)
    (x, y), validation = (
        (data.scaled(every[part]), data.y[part]) for part in (data.parts.training, data.parts.validation)
    )
    options: dict[str, Any] = {"batch_size": len(x), "validation_data": validation, "verbose": 0}
    return dict(model.fit(x, y, class_weight=class_weight, epochs=plan.train.epochs, **options).history)


@pytest.mark.long
@pytest.mark.parametrize("execution", ["plain", "loop", "loop+xla"])
def test_the_history_is_that_of_keras(
    plan: Callable[..., Plan], run: Callable[..., RunRecord], execution: str
) -> None:
    """To rounding: the training loss has the weights, and accuracy and validation have not."""
    settings: dict[str, Any] = {"batch_size": EXAMPLES, "epochs": 3}
    expected = keras_history(plan("softmax-1layer", "adam", ROWS, **settings), {0: 3.0, 2: 0.5})
    record = run("softmax-1layer", "adam", ROWS, class_weight=WEIGHTS, execution=execution, **settings)
    assert set(record.history) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(record.history[name], values, rtol=1e-5, err_msg=name)


def test_an_evaluation_equals_the_record(run: Callable[..., RunRecord]) -> None:
    """Neither has the weights."""
    record = run("softmax-1layer", "adam", "iris", class_weight="setosa=9")
    found = evaluate(f"{record.path}/", split="validation").metrics
    assert found == pytest.approx(record.metrics["validation"], rel=1e-5)


def test_balanced_weights_are_those_of_scikit_learn(plan: Callable[..., Plan]) -> None:
    """On the training part; elsewhere each example has the weight 1."""
    from sklearn.utils.class_weight import compute_sample_weight

    settled, data = prepare(plan("softmax-1layer", "adam", ROWS))
    found = class_weighted(data, "balanced", settled.dataset).loss_weights
    expected = np.ones(EXAMPLES)
    training = data.parts.training
    expected[training] = compute_sample_weight("balanced", data.truth[training])
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_weights_of_classes_and_of_examples_are_multiplied(plan: Callable[..., Plan]) -> None:
    """Balanced classes have the same total of both."""

    def weighted() -> zoo.Loaded:
        x, y = load().train
        return zoo.Loaded(zoo.Split(x, y, np.arange(EXAMPLES) % 3), None, "a test")

    settled, data = prepare(plan("softmax-1layer", "adam", replace(ROWS, load=weighted)))
    found = class_weighted(data, "balanced", settled.dataset).loss_weights
    assert found is not None
    training = data.parts.training
    totals = np.bincount(data.truth[training], found[training])
    np.testing.assert_allclose(totals, np.full(3, len(training) / 3), rtol=1e-5)


def test_weights_that_leave_no_example_are_refused(plan: Callable[..., Plan]) -> None:
    """The classes of the training part may all have the weight 0, though another has not."""

    def one_class() -> zoo.Loaded:
        x, y = load().train
        return zoo.Loaded(zoo.Split(x, np.zeros_like(y)), None, "a test")

    settled, data = prepare(plan("softmax-1layer", "adam", replace(ROWS, load=one_class)))
    with pytest.raises(zoo.DatasetError) as caught:
        class_weighted(data, (("0", 0.0),), settled.dataset)
    assert str(caught.value) == (
        "all 38 training examples of mine have the class weight 0; wanted at least one class above 0"
    )
