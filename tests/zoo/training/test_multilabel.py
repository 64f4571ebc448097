"""Several labels for each example: a model trained on a table, and what follows from its task."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sklearn import metrics as sklearn

import zoo
from tests.zoo import own
from zoo.errors import DatasetError, SettingError
from zoo.inference.figures import HALF
from zoo.reports.evaluation import figures
from zoo.reports.misclassified import misclassified
from zoo.runs.validation_outcomes import read_outcomes
from zoo.tables.evaluation import runs

if TYPE_CHECKING:
    from zoo.runs import RunRecord

LABELS = ["rain", "storm", "fog"]
EXTRA = ("auc", "precision", "recall", "f1", "subset_accuracy")


def weather(path: Path, rows: int = 150) -> Path:
    """A table with three columns of labels, each written in its own way."""
    random = np.random.default_rng(3)
    humidity, wind = random.uniform(20, 100, rows).round(1), random.exponential(5, rows).round(1)
    flags = humidity > 60, wind > 5, (humidity > 50) & (wind < 5)
    words = [("no", "yes"), ("0", "1"), ("false", "true")]
    cells = [[word[int(each)] for each in column] for word, column in zip(words, flags, strict=True)]
    return own.write_table(path, ["humidity", "wind", *LABELS], zip(humidity, wind, *cells, strict=True))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run on the table."""
    folder = tmp_path_factory.mktemp("several")
    path, settings = weather(folder / "weather.csv"), {"metrics": EXTRA, "monitor": "subset_accuracy"}
    return zoo.train("softmax-1layer", "adam", path, target=LABELS, epochs=4, runs_dir=folder, **settings)


def validated(run: RunRecord) -> tuple[np.ndarray, np.ndarray]:
    """The true labels of the validation part, and their probabilities."""
    found = zoo.predict(run, split="validation")
    assert found.true is not None
    return found.true, found.answers


@pytest.mark.long
def test_metrics_are_those_of_scikit_learn(run: RunRecord) -> None:
    """Each label alone, and the mean over the labels; the run monitors the subset accuracy."""
    true, likely = validated(run)
    labels, options = likely > HALF, {"average": "macro", "zero_division": 0}
    found = run.metrics["validation"]
    assert list(found) == ["loss", "binary_accuracy", *EXTRA]
    expected = {
        "loss": np.mean([sklearn.log_loss(*each) for each in zip(true.T, likely.T, strict=True)]),
        "binary_accuracy": 1 - sklearn.hamming_loss(true, labels),
        "precision": sklearn.precision_score(true, labels, **options),
        "recall": sklearn.recall_score(true, labels, **options),
        "f1": sklearn.f1_score(true, labels, **options),
        "subset_accuracy": sklearn.accuracy_score(true, labels),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-5)
    assert found["auc"] == pytest.approx(sklearn.roc_auc_score(true, likely), abs=0.02)
    assert run.monitor == {"metric": "val_subset_accuracy", "direction": "max"}
    outcomes = read_outcomes(Path(run.path))
    assert outcomes is not None
    assert outcomes.right is not None
    assert outcomes.right.bit_count() == sklearn.accuracy_score(true, labels, normalize=False)


@pytest.mark.long
def test_an_evaluation_has_figures_for_each_label(run: RunRecord) -> None:
    """And how many examples have all labels right; the report shows the same."""
    found = zoo.evaluate(run, split="validation")
    true, likely = validated(run)
    table = found.to_json()
    labels = likely > HALF
    assert [each["name"] for each in table["labels"]] == LABELS
    assert table["subset_accuracy"] == pytest.approx(sklearn.accuracy_score(true, labels))
    assert table["hamming_loss"] == pytest.approx(sklearn.hamming_loss(true, labels))
    for at, each in enumerate(table["labels"]):
        matrix = sklearn.confusion_matrix(true[:, at], labels[:, at]).ravel().tolist()
        names = ("true_negatives", "false_positives", "false_negatives", "true_positives")
        assert [each[name] for name in names] == matrix
        assert each["accuracy"] == pytest.approx(sklearn.accuracy_score(true[:, at], labels[:, at]))
    several = runs(["abcd"], ["x"], [replace(found, metrics={"loss": 0.5})])
    assert [each.title for each in several.columns][2:] == [
        "loss",
        "subset_accuracy",
        "95 % confidence interval",
    ]
    said = figures(found)
    assert all(name in said for name in (*LABELS, "true positives", "subset_accuracy"))
    wrong = list(misclassified(found, likely, true, None))
    assert len(wrong) == min(24, int((~found.right).sum()))
    assert [each.chance for each in wrong] == sorted((each.chance for each in wrong), reverse=True)


@pytest.mark.long
def test_predictions_name_the_labels_that_are_set(run: RunRecord, tmp_path: Path) -> None:
    """In CSV they are separated by a bar, as pandas's get_dummies reads them."""
    new = own.write_table(tmp_path / "new.csv", ["humidity", "wind"], [[99, 0], [21, 30], [50, 5]])
    found = zoo.predict(run, new)
    rows = list(found.rows())
    for row in rows:
        assert row["labels"] == [name for name, chance in row["probabilities"].items() if chance > HALF]
    written = list(csv.DictReader(found.text("csv").splitlines()))
    assert [row["labels"] for row in written] == ["|".join(row["labels"]) for row in rows]
    assert list(written[0]) == ["example", "labels", *(f"probability_{name}" for name in LABELS)]


@pytest.mark.long
def test_baselines_are_scored_by_the_same_metric(run: RunRecord) -> None:
    """One logistic regression for each label."""
    path = Path(run.path).parent
    found = zoo.baseline(path / "weather.csv", target=LABELS, max_iter=[5], folds=2, runs_dir=path)
    assert [each.estimator for each in found.baselines] == ["DummyClassifier", "OneVsRestClassifier"]
    assert found.metric == "binary_accuracy"
    assert found.baselines[0].mean < found.baselines[1].mean <= 1


def test_baselines_take_weights(tmp_path: Path) -> None:
    """If each fold has examples with and without each label."""
    names, rows = ["x", "a", "b", "count"], [[at, at % 2, int(at < 20), 1 + at % 3] for at in range(40)]
    path = own.write_table(tmp_path / "w.csv", names, rows)
    options: Any = {"target": ["a", "b"], "weight": "count", "max_iter": [5], "folds": 2}
    found = zoo.baseline(path, runs_dir=tmp_path, **options)
    assert [each.estimator for each in found.baselines] == ["DummyClassifier", "MultiOutputClassifier"]
    rows = [[*row[:2], int(at == 0), row[3]] for at, row in enumerate(rows)]
    own.write_table(path, names, rows)
    with pytest.raises(DatasetError) as caught:
        zoo.baseline(path, runs_dir=tmp_path, **options)
    assert str(caught.value) == "the label b is the same in a whole fold; wanted both, to fit with weights"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"class_weight": "balanced"},
            "class_weight=balanced is for classes, and weather is a multilabel classification; wanted none",
        ),
        (
            {"metrics": ["accuracy"]},
            "metrics=accuracy is for a classification, and weather is a multilabel classification; wanted "
            "one of subset_accuracy, auc, pr_auc, precision, recall, f1",
        ),
        ({"target": "rain,strom"}, "target=strom is not a column of {}; did you mean storm?"),
        ({"target": ["rain", "rain"]}, "target=rain,rain has rain twice; wanted each column once"),
        (
            {"target": []},
            "target=[] is not a list of names; wanted the name of a column, or of several as a,b",
        ),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, settings: dict[str, Any], expected: str) -> None:
    """Before Keras is imported, with what would work."""
    path = weather(tmp_path / "weather.csv")
    with pytest.raises(SettingError) as caught:
        zoo.train("softmax-1layer", dataset=path, **{"target": LABELS} | settings)
    assert str(caught.value).removeprefix("train.") == expected.format(path)
