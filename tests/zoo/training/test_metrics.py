"""Metrics beside the usual one: those of scikit-learn, in the record as in an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sklearn import metrics as sklearn

import zoo
from zoo.data.defined import check_defined
from zoo.inference.evaluate import evaluate
from zoo.plan.prepare import prepare
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

CLASSES = ("auc", "precision", "recall", "f1")
EPSILON = 1e-6
"""Keras adds 1e-7 to denominators."""


def loaded(record: RunRecord) -> keras.Model:
    """The saved model, as Keras loads it without Kerazoo."""
    import keras

    model: keras.Model = keras.saving.load_model(f"{record.path}/model.keras")
    return model


def answers(record: RunRecord, plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """The labels of the validation part and the model's outputs."""
    _, data = prepare(plan)
    part = data.parts.validation
    return data.truth[part], loaded(record).predict(data.scaled(part), verbose=0)


def agree(record: RunRecord, expected: dict[str, float], **tolerance: float) -> None:
    """Whether record and evaluation have these figures on the validation part."""
    recorded = record.metrics["validation"]
    assert {name: recorded[name] for name in expected} == pytest.approx(expected, **tolerance)
    assert evaluate(f"{record.path}/", split="validation").metrics == pytest.approx(recorded, rel=1e-6)


@pytest.mark.long
def test_figures_of_several_classes_are_means_over_the_classes(
    plan: Callable[..., Plan], run: Callable[..., RunRecord]
) -> None:
    """With integer labels and a softmax; Keras's AUC has 200 thresholds."""
    settings = {"metrics": (*CLASSES, "top_2_accuracy"), "execution": "loop"}
    record = run("softmax-1layer", "adam", "iris", **settings)
    true, likely = answers(record, plan("softmax-1layer", "adam", "iris"))
    predicted = likely.argmax(axis=1)
    options: dict[str, Any] = {"average": "macro", "zero_division": 0}
    expected = {
        "precision": sklearn.precision_score(true, predicted, **options),
        "recall": sklearn.recall_score(true, predicted, **options),
        "f1": sklearn.f1_score(true, predicted, **options),
        "top_2_accuracy": sklearn.top_k_accuracy_score(true, likely, k=2),
    }
    agree(record, expected, abs=EPSILON)
    auc = sklearn.roc_auc_score(true, likely / likely.sum(axis=1, keepdims=True), multi_class="ovr")
    assert record.metrics["validation"]["auc"] == pytest.approx(auc, abs=0.01)
    names = ("loss", "accuracy", *CLASSES, "top_2_accuracy")
    assert list(record.history) == [*names, *(f"val_{name}" for name in names)]


@pytest.mark.long
@pytest.mark.parametrize("logits", [False, True])
def test_of_two_classes_the_second_is_positive(
    plan: Callable[..., Plan], run: Callable[..., RunRecord], *, logits: bool
) -> None:
    """With one sigmoid, also as a logit; the best epoch is that of the monitored metric."""
    model = zoo.ModelSpec(layers=(zoo.Head(logits=logits),))
    settings = {"metrics": CLASSES, "monitor": "f1", "keep": "best", "epochs": 3}
    record = run(model, "adam", "breast-cancer", **settings)
    true, likely = answers(record, plan(model, "adam", "breast-cancer"))
    predicted = likely[:, 0] > (0 if logits else 0.5)
    expected = {
        "precision": sklearn.precision_score(true, predicted),
        "recall": sklearn.recall_score(true, predicted),
        "f1": sklearn.f1_score(true, predicted),
    }
    agree(record, expected, abs=EPSILON)
    auc = sklearn.roc_auc_score(true, likely[:, 0])
    assert record.metrics["validation"]["auc"] == pytest.approx(auc, abs=0.01)
    values = record.history["val_f1"]
    assert record.monitor == {"metric": "val_f1", "direction": "max"}
    assert record.kept_epoch == record.best_epoch == values.index(max(values)) + 1


@pytest.mark.long
def test_figures_of_a_regression_are_in_the_units_of_the_target(
    plan: Callable[..., Plan], run: Callable[..., RunRecord]
) -> None:
    """Each by its power of the unit."""
    settings = {"metrics": "mse,rmse,r2", "monitor": "r2", "patience": 1, "min_delta": 1e6}
    record = run("softmax-1layer", "adam", "diabetes", epochs=4, **settings)
    settled, _ = prepare(plan("softmax-1layer", "adam", "diabetes"))
    true, scaled = answers(record, settled)
    assert settled.data is not None
    scaling = settled.data.scaling
    predicted = scaled * scaling.target_scale + np.array(scaling.target_mean)
    expected = {
        "mean_squared_error": sklearn.mean_squared_error(true, predicted),
        "root_mean_squared_error": sklearn.root_mean_squared_error(true, predicted),
        "r2": sklearn.r2_score(true, predicted),
    }
    agree(record, expected, rel=1e-5)
    assert record.stopped == "EarlyStopping after epoch 2"


@pytest.mark.long
def test_weighted_figures_are_those_of_sample_weights(
    plan: Callable[..., Plan], run: Callable[..., RunRecord]
) -> None:
    """Each metric is there twice."""
    x, y = np.random.default_rng(1).normal(size=(90, 3)), np.arange(90) % 3
    weights = np.arange(90) % 4

    def load() -> zoo.Loaded:
        return zoo.Loaded(zoo.Split(x + y[:, None], y, weights), None, "a test")

    rows = zoo.DatasetSpec("Rows", zoo.Task("classification", 3), (3,), load)
    record = run("softmax-1layer", "adam", rows, metrics=("auc", "f1"))
    _, data = prepare(plan("softmax-1layer", "adam", rows))
    part = data.parts.validation
    likely = loaded(record).predict(data.scaled(part), verbose=0)
    options: dict[str, Any] = {"average": "macro", "zero_division": 0}
    found = record.metrics["validation"]
    assert list(found) == [
        "loss",
        "accuracy",
        "weighted_accuracy",
        "auc",
        "weighted_auc",
        "f1",
        "weighted_f1",
    ]
    for name, own in (("f1", None), ("weighted_f1", weights[part])):
        expected = sklearn.f1_score(y[part], likely.argmax(axis=1), sample_weight=own, **options)
        assert found[name] == pytest.approx(expected, abs=EPSILON)


@pytest.mark.parametrize(
    ("name", "task", "expected"),
    [
        ("top_2_accuracy", zoo.Task("classification", 3), 0.5),
        (
            "mean_squared_error",
            zoo.Task("regression", 3),
            np.mean(np.square([[1, 1.25, 0.5], [2, 0.75, 1.75]])),
        ),
    ],
)
def test_outputs_in_bfloat16_are_measured_in_float32(name: str, task: zoo.Task, expected: float) -> None:
    """Not all of Keras's functions take them, and the others would round the targets."""
    from keras import ops

    from zoo.specs.metrics import BUILT_IN, built_in
    from zoo.training.metrics import metric

    spec = BUILT_IN.get(name) or built_in(name)
    assert spec is not None
    made = metric(name, spec, task, zoo.Head().fit(task), name)
    outputs = ops.convert_to_tensor([[0.0, 0.25, 0.75], [1.0, 0.25, 0.75]], "bfloat16")
    made.update_state([2, 1] if task.kind == "classification" else [[1, 1.5, 1.25], [3, 1, 2.5]], outputs)
    assert float(made.result()) == pytest.approx(expected, rel=1e-6)


@pytest.mark.long
def test_metrics_do_not_change_the_training(run: Callable[..., RunRecord]) -> None:
    """The model is the same to the last bit."""
    plain, measured = (
        run("softmax-1layer", "sgd", "iris", metrics=each, execution="plain")
        for each in (None, ("auc", "f1"))
    )
    assert plain.model_digest == measured.model_digest
    assert plain.history.items() <= measured.history.items()


def test_a_metric_that_is_not_defined_is_refused(plan: Callable[..., Plan]) -> None:
    """Before the training: Keras would give 0, or no number."""

    def load() -> zoo.Loaded:
        x, y = np.random.default_rng(1).normal(size=(20, 2)), np.arange(20) % 2
        return zoo.Loaded(zoo.Split(x, y), None, "a test", zoo.Split(x[:4], y[:4] * 0))

    rows = zoo.DatasetSpec("Rows", zoo.Task("classification", 2), (2,), load, classes=("cat", "dog"))
    settled, data = prepare(plan("relu-flatten", "sgd", rows))
    with pytest.raises(zoo.DatasetError) as caught:
        check_defined(("f1", "auc"), data, settled.dataset)
    assert str(caught.value) == (
        "the validation part of mine has no example of dog, so that auc is not defined; "
        "leave auc out of the metrics, or split the data otherwise"
    )


@pytest.mark.long
def test_a_resumed_run_stops_in_the_same_epoch(plan: Callable[..., Plan], tmp_path: Any) -> None:
    """The monitored value and the number of epochs to wait are in the checkpoint."""
    import signal

    from zoo.runs import Interrupted
    from zoo.training.events import EpochDone, Event
    from zoo.training.train import resume

    settings = {"metrics": "r2", "monitor": "r2", "patience": 2, "min_delta": 0.2, "epochs": 9}
    settled, _ = prepare(plan("relu-flatten", "adam", "diabetes", **settings))

    def watch(event: Event) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
            signal.raise_signal(signal.SIGINT)

    whole = train(settled, tmp_path / "runs")
    with pytest.raises(Interrupted) as stopped:
        train(settled, tmp_path / "runs", watch)
    assert stopped.value.record is not None
    resumed = resume(settled, tmp_path / "runs" / stopped.value.record.id)
    assert (resumed.stopped, resumed.history) == (whole.stopped, whole.history)
    assert (resumed.best_epoch, resumed.monitor) == (whole.best_epoch, whole.monitor)
    assert whole.stopped
