"""Scikit-learn's simple models, for the task of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.comparison.folds import SEED
from zoo.specs.data_file import STANDARDIZED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sklearn.base import BaseEstimator

    from zoo.specs.dataset import DatasetSpec

MAX_ITER = (5, 9, 20)
"""The epochs of the book's SGDClassifier."""


def estimators(
    spec: DatasetSpec, max_iter: Sequence[int] = MAX_ITER, *, is_weighted: bool = False
) -> list[tuple[BaseEstimator, dict[str, Any]]]:
    """The simple models for a dataset's task, each with the settings to show.

    Rows are standardized within each fold, so that nothing of its test examples leaks into fitting. Several
    labels have a classifier each, by OneVsRestClassifier, which accepts labels that no example has; if
    examples are weighted, by MultiOutputClassifier, which takes weights.
    """
    from sklearn.dummy import DummyClassifier, DummyRegressor
    from sklearn.linear_model import LinearRegression, SGDClassifier
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.multioutput import MultiOutputClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if spec.task.has_units:
        chosen: list[tuple[BaseEstimator, dict[str, Any]]] = [
            (DummyRegressor(strategy="mean"), {"strategy": "mean"}),
            (LinearRegression(), {}),
        ]
    else:
        dummy = {"strategy": "most_frequent"}
        known = [{"loss": "log_loss", "max_iter": passes} for passes in max_iter]
        chosen = [(DummyClassifier(**dummy), dummy)]
        each_label = MultiOutputClassifier if is_weighted else OneVsRestClassifier
        several = (lambda each: each) if spec.task.has_one_class else each_label
        chosen += [(several(SGDClassifier(**settings, random_state=SEED)), settings) for settings in known]
    if spec.scaling in STANDARDIZED:
        return [(make_pipeline(StandardScaler(), each), settings) for each, settings in chosen]
    return chosen
