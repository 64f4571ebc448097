"""scikit-learn's simple models on a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.comparison import fit_baselines as module
from zoo.comparison.fit_baselines import Fitted, baseline
from zoo.errors import DatasetError
from zoo.plan.resolve import find_plan
from zoo.specs.named import Named

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = [
    ("DummyClassifier", {"strategy": "most_frequent"}),
    *(("SGDClassifier", {"loss": "log_loss", "max_iter": passes}) for passes in (5, 9, 20)),
]


def of(spec: zoo.DatasetSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every dataset name resolve to this dataset."""
    monkeypatch.setattr(module, "found_dataset", lambda name, *_: Named(name, spec))


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_scores_of_images_equal_cross_validate(tmp_path: Path) -> None:
    """The training and validation images are scaled and flattened."""
    from sklearn.linear_model import SGDClassifier
    from sklearn.model_selection import cross_validate

    found = baseline("digits", runs_dir=tmp_path)
    plan, data = zoo_data("digits")
    rest = np.sort(np.concatenate([data.parts.training, data.parts.validation]))
    x, y = data.x[rest].reshape(len(rest), -1) / 16.0, data.y[rest]
    assert [(each.estimator, each.settings) for each in found.baselines] == SETTINGS
    for each in found.baselines[1:]:
        plain = SGDClassifier(loss="log_loss", max_iter=each.settings["max_iter"], random_state=42)
        assert each.folds == tuple(cross_validate(plain, x, y)["test_score"].tolist())
    assert (found.dataset, found.dataset_digest) == ("digits", plan.data.digest)
    assert (found.metric, found.examples, found.noun, found.folds) == ("accuracy", len(rest), "images", 5)


def zoo_data(name: str) -> tuple[Any, Any]:
    """A dataset as in a run."""
    from zoo.plan.prepare import prepare

    return prepare(find_plan("relu-flatten", dataset=name))


def test_regressions_are_scored_in_the_units_of_the_target(tmp_path: Path) -> None:
    """The mean absolute error of the mean, and of least squares, which is smaller."""
    found = baseline("diabetes", runs_dir=tmp_path)
    mean, linear = found.baselines
    assert [each.estimator for each in found.baselines] == ["DummyRegressor", "LinearRegression"]
    assert found.metric == "mean_absolute_error"
    assert 40 < linear.mean < 50
    assert 60 < mean.mean < 70


def test_folds_of_a_regression_are_shuffled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a sorted target, each fold still has small and large values."""
    x = np.arange(100.0).reshape(100, 1)
    spec = zoo.DatasetSpec(
        "sorted", zoo.Task("regression", 1), (1,), lambda: zoo.Loaded(zoo.Split(x, x[:, 0]), None, "here")
    )
    of(spec, monkeypatch)
    mean, linear = baseline("sorted", runs_dir=tmp_path).baselines
    assert mean.mean == pytest.approx(
        20, abs=7
    )  # a quarter of the range of 80 that remain; with unshuffled folds, it would be 33
    assert linear.mean == pytest.approx(0, abs=1e-9)


def test_one_hot_labels_and_a_rare_class_are_supported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A class with fewer examples than folds causes neither an error nor a warning."""
    drawn = np.random.RandomState(1)
    labels = np.array([0] * 40 + [1] * 40 + [2] * 2)
    x, y = drawn.normal(size=(82, 3)) + labels[:, None], np.eye(3)[labels].astype("float32")
    task = zoo.Task("classification", 3, "one-hot")
    of(
        zoo.DatasetSpec("rare", task, (3,), lambda: zoo.Loaded(zoo.Split(x, y), zoo.Split(x, y), "here")),
        monkeypatch,
    )
    found = baseline("rare", runs_dir=tmp_path)
    assert found.examples == 82
    assert found.baselines[0].mean == pytest.approx(40 / 82, abs=0.02)


def test_progress_is_reported_after_each_fit(tmp_path: Path) -> None:
    """The baselines are in their order."""
    steps: list[Fitted] = []
    found = baseline("iris", runs_dir=tmp_path, watch=steps.append)
    assert [each.done for each in steps] == list(range(1, 21))
    assert tuple(each.baseline for each in steps if each.baseline) == found.baselines
    assert {each.of for each in steps} == {20}


def test_too_few_examples_for_five_folds_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The error is one sentence, before anything is fitted."""
    x, y = np.eye(6), np.array([0, 0, 0, 1, 1, 1])
    few = zoo.DatasetSpec(
        "few", zoo.Task("classification", 2), (6,), lambda: zoo.Loaded(zoo.Split(x, y), None, "here")
    )
    of(few, monkeypatch)
    with pytest.raises(
        DatasetError, match=r"^few has . rows of its most frequent class; wanted 5, one for each fold$"
    ):
        baseline("few", runs_dir=tmp_path)


def test_rows_are_standardized(tmp_path: Path) -> None:
    """The columns of wine have very different scales; without standardizing, accuracy would be low."""
    _, *linear = baseline("wine", runs_dir=tmp_path).baselines
    assert [each.mean > 0.9 for each in linear] == [True] * 3


def test_folds_and_epochs_can_be_chosen(tmp_path: Path) -> None:
    """There is one SGDClassifier for each number of epochs; the number of jobs changes nothing."""
    one, two = (
        baseline("iris", folds=3, max_iter=[7], jobs=jobs, runs_dir=tmp_path).to_json() for jobs in (1, 2)
    )
    known = [
        (row["estimator"], row["settings"].get("max_iter"), len(row["folds"])) for row in one["baselines"]
    ]
    assert known == [("DummyClassifier", None, 3), ("SGDClassifier", 7, 3)]
    assert [row["folds"] for row in one["baselines"]] == [row["folds"] for row in two["baselines"]]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"folds": 1}, "folds=1 is too small; wanted a whole number from 2 to 1,000"),
        ({"max_iter": [5, 0]}, "max_iter=0 is too small; wanted a whole number of at least 1"),
        ({"jobs": 0}, "jobs=0 is too small; wanted a whole number of at least 1"),
    ],
)
def test_wrong_numbers_are_refused(tmp_path: Path, settings: dict[str, Any], message: str) -> None:
    """The error names the number."""
    with pytest.raises(zoo.SettingError, match=f"^{message}$"):
        baseline("iris", **settings, runs_dir=tmp_path)


def test_fits_are_weighted_and_scores_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By scikit-learn's `sample_weight`, in whatever unit the weights are."""
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import KFold, cross_validate

    x = np.random.default_rng(1).normal(size=(40, 2))
    y, weights = x[:, 0] ** 2 + x[:, 1], np.arange(40) % 4
    parts = zoo.Split(x, y, 1e3 * weights), zoo.Split(x[:5], y[:5], weights[1:6])
    spec = zoo.DatasetSpec("Rows", zoo.Task("regression", 1), (2,), lambda: zoo.Loaded(*parts, "here"))
    of(spec, monkeypatch)
    found = baseline("rows", runs_dir=tmp_path)
    folds = KFold(5, shuffle=True, random_state=42)
    expected = cross_validate(
        LinearRegression(),
        x,
        y,
        cv=folds,
        scoring="neg_mean_absolute_error",
        params={"sample_weight": weights},
    )
    assert found.baselines[1].folds == pytest.approx((-expected["test_score"]).tolist())


def test_folds_without_a_weight_to_train_on_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A single example counts, which one fold has for its test."""
    x, weights = np.arange(40.0)[:, None], np.arange(40) == 0
    parts = zoo.Split(x, x[:, 0], weights), zoo.Split(x, x[:, 0], weights)
    spec = zoo.DatasetSpec("Rows", zoo.Task("regression", 1), (1,), lambda: zoo.Loaded(*parts, "here"))
    of(spec, monkeypatch)
    with pytest.raises(zoo.DatasetError, match="training examples of a fold are all 0; wanted one above 0"):
        baseline("rows", runs_dir=tmp_path)
