"""Train a plan: the record and the files in the run's directory."""

from __future__ import annotations

import csv
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np
import pytest
from sklearn.metrics import accuracy_score, mean_absolute_error, mean_squared_error

import zoo
from zoo.errors import DatasetError
from zoo.plan import file as plan_file
from zoo.plan.prepare import prepare
from zoo.runs import TrainingFailed, provenance, read_record
from zoo.schema import toml
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord


def test_a_run_has_all_its_files(run: Callable[..., RunRecord]) -> None:
    """No temporary file and no lock is left."""
    folder = Path(run().path)
    assert sorted(path.name for path in folder.iterdir()) == [
        "checkpoint.zoo",
        "curves.svg",
        "history.csv",
        "metrics.jsonl",
        "model.keras",
        "plan.toml",
        "run.json",
        "validation.json",
    ]


def test_the_record_is_read_back_equal(run: Callable[..., RunRecord]) -> None:
    """It has its path."""
    record = run()
    assert read_record(Path(record.path)) == record
    assert (record.status, record.model, record.optimizer, record.dataset) == (
        "completed",
        "relu-flatten",
        "rmsprop",
        "iris",
    )
    assert record.examples == {"training": 96, "validation": 24, "test": 30}
    assert record.parameters == 4 * 100 + 100 + 100 * 3 + 3


def test_history_and_metrics_agree_in_all_files(run: Callable[..., RunRecord]) -> None:
    """history.csv, metrics.jsonl and the record have the same values and names."""
    record = run()
    names = ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert list(record.history) == names
    rows = list(csv.DictReader((Path(record.path) / "history.csv").read_text().splitlines()))
    lines = [json.loads(line) for line in (Path(record.path) / "metrics.jsonl").read_text().splitlines()]
    for epoch in range(2):
        values = [record.history[name][epoch] for name in names]
        assert [float(rows[epoch][name]) for name in names] == values
        assert [lines[epoch][name] for name in names] == values
    assert record.metrics["validation"] == {
        "loss": record.history["val_loss"][-1],
        "accuracy": record.history["val_accuracy"][-1],
    }


@pytest.mark.long
def test_the_saved_plan_repeats_the_training(run: Callable[..., RunRecord], tmp_path: Path) -> None:
    """It has all settings: it gives an equal plan and an equal history."""
    record = run("relu-dropout", "adam", "wine")
    text = (Path(record.path) / "plan.toml").read_text()
    plan = plan_file.read(toml.loads(text, "plan.toml")[1], "plan.toml")
    assert (plan.train.execution, plan.train.threads) == (record.execution, record.threads)
    again = train(plan, tmp_path / "again")
    assert again.history == record.history
    assert (Path(again.path) / "plan.toml").read_text() == text


@pytest.mark.long
def test_the_digest_of_the_spec_ignores_default_settings(run: Callable[..., RunRecord]) -> None:
    """A version that writes more settings into the plan then still has the same digest."""
    layers = [{"type": "Flatten"}, {"type": "Dense", "name": "hidden", "units": 100, "activation": "relu"}]
    expected = provenance.spec_digest(
        {"name": "net", "layers": [*layers, {"type": "Head", "name": "output"}]}
    )
    assert run().spec_digest == expected


def test_the_saved_model_loads_in_keras_with_the_test_accuracy(
    plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """Loaded without Kerazoo, it has the accuracy of the record."""
    settled, data = prepare(plan("relu-flatten", "adam", "digits"))
    record = train(settled, tmp_path)
    model = keras.models.load_model(Path(record.path) / "model.keras")
    assert type(model) is keras.Sequential
    test = data.parts.test
    predicted = model.predict(data.x[test] * np.float32(data.factor), verbose=0).argmax(axis=1)
    assert record.metrics["test"]["accuracy"] == pytest.approx(accuracy_score(data.y[test], predicted))


@pytest.mark.long
def test_a_regression_is_reported_in_the_targets_own_units(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """Although it is trained on a standardized target: scikit-learn computes the same errors."""
    settled, data = prepare(plan("relu-flatten", "adam", "diabetes", epochs=5))
    record = train(settled, tmp_path)
    model = keras.models.load_model(Path(record.path) / "model.keras")
    test, scaling = data.parts.test, settled.data.scaling  # type: ignore[union-attr]  # there is a test part, and data
    real = zoo_target(settled)[test]
    predicted = model.predict(data.x[test], verbose=0)[:, 0] * scaling.target_scale + scaling.target_mean[0]
    assert record.metrics["test"]["loss"] == pytest.approx(mean_squared_error(real, predicted), rel=1e-4)
    assert record.metrics["test"]["mean_absolute_error"] == pytest.approx(
        mean_absolute_error(real, predicted), rel=1e-4
    )


def zoo_target(plan: Plan) -> np.ndarray:
    """The unscaled target."""
    return plan.dataset.value.load().train.y


OTHERS = ("sgd", "sgd-fast", "momentum", "nesterov", "adam")


@pytest.mark.long
@pytest.mark.parametrize("optimizer", ["rmsprop", *OTHERS])
@pytest.mark.parametrize(
    ("dataset", "least"), [("breast-cancer", 0.85), pytest.param("wine", 0.55, marks=pytest.mark.soak)]
)
def test_every_preset_learns_rows_of_numbers(
    run: Callable[..., RunRecord], optimizer: str, dataset: str, least: float
) -> None:
    """They are standardized; unscaled, breast-cancer stays at 0.63 and wine below 0.37."""
    assert run("relu-flatten", optimizer, dataset, epochs=5).metrics["test"]["accuracy"] >= least


@pytest.mark.long
def test_keep_best_saves_the_epoch_with_the_lowest_validation_loss(
    plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """A learning rate that is too large makes the last epoch worse."""
    settled, data = prepare(plan("relu-flatten", "rmsprop", "diabetes", epochs=30, keep="best"))
    record = train(settled, tmp_path)
    losses = record.history["val_loss"]
    assert record.kept_epoch == record.best_epoch == losses.index(min(losses)) + 1 < 30
    model = keras.models.load_model(Path(record.path) / "model.keras")
    part, scale = data.parts.validation, settled.data.scaling.target_scale  # type: ignore[union-attr]  # there is a test part, and data
    errors = model.predict(data.x[part], verbose=0) - data.y[part]
    assert float((errors**2).mean()) * scale**2 == pytest.approx(min(losses), rel=1e-4)


@pytest.mark.long
def test_patience_stops_when_validation_loss_no_longer_falls(run: Callable[..., RunRecord]) -> None:
    """With a patience of one epoch, the last epoch is the first without improvement."""
    record = run("relu-flatten", "rmsprop", "diabetes", epochs=60, patience=1)
    losses = record.history["val_loss"]
    assert len(losses) < 60
    assert losses[-1] >= losses[-2]
    assert all(later < earlier for earlier, later in itertools.pairwise(losses[:-1]))


@pytest.mark.parametrize("execution", ["plain", "loop", "loop+xla"])
@pytest.mark.long
def test_a_loss_that_is_not_finite_fails_the_run(
    plan: Callable[..., Plan], tmp_path: Path, execution: str
) -> None:
    """The record has the epoch, also on disk."""
    wild = plan("relu-flatten", "sgd", "digits", execution=execution)
    wild = replace(
        wild,
        optimizer=replace(
            wild.optimizer, value=wild.optimizer.value.override({"learning_rate": 1e20}, "sgd")
        ),
    )
    with pytest.raises(
        TrainingFailed,
        match=r"^loss became \w+ in epoch 1, by step \d+; .* is kept as failed; try a smaller learning rate$",
    ) as failed:
        train(wild, tmp_path)
    assert failed.value.record.status == "failed"
    assert read_record(Path(failed.value.record.path)) == failed.value.record
    assert not (Path(failed.value.record.path) / "model.keras").exists()


def broken(load: Callable[[], zoo.Loaded]) -> zoo.DatasetSpec:
    """A dataset of four numbers and three classes with this loader."""
    return zoo.DatasetSpec(summary="", task=zoo.Task("classification", 3), input_shape=(4,), load=load)


def rows(x: float = 0.0, y: int = 0) -> zoo.Loaded:
    """Fifty rows; the last one has these values."""
    features, labels = np.zeros((50, 4)), np.zeros(50, int)
    features[-1], labels[-1] = x, y
    return zoo.Loaded(zoo.Split(features, labels), None, "a test")


@pytest.mark.parametrize(
    ("load", "sentence"),
    [
        (lambda: rows(y=12), "mine has label 12 in y of the train part, row 49; wanted 0 to 2 for 3 classes"),
        (lambda: rows(x=np.nan), "mine has nan in x of the train part, row 49; wanted finite numbers"),
        (lambda: 3, "mine loaded int; wanted zoo.Loaded"),
        (lambda: 1 / 0, "mine can't be loaded: ZeroDivisionError: division by zero"),
    ],
)
def test_invalid_data_leaves_no_run(
    plan: Callable[..., Plan], tmp_path: Path, load: Callable[[], zoo.Loaded], sentence: str
) -> None:
    """The error is one line, before Keras gets the data."""
    with pytest.raises(DatasetError) as refused:
        train(plan("relu-flatten", "sgd", broken(load)), tmp_path / "runs")
    assert str(refused.value) == sentence
    assert list((tmp_path / "runs").iterdir()) == []
