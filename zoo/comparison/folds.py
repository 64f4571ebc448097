"""The folds of a cross-validation: split as the parts of the dataset are."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.prepare import parts_of
from zoo.errors import DatasetError
from zoo.specs.splitting import GROUP, TIME

if TYPE_CHECKING:
    from sklearn.model_selection import BaseCrossValidator

    from zoo.specs.dataset import DatasetSpec, Loaded
    from zoo.specs.named import Named

SEED = 42


class Examples(NamedTuple):
    """Rows of float64, classes or targets, and what they are grouped or ordered by."""

    x: np.ndarray
    y: np.ndarray
    keys: np.ndarray | None


class Folds(NamedTuple):
    """The data, the positions of each fold's training and test examples, and how a fit is scored."""

    x: np.ndarray
    y: np.ndarray
    parts: list[tuple[np.ndarray, np.ndarray]]
    scoring: str
    sign: float


def check_enough(dataset: Named[DatasetSpec], examples: Examples, folds: int) -> None:
    """Raise DatasetError if there are fewer examples, examples of a class, or groups, than folds."""
    unit = dataset.value.unit
    counts = {unit: len(examples.y)}
    if _method(dataset.value) == GROUP and examples.keys is not None:
        counts = {"groups": len(np.unique(examples.keys))}
    elif dataset.value.task.kind == "classification":
        counts = {f"{unit} of its most frequent class": int(np.bincount(examples.y).max())}
    for what, many in counts.items():
        if many < folds:
            raise DatasetError(f"{dataset.name} has {many} {what}; wanted {folds}, one for each fold")


def examples_of(spec: DatasetSpec, loaded: Loaded) -> Examples:
    """The training and validation examples in their order: by time if they are split by it."""
    (x, y), keys = loaded.train, loaded.keys
    if loaded.validation is not None:
        x, y = np.concatenate([x, loaded.validation.x]), np.concatenate([y, loaded.validation.y])
        keys = None
    if loaded.test is None:
        parts = parts_of(spec, loaded)
        rest = np.sort(np.concatenate([parts.training, parts.validation]))
        x, y, keys = x[rest], y[rest], keys if keys is None else keys[rest]
    if spec.task.kind == "classification":
        y = (y.argmax(axis=1) if y.ndim > 1 else y).astype(np.int64)
    factor = spec.factor if spec.scaling == "rescale" else 1.0
    x = x.reshape(len(x), -1) * np.float64(factor)
    if keys is None or _method(spec) != TIME:
        return Examples(x, y, keys)
    order = np.argsort(keys, kind="stable")
    return Examples(x[order], y[order], keys[order])


def folds_of(spec: DatasetSpec, found: Examples, folds: int) -> Folds:
    """The folds of a dataset, split as its parts are: by group, by time, or else by chance."""
    is_regression = spec.task.kind == "regression"
    scoring = ("neg_mean_absolute_error", -1.0) if is_regression else ("accuracy", 1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # classes with fewer examples than folds
        parts = list(_splitter(spec, folds).split(found.x, found.y, found.keys))
    return Folds(found.x, found.y, parts, *scoring)


def _splitter(spec: DatasetSpec, folds: int) -> BaseCrossValidator:
    """What makes the folds; those of a regression are shuffled: a file may be sorted by its target."""
    from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

    method = _method(spec)
    if method == GROUP:
        return GroupKFold(folds)
    if method == TIME:
        return TimeSeriesSplit(folds)
    if spec.task.kind == "regression":
        return KFold(folds, shuffle=True, random_state=SEED)
    return StratifiedKFold(folds)


def _method(spec: DatasetSpec) -> str | None:
    """How your own data is split; None for other data."""
    return spec.file.split.method if spec.file is not None and spec.file.split is not None else None
