"""What can be reckoned from true and predicted values: scikit-learn's figures, as plain data."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Of the residuals of a regression."""
Z = 1.959963984540054
"""Standard deviations to either side within which 95 % of a normal distribution lie."""


@dataclass(frozen=True)
class ClassFigures:
    """Precision, recall and F1 of one class, and how many examples of it there are.

    What would be divided by zero is 0: the precision of a class that was never predicted, the recall
    of one without examples.
    """

    name: str
    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class TargetFigures:
    """How far off the predictions of one target number are, in its own units.

    `residuals` maps a quantile to the residual there, which is the true value less the predicted one.
    `r2` is None for a single example, where it has no meaning.
    """

    r2: float | None
    mean_absolute_error: float
    root_mean_squared_error: float
    residuals: dict[float, float]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a run's model answers to a split, against what is true.

    `metrics` are the loss and the metrics. `true` and `predicted` have a class (as its number) or
    target numbers for each example. `classes` and `confusion` (a row for each true class, a column
    for each predicted one) are a classification's, `targets` a regression's.
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
    caution: str = field(default="")

    @property
    def examples(self) -> int:
        """How many the split has."""
        return len(self.true)

    @property
    def accuracy_interval(self) -> tuple[float, float]:
        """The 95 % interval of the accuracy on so many examples."""
        return interval(int((self.true == self.predicted).sum()), self.examples)

    @property
    def means(self) -> tuple[float, float, float]:
        """Precision, recall and F1, averaged over the classes, each of which counts the same."""
        rows = np.array([(each.precision, each.recall, each.f1) for each in self.classes])
        precision, recall, f1 = rows.mean(axis=0).tolist()
        return precision, recall, f1

    @property
    def most_mistaken(self) -> tuple[str, str, int] | None:
        """The class that was most often taken for another, that other, and how often; None for no mistake."""
        errors = np.array(self.confusion)
        np.fill_diagonal(errors, 0)
        row, column = np.unravel_index(errors.argmax(), errors.shape)
        times = int(errors[row, column])
        return (self.classes[row].name, self.classes[column].name, times) if times else None

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        known = {
            "run": self.run,
            "split": self.split,
            "dataset": self.dataset,
            "examples": self.examples,
            "metrics": self.metrics,
        }
        if self.classes:
            return known | {
                "accuracy_interval": list(self.accuracy_interval),
                "confusion_matrix": [list(row) for row in self.confusion],
                "classes": [asdict(each) for each in self.classes],
            }
        return known | {
            "targets": [
                asdict(each)
                | {"residuals": {f"{100 * at:g}%": value for at, value in each.residuals.items()}}
                for each in self.targets
            ]
        }


def class_figures(
    true: np.ndarray, predicted: np.ndarray, names: Sequence[str]
) -> tuple[tuple[ClassFigures, ...], tuple[tuple[int, ...], ...]]:
    """The figures of each class and the confusion matrix, from classes as numbers of shape (examples,)."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    known = np.arange(len(names))
    columns = precision_recall_fscore_support(true, predicted, labels=known, zero_division=0.0)
    precision, recall, f1, examples = (column.tolist() for column in columns)
    rows = zip(names, map(int, examples), precision, recall, f1, strict=True)
    matrix = confusion_matrix(true, predicted, labels=known).tolist()
    return tuple(ClassFigures(*row) for row in rows), tuple(tuple(row) for row in matrix)


def target_figures(true: np.ndarray, predicted: np.ndarray) -> tuple[TargetFigures, ...]:
    """The figures of each target number, from values of shape (examples, outputs)."""
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


def interval(right: int, examples: int) -> tuple[float, float]:
    """The 95 % interval of a fraction that was found as `right` of so many: Wilson's score interval.

    It stays within 0 and 1, and has a width where all or none were right.
    E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    fraction, spread = right / examples, Z * Z / examples
    centre = (fraction + spread / 2) / (1 + spread)
    half = Z * math.sqrt(fraction * (1 - fraction) / examples + spread / (4 * examples)) / (1 + spread)
    return max(0.0, min(centre - half, fraction)), min(1.0, max(centre + half, fraction))
