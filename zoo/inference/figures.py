"""Metrics of true and predicted values, computed with scikit-learn, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.inference.interval import interval, of_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.inference.calibration import Calibration

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Quantiles of the residuals of a regression."""
HALF = 0.5
"""The probability above which a label is set."""


@dataclass(frozen=True)
class ClassFigures:
    """Precision, recall and F1 of one class, and its number of examples.

    Divisions by zero give 0: the precision of a class that was never predicted, the recall of a class
    without examples.
    """

    name: str
    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class LabelFigures:
    """Accuracy, precision, recall and F1 of one of several labels, and the number of examples that have it.

    A label is set if its probability is above 0.5. Divisions by zero give 0, as for a class.
    `confusion` counts true positives, false negatives, false positives and true negatives.
    """

    name: str
    examples: int
    accuracy: float
    precision: float
    recall: float
    f1: float
    confusion: tuple[int, int, int, int]


@dataclass(frozen=True)
class TargetFigures:
    """The errors of the predictions of one target, in its own units.

    `residuals` maps quantiles to residuals (true value minus predicted value). `r2` is None for a
    single example, for which it is undefined.
    """

    r2: float | None
    mean_absolute_error: float
    root_mean_squared_error: float
    residuals: dict[float, float]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The evaluation of a run's model on a split.

    `metrics` are the loss and the metrics. `true` and `predicted` have the class number, 0 or 1 for each
    label, or the targets of each example. `classes` and `confusion` (a row for each true class, a column for
    each predicted one) belong to classifications, `labels` to multilabel classifications, `targets` to
    regressions. `calibration` says how well probabilities agree with frequencies. `notes` say how your own
    data was passed to the model of a `.keras` file. Of an ensemble, or with a `temperature` that scales the
    probabilities, `members` has the evaluation of each model as it is.
    """

    title: str
    run: str
    split: str
    dataset: str
    noun: str
    metrics: dict[str, float]
    true: np.ndarray
    predicted: np.ndarray
    classes: tuple[ClassFigures, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    targets: tuple[TargetFigures, ...] = ()
    labels: tuple[LabelFigures, ...] = ()
    caution: str = field(default="")
    notes: tuple[str, ...] = ()
    calibration: Calibration | None = None
    temperature: float | None = None
    members: tuple[Evaluation, ...] = ()

    @property
    def named(self) -> tuple[ClassFigures, ...] | tuple[LabelFigures, ...]:
        """The figures of each class or label; empty for a regression."""
        return self.classes or self.labels

    @property
    def where(self) -> str:
        """As in "the test split of iris"."""
        return (
            f"all of {self.dataset}" if self.split == "all" else f"the {self.split} split of {self.dataset}"
        )

    @property
    def examples(self) -> int:
        """The number of examples of the split."""
        return len(self.true)

    @property
    def right(self) -> np.ndarray:
        """Whether the class, or all labels, of each example are right."""
        same = self.true == self.predicted
        return same if same.ndim == 1 else same.all(axis=1)

    @property
    def accuracy_interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy; of several labels, of the subset accuracy."""
        return interval(int(self.right.sum()), self.examples)

    @property
    def error_interval(self) -> tuple[float, float] | None:
        """The 95 % confidence interval of the mean absolute error of a regression, in the targets' units.

        Each example counts once, also if its targets are several; None for a single example.
        """
        errors = np.abs(self.true - self.predicted)
        return of_mean(errors.reshape(len(errors), -1).mean(axis=1))

    @property
    def interval(self) -> tuple[float, float] | None:
        """That of the accuracy, the subset accuracy or the mean absolute error, as the task has one."""
        if self.targets:
            return self.error_interval
        return self.accuracy_interval if self.named else None

    @property
    def subset_accuracy(self) -> float:
        """The share of the examples whose labels are all right."""
        return float(self.right.mean())

    @property
    def hamming_loss(self) -> float:
        """The share of all labels that are wrong."""
        return float((self.true != self.predicted).mean())

    @property
    def means(self) -> tuple[float, float, float]:
        """Precision, recall and F1, averaged over the classes or labels (macro average)."""
        rows = np.array([(each.precision, each.recall, each.f1) for each in self.named])
        precision, recall, f1 = rows.mean(axis=0).tolist()
        return precision, recall, f1

    @property
    def most_mistaken(self) -> tuple[str, str, int] | None:
        """The most frequent confusion: true class, predicted class and count; None without errors."""
        errors = np.array(self.confusion)
        np.fill_diagonal(errors, 0)
        row, column = np.unravel_index(errors.argmax(), errors.shape)
        times = int(errors[row, column])
        return (self.classes[row].name, self.classes[column].name, times) if times else None

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        more: dict[str, Any] = {} if self.calibration is None else {"calibration": self.calibration.to_json()}
        more |= {} if self.temperature is None else {"temperature": self.temperature}
        more |= {"members": [each.to_json() for each in self.members]} if self.members else {}
        return self._figures() | more

    def _figures(self) -> dict[str, Any]:
        known = {
            "run": self.run,
            "split": self.split,
            "dataset": self.dataset,
            "examples": self.examples,
            "metrics": self.metrics,
        } | ({"notes": list(self.notes)} if self.notes else {})
        if self.classes:
            return known | {
                "accuracy_interval": list(self.accuracy_interval),
                "confusion_matrix": [list(row) for row in self.confusion],
                "classes": [asdict(each) for each in self.classes],
            }
        if self.labels:
            return known | {
                "subset_accuracy": self.subset_accuracy,
                "subset_accuracy_interval": list(self.accuracy_interval),
                "hamming_loss": self.hamming_loss,
                "labels": [_of_label(each) for each in self.labels],
            }
        found = self.interval
        return known | {
            "mean_absolute_error_interval": None if found is None else list(found),
            "targets": [
                asdict(each)
                | {"residuals": {f"{100 * at:g}%": value for at, value in each.residuals.items()}}
                for each in self.targets
            ],
        }


def class_figures(
    true: np.ndarray, predicted: np.ndarray, names: Sequence[str]
) -> tuple[tuple[ClassFigures, ...], tuple[tuple[int, ...], ...]]:
    """The metrics of each class and the confusion matrix, from class numbers of shape (examples,)."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    known = np.arange(len(names))
    columns = precision_recall_fscore_support(true, predicted, labels=known, zero_division=0.0)
    precision, recall, f1, examples = (column.tolist() for column in columns)
    rows = zip(names, map(int, examples), precision, recall, f1, strict=True)
    matrix = confusion_matrix(true, predicted, labels=known).tolist()
    return tuple(ClassFigures(*row) for row in rows), tuple(tuple(row) for row in matrix)


def _of_label(figures: LabelFigures) -> dict[str, Any]:
    names = ("true_positives", "false_negatives", "false_positives", "true_negatives")
    known = asdict(figures)
    return known | dict(zip(names, known.pop("confusion"), strict=True))


def label_figures(true: np.ndarray, predicted: np.ndarray, names: Sequence[str]) -> tuple[LabelFigures, ...]:
    """The metrics of each label, from 0 and 1 of shape (examples, labels)."""
    from sklearn.metrics import multilabel_confusion_matrix, precision_recall_fscore_support

    columns = precision_recall_fscore_support(true, predicted, average=None, zero_division=0.0)
    precision, recall, f1, examples = (column.tolist() for column in columns)
    found = []
    for place, matrix in enumerate(multilabel_confusion_matrix(true, predicted).tolist()):
        (tn, fp), (fn, tp) = matrix
        figures = (tp + tn) / len(true), precision[place], recall[place], f1[place]
        found.append(LabelFigures(names[place], int(examples[place]), *figures, (tp, fn, fp, tn)))
    return tuple(found)


def target_figures(true: np.ndarray, predicted: np.ndarray) -> tuple[TargetFigures, ...]:
    """The metrics of each target, from values of shape (examples, outputs)."""
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    found = []
    for real, answer in zip(true.T, predicted.T, strict=True):
        quantiles = np.quantile(real - answer, QUANTILES).tolist()
        found.append(
            TargetFigures(
                float(r2_score(real, answer)) if len(real) > 1 else None,
                float(mean_absolute_error(real, answer)),
                float(root_mean_squared_error(real, answer)),
                dict(zip(QUANTILES, quantiles, strict=True)),
            )
        )
    return tuple(found)
