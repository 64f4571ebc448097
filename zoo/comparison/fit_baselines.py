"""Fits scikit-learn's simple models to a dataset, as baselines for neural networks.

The results are those of the book: `cross_validate` with five folds on the training and validation examples,
with images scaled and flattened, and SGDClassifier with logistic loss after 5, 9 and 20 passes. Folds are
fitted in parallel threads, as scikit-learn releases the GIL; the results equal those of `cross_validate`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.comparison.baselines import METRICS, Baseline, Baselines, write_baselines
from zoo.data.prepare import digest_of, load
from zoo.data.resolve import found_dataset
from zoo.data.split import split
from zoo.errors import DatasetError
from zoo.runs import make_runs_folder
from zoo.schema.arguments import checked_path
from zoo.system.machine import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sklearn.base import BaseEstimator

    from zoo.specs.dataset import DatasetSpec, Loaded

FOLDS = 5
SEED = 42
PASSES = (5, 9, 20)
"""The book's `max_iter`."""


@dataclass(frozen=True)
class Fitted:
    """Progress: `done` of all fits; `baseline` is set if this fit completes its last fold."""

    done: int
    of: int
    baseline: Baseline | None


def baseline(
    dataset: str | Path,
    *,
    target: str | None = None,
    task: str | None = None,
    runs_dir: str | Path = "runs",
    watch: Callable[[Fitted], None] = lambda _: None,
) -> Baselines:
    """Fit scikit-learn's simple models to a dataset; save and return the results.

    Args:
        dataset: The name of a dataset, or the path of your own data.
        target: The target column of your own data, as in `zoo.train`.
        task: The task type of your own data, as in `zoo.train`.
        runs_dir: The folder to save the results in.
        watch: Called after each fit.

    Raises:
        RegistryError: The dataset is not known.
        UsageError: An argument is not valid.
        ZooError: The data can't be loaded, or the folder can't be written.
    """
    runs = checked_path("runs_dir", runs_dir)
    found = found_dataset(dataset, target, task)
    loaded = load(found)
    make_runs_folder(runs)
    x, y = _examples(found.value, loaded)
    most = len(y) if found.value.task.kind == "regression" else int(np.bincount(y).max())
    if most < FOLDS:
        of = "" if found.value.task.kind == "regression" else " of its most frequent class"
        raise DatasetError(
            f"{found.name} has {most} {found.value.unit}{of}; wanted {FOLDS}, one for each fold"
        )
    rows: list[Baseline] = []
    for step in _fits(found.value, x, y):
        watch(step)
        rows.extend([step.baseline] if step.baseline else [])
    import sklearn

    result = Baselines(
        dataset=found.name,
        dataset_digest=digest_of(loaded),
        metric=METRICS[found.value.task.kind],
        examples=len(y),
        noun=found.value.unit,
        version=sklearn.__version__,
        baselines=tuple(rows),
    )
    write_baselines(runs, result)
    return result


def estimators(spec: DatasetSpec) -> list[tuple[BaseEstimator, dict[str, Any]]]:
    """The simple models for a dataset's task, each with the settings to show.

    Rows are standardized within each fold, so that nothing of its test examples leaks into fitting.
    """
    from sklearn.dummy import DummyClassifier, DummyRegressor
    from sklearn.linear_model import LinearRegression, SGDClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if spec.task.kind == "regression":
        chosen: list[tuple[BaseEstimator, dict[str, Any]]] = [
            (DummyRegressor(strategy="mean"), {"strategy": "mean"}),
            (LinearRegression(), {}),
        ]
    else:
        dummy = {"strategy": "most_frequent"}
        known = [{"loss": "log_loss", "max_iter": passes} for passes in PASSES]
        chosen = [(DummyClassifier(**dummy), dummy)]
        chosen += [(SGDClassifier(**settings, random_state=SEED), settings) for settings in known]
    if spec.scaling == "standardize":
        return [(make_pipeline(StandardScaler(), each), settings) for each, settings in chosen]
    return chosen


def _examples(spec: DatasetSpec, loaded: Loaded) -> tuple[np.ndarray, np.ndarray]:
    """The training and validation examples in their order: rows of float64, and classes or targets."""
    x, y = loaded.train
    if loaded.test is None:
        parts = split(len(x), 0)
        rest = np.sort(np.concatenate([parts.training, parts.validation]))
        x, y = x[rest], y[rest]
    if spec.task.kind == "classification":
        y = (y.argmax(axis=1) if y.ndim > 1 else y).astype(np.int64)
    factor = spec.factor if spec.scaling == "rescale" else 1.0
    return x.reshape(len(x), -1) * np.float64(factor), y


def _fits(spec: DatasetSpec, x: np.ndarray, y: np.ndarray) -> Iterator[Fitted]:
    """Fit all models in all folds, in order."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.model_selection import KFold, StratifiedKFold, cross_validate

    scoring, sign, folds = "accuracy", 1.0, StratifiedKFold(FOLDS)
    if spec.task.kind == "regression":  # shuffled: a file may be sorted by its target
        scoring, sign, folds = "neg_mean_absolute_error", -1.0, KFold(FOLDS, shuffle=True, random_state=SEED)

    def fit(job: tuple[BaseEstimator, Any]) -> tuple[float, float]:
        estimator, part = job
        found = cross_validate(estimator, x, y, cv=[part], scoring=scoring, error_score="raise")
        return sign * float(found["test_score"][0]), float(found["fit_time"][0])

    with warnings.catch_warnings(), ThreadPool(min(FOLDS, processors())) as pool:
        warnings.simplefilter("ignore", ConvergenceWarning)  # few passes are intended
        warnings.simplefilter("ignore", UserWarning)  # classes with fewer examples than folds
        parts = list(folds.split(x, y))
        chosen = estimators(spec)
        results = pool.imap(fit, [(estimator, part) for estimator, _ in chosen for part in parts])
        done: list[tuple[float, float]] = []
        for result in results:
            done.append(result)
            which, rest = divmod(len(done), FOLDS)
            complete = None if rest else _baseline(*chosen[which - 1], done[-FOLDS:])
            yield Fitted(len(done), FOLDS * len(chosen), complete)


def _baseline(
    estimator: BaseEstimator, settings: dict[str, Any], results: list[tuple[float, float]]
) -> Baseline:
    figures, seconds = zip(*results, strict=True)
    name = type(estimator[-1] if hasattr(estimator, "steps") else estimator).__name__
    return Baseline(name, settings, figures, sum(seconds))
