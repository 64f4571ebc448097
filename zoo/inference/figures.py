"""The figures of each class, label or target, computed with scikit-learn, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

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
