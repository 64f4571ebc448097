"""The folds of a cross-validation: split as the parts of the dataset are."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.data.load import parts_of
from zoo.data.split import strata
from zoo.data.weights import all_weights
from zoo.errors import DatasetError
from zoo.specs.splitting import GROUP, TIME
from zoo.specs.vocabulary import PADDING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scipy.sparse import csr_array
    from sklearn.model_selection import BaseCrossValidator

    from zoo.specs.dataset import DatasetSpec, Loaded
    from zoo.specs.named import Named
    from zoo.specs.task import Task

SEED = 42


class Examples(NamedTuple):
    """Rows of float64 or the counts of words, classes or targets, groups or times, and their weights."""

    x: np.ndarray | csr_array
    y: np.ndarray
    keys: np.ndarray | None
    weights: np.ndarray | None = None

    def at(self, positions: np.ndarray) -> Examples:
        """The examples at these positions, in this order."""
        keys, weights = (each if each is None else each[positions] for each in (self.keys, self.weights))
        return Examples(self.x[positions], self.y[positions], keys, weights)


class Folds(NamedTuple):
    """The data, the positions of each fold's training and test examples, and how a fit is scored.

    `weights` are those of the fits, 1 on average; a score counts each example once.
    """

    x: np.ndarray | csr_array
    y: np.ndarray
    parts: list[tuple[np.ndarray, np.ndarray]]
    scoring: str | Callable[..., float]
    sign: float
    weights: np.ndarray | None = None


def check_enough(dataset: Named[DatasetSpec], examples: Examples, folds: int) -> None:
    """Raise DatasetError if there are fewer examples, examples of a class, or groups, than folds."""
    unit = dataset.value.unit
    counts = {unit: len(examples.y)}
    if _method(dataset.value) == GROUP and examples.keys is not None:
        counts = {"groups": len(np.unique(examples.keys))}
    elif dataset.value.task.has_one_class:
        counts = {f"{unit} of its most frequent class": int(np.bincount(examples.y).max())}
    for what, many in counts.items():
        if many < folds:
            raise DatasetError(f"{dataset.name} has {many} {what}; wanted {folds}, one for each fold")


def examples_of(spec: DatasetSpec, loaded: Loaded) -> Examples:
    """The training and validation examples in their order: by time if they are split by it."""
    own = [each for each in (loaded.train, loaded.validation) if each is not None]
    x, y = np.concatenate([each.x for each in own]), np.concatenate([each.y for each in own])
    keys = loaded.keys if loaded.validation is None else None
    weights = all_weights(loaded, "the data")
    found = Examples(x, y, keys, None if weights is None else weights[: len(x)])
    if loaded.test is None:
        parts = parts_of(spec, loaded)
        found = found.at(np.sort(np.concatenate([parts.training, parts.validation])))
    if spec.task.has_one_class:
        found = found._replace(y=strata(found.y).astype(np.int64))
    elif spec.task.shape:
        found = found._replace(y=found.y.reshape(len(found.y), -1))
    factor = spec.factor if spec.scaling == "rescale" else 1.0
    rows = np.asarray(found.x).reshape(len(found.y), -1)
    found = found._replace(x=counts_of(rows, spec.tokens) if spec.tokens else rows * np.float64(factor))
    if found.keys is None or _method(spec) != TIME:
        return found
    return found.at(np.argsort(found.keys, kind="stable"))


def counts_of(tokens: np.ndarray, size: int) -> csr_array:
    """How often each token is in each text, without padding, as a sparse array of shape (texts, size)."""
    from scipy.sparse import csr_array

    texts, places = np.nonzero(tokens != PADDING)
    words = tokens[texts, places].astype(np.int32)  # scikit-learn takes no others
    return csr_array((np.ones(len(texts)), (texts.astype(np.int32), words)), (len(tokens), size))


def folds_of(spec: DatasetSpec, found: Examples, folds: int) -> Folds:
    """The folds of a dataset, split as its parts are: by group, by time, or else by chance."""
    scoring, sign = _scoring(spec.task)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # classes with fewer examples than folds
        parts = list(_splitter(spec, folds).split(found.x, found.y, found.keys))
    weights = _fitting_weights(found, parts)
    if weights is not None and spec.task.kind == "multilabel":
        _require_both(spec, found.y, parts)
    return Folds(found.x, found.y, parts, scoring, sign, weights)


def _require_both(spec: DatasetSpec, y: np.ndarray, parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
    """Raise DatasetError for a label that all or no training examples of a fold have."""
    for training, _ in parts:
        constant = np.flatnonzero((y[training] == y[training[:1]]).all(axis=0))
        if len(constant):
            name = spec.class_names[constant[0]]
            raise DatasetError(
                f"the label {name} is the same in a whole fold; wanted both, to fit with weights"
            )


def _scoring(task: Task) -> tuple[str | Callable[..., float], float]:
    """What scikit-learn scores a fit by, and the factor that makes it the usual metric of the task."""
    if task.has_units:
        return "neg_mean_absolute_error", -1.0
    if task.has_one_class:
        return "accuracy", 1.0
    return _binary_accuracy, 1.0


def _binary_accuracy(estimator: Any, x: np.ndarray, y: np.ndarray) -> float:
    """The share of all labels that are right."""
    return float((estimator.predict(x) == y).mean())


def _fitting_weights(found: Examples, parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray | None:
    """The weights, 1 on average; DatasetError if those of a fold's training examples are all 0."""
    weights = found.weights
    if weights is None:
        return None
    if not all(weights[training].any() for training, _ in parts):
        raise DatasetError("the weights of the training examples of a fold are all 0; wanted one above 0")
    scaled = weights / weights.max()
    return np.asarray(scaled / scaled.mean())


def _splitter(spec: DatasetSpec, folds: int) -> BaseCrossValidator:
    """What makes the folds; those that are not stratified are shuffled: a file may be sorted."""
    from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

    method = _method(spec)
    if method == GROUP:
        return GroupKFold(folds)
    if method == TIME:
        return TimeSeriesSplit(folds)
    if not spec.task.has_one_class:
        return KFold(folds, shuffle=True, random_state=SEED)
    return StratifiedKFold(folds)


def _method(spec: DatasetSpec) -> str | None:
    """How your own data is split; None for other data."""
    return spec.file.split.method if spec.file is not None and spec.file.split is not None else None
