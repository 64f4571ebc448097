"""Every kind of task on real data: the metrics equal scikit-learn's for the same predictions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest
from sklearn.metrics import accuracy_score, log_loss, mean_absolute_error

import zoo
from zoo.catalog.resolve import named
from zoo.errors import ZooError
from zoo.plan.prepare import prepare
from zoo.specs.architecture import Misfit
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan

TWO, TEN = zoo.Task("classification", 2), zoo.Task("classification", 10)


def net(**head: Any) -> zoo.ModelSpec:
    """One hidden layer, and a head with these settings."""
    return zoo.ModelSpec(
        layers=(zoo.Flatten(), zoo.Dense(16, activation="relu"), zoo.Head(name="output", **head))
    )


def one_hot(name: str) -> zoo.DatasetSpec:
    """A built-in dataset, its labels written one-hot."""
    spec = named("dataset", name).value

    def load() -> zoo.Loaded:
        loaded = spec.load()
        x, y = loaded.train
        return loaded._replace(train=zoo.Split(x, np.eye(spec.task.outputs)[y]))

    return replace(spec, task=replace(spec.task, labels="one-hot"), load=load)


def probabilities(answers: np.ndarray, *, logits: bool) -> np.ndarray:
    """One probability per class, from the output of a model."""
    if answers.shape[1] == 1:
        of_one = 1 / (1 + np.exp(-answers)) if logits else answers
        return np.hstack([1 - of_one, of_one])
    if not logits:
        return answers / answers.sum(axis=1, keepdims=True)  # they are float32
    powers = np.exp(answers - answers.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("head", "dataset", "output"),
    [
        ({}, "breast-cancer", ("sigmoid", 1)),
        *(
            pytest.param(*each, marks=pytest.mark.long)
            for each in (
                ({"logits": True}, "digits", ("linear", 10)),
                ({}, one_hot("wine"), ("softmax", 3)),
                ({"logits": True}, "breast-cancer", ("linear", 1)),
                ({"activation": "softmax"}, "breast-cancer", ("softmax", 2)),
                ({}, "iris", ("softmax", 3)),
                ({"logits": True}, one_hot("wine"), ("linear", 3)),
                ({}, one_hot("breast-cancer"), ("softmax", 2)),
            )
        ),
    ],
)
def test_loss_and_accuracy_equal_those_of_scikit_learn(
    plan: Callable[..., Plan],
    tmp_path: Path,
    head: dict[str, Any],
    dataset: Any,
    output: tuple[str, int],
) -> None:
    """This holds for all kinds of labels, with and without logits."""
    settled, data = prepare(plan(net(**head), "adam", dataset, epochs=3))
    record = train(settled, tmp_path)
    model = keras.models.load_model(Path(record.path) / "model.keras")
    assert (model.layers[-1].activation.__name__, model.output_shape) == (output[0], (None, output[1]))
    test = data.parts.test
    x = data.x[test] * np.float32(data.factor)
    found = probabilities(model.predict(x, verbose=0).astype(float), logits=head.get("logits", False))
    labels = data.y[test] if data.y.ndim == 1 else data.y[test].argmax(axis=1)
    assert record.metrics["test"] == pytest.approx(
        {
            "loss": log_loss(labels, found, labels=range(found.shape[1])),
            "accuracy": accuracy_score(labels, found.argmax(axis=1)),
        },
        rel=1e-4,
    )


@pytest.mark.long
def test_a_regression_by_absolute_error_has_it_as_loss_and_metric(
    plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """The error is in the units of the target."""
    settled, data = prepare(plan(net(loss="mean_absolute_error"), "adam", "diabetes", epochs=3))
    record = train(settled, tmp_path)
    model = keras.models.load_model(Path(record.path) / "model.keras")
    scaling, test = settled.data.scaling, data.parts.test  # type: ignore[union-attr]  # prepared
    answers = model.predict(data.x[test], verbose=0)[:, 0] * scaling.target_scale + scaling.target_mean[0]
    error = mean_absolute_error(settled.dataset.value.load().train.y[test], answers)
    assert record.metrics["test"] == pytest.approx({"loss": error, "mean_absolute_error": error}, rel=1e-4)


@pytest.mark.long
@pytest.mark.parametrize(
    "regularizer",
    [
        {"kernel_regularizer": {"type": "L2", "l2": 0.5}},
        pytest.param({"activity_regularizer": "l2"}, marks=pytest.mark.long),
    ],
)
def test_a_penalty_is_added_to_the_loss_in_the_units_of_the_target(
    tmp_path: Path, regularizer: dict[str, Any]
) -> None:
    """The mean squared error is in squared units; the penalty, which has no unit, is added unchanged."""
    spec = zoo.ModelSpec(layers=(zoo.Dense(8, name="first", **regularizer), zoo.Head()))
    record = zoo.train(spec, "adam", "diabetes", epochs=2, runs_dir=tmp_path)
    found = zoo.evaluate(record)
    kernel, _ = zoo.load(record).get_layer("first").get_weights()
    penalty = 0.5 * float(np.square(kernel).sum()) if "kernel_regularizer" in regularizer else 0
    error = found.targets[0].root_mean_squared_error ** 2
    assert record.metrics["test"].keys() == {"loss", "mean_absolute_error"}
    assert found.metrics == pytest.approx(record.metrics["test"], rel=1e-5)
    assert found.metrics["loss"] - error == pytest.approx(penalty, abs=0.5)
    assert max(record.history["loss"]) < 40_000  # the mean squared error of 0 is 29,000


@pytest.mark.parametrize(
    ("head", "dataset", "sentence"),
    [
        (
            {"activation": "sigmoid"},
            "iris",
            "noisy's output.activation sigmoid is one unit for two classes, but there are 3 classes; wanted softmax",
        ),
        (
            {"activation": "softmax"},
            "diabetes",
            "noisy's output.activation softmax has bounded outputs, but the targets of a regression have no bounds; wanted linear",
        ),
        (
            {"activation": "softmax", "logits": True},
            "digits",
            "noisy's output.activation softmax gives probabilities, and logits=true computes the loss from logits; wanted auto or linear",
        ),
    ],
)
def test_invalid_combinations_are_refused_in_the_plan(
    plan: Callable[..., Plan], head: dict[str, Any], dataset: str, sentence: str
) -> None:
    """With the reason, before Keras is imported."""
    with pytest.raises(Misfit) as refused:
        plan(net(**head), "adam", dataset)
    assert str(refused.value) == sentence


def built(units: int, activation: str | None) -> Callable[..., keras.Model]:
    """A builder with this output layer."""

    def build(input_shape: tuple[int, ...], task: zoo.Task) -> keras.Model:
        return keras.Sequential(
            [
                keras.Input(input_shape),
                keras.layers.Flatten(),
                keras.layers.Dense(units, activation=activation),
            ]
        )

    return build


@pytest.mark.parametrize(
    ("units", "activation", "logits", "task", "said"),
    [
        (1, "softmax", False, TWO, "softmax on 1 unit, which is always 1; wanted sigmoid"),
        (
            10,
            "sigmoid",
            False,
            TEN,
            "an output whose activation sigmoid is one unit for two classes, but there are 10 classes; wanted softmax",
        ),
        (
            10,
            "softmax",
            True,
            TEN,
            "an output whose activation softmax gives probabilities, and logits=true computes the loss from logits; wanted auto or linear",
        ),
        (
            10,
            None,
            False,
            TEN,
            "an output whose activation linear does not give probabilities, from which the loss is computed; wanted auto, or logits=true",
        ),
    ],
)
def test_an_invalid_output_of_a_builder_is_refused(
    units: int, activation: str | None, logits: Any, task: zoo.Task, said: str
) -> None:
    """After the model is built, since code can't be checked earlier."""
    with pytest.raises(ZooError) as refused:
        zoo.build(zoo.ModelSpec(builder=built(units, activation), logits=logits), (4,), task=task)
    assert str(refused.value) == f"model built {said}"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"optimizer": "adam", "loss": "categorical_focal_crossentropy", "metrics": ["f1", "acc"]},
            "loss categorical_focal_crossentropy, metrics f1 and acc",
        ),
        (
            {"loss": {"output": keras.losses.hinge}, "weighted_metrics": [keras.metrics.F1Score()]},
            "loss hinge, metrics F1Score",
        ),
        ({"optimizer": keras.optimizers.Lion()}, "optimizer Lion"),
    ],
)
def test_a_builder_that_compiles_its_model_is_refused(settings: dict[str, Any], said: str) -> None:
    """Its loss would be replaced by the one of the task."""

    def build(input_shape: tuple[int, ...], task: zoo.Task) -> keras.Model:
        model = built(3, "softmax")(input_shape, task)
        model.compile(**settings)
        return model

    with pytest.raises(ZooError) as refused:
        zoo.build(zoo.ModelSpec(builder=build), (4,), 3)
    assert str(refused.value) == (
        f"model built a model compiled with {said}; wanted it uncompiled: zoo trains it to "
        "SparseCategoricalCrossentropy, as its task and logits=false ask for; Head(loss=…) of a model made of "
        "layers sets another loss"
    )


@pytest.mark.parametrize(
    "builder", [lambda *_: None, built(3, "softmax"), built], ids=["lambda", "local", "module"]
)
def test_a_builder_that_is_not_registered_is_refused(builder: Any, tmp_path: Path) -> None:
    """Before the data is loaded: the model could not be rebuilt from the run's plan."""
    with pytest.raises(zoo.UsageError) as refused:
        zoo.train(zoo.ModelSpec(builder=builder), "adam", "iris", runs_dir=tmp_path / "runs")
    assert str(refused.value) == (
        f"the builder {builder.__qualname__} is not registered, so the run's model could not be rebuilt; wanted a "
        "model made of layers, or the name under which a plugin registers it (see zoo new)"
    )
    assert not (tmp_path / "runs").exists()


def test_softmax_on_one_unit_is_refused() -> None:
    """It is always 1, so that no layer before it learns."""
    with pytest.raises(zoo.DeclarationError) as declared:
        zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Dense(1, activation="softmax"), zoo.Head()))
    assert declared.value.details == (
        ("layers.1", "softmax on 1 unit, which is always 1", "wanted sigmoid, or 2 units"),
    )
    alone = zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Dense(1), zoo.Activation("softmax"), zoo.Head()))
    with pytest.raises(
        Misfit,
        match=r"at activation \(Activation\); wanted at least two numbers for softmax, which is always 1 for one",
    ):
        zoo.build(alone, (4,))
