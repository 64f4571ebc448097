"""Fits scikit-learn's simple models to a dataset, as baselines for neural networks.

By default the results are those of the book: `cross_validate` with five folds on the training and
validation examples, with images scaled and flattened, and SGDClassifier with logistic loss after 5, 9 and
20 passes. Folds are fitted in parallel threads, as scikit-learn releases the GIL, with the same results.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from typing import TYPE_CHECKING, Any, Literal

from zoo.comparison.baselines import Baseline, Baselines, read_baselines, write_baselines
from zoo.comparison.estimators import MAX_ITER, estimators
from zoo.comparison.folds import Folds, check_enough, examples_of, folds_of
from zoo.data.digest import digest_of
from zoo.data.load import load
from zoo.data.own.large import refuse
from zoo.data.resolve import found_dataset
from zoo.errors import DatasetError
from zoo.runs import make_runs_folder
from zoo.schema.arguments import checked, checked_path
from zoo.schema.fields import Integer
from zoo.specs.data_options import DataOptions
from zoo.specs.metrics import USUAL
from zoo.system.machine import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sklearn.base import BaseEstimator

    from zoo.specs.dataset import DatasetSpec, Loaded
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.named import Named

COPIES = 2
"""Copies of a dataset besides those of the folds that are fitted at a time."""
FOLDS = 5
"""The book's."""
SMALL = 200_000
"""Numbers in a table whose baselines are fitted in less than a second, scikit-learn's import aside."""
FEWEST, MOST = 2, 1_000
"""Bounds of the number of folds."""


@dataclass(frozen=True)
class Fitted:
    """Progress: `done` of all fits; `baseline` is set if this fit completes its last fold."""

    done: int
    of: int
    baseline: Baseline | None


def baseline(
    dataset: DatasetLike,
    *,
    target: str | Iterable[str] | None = None,
    task: Literal["classification", "regression", "multilabel"] | None = None,
    drop: Iterable[str] = (),
    number: Iterable[str] = (),
    category: Iterable[str] = (),
    date: Iterable[str] = (),
    ordinal: Iterable[str] = (),
    missing: Iterable[str] = (),
    weight: str | None = None,
    validation: float | None = None,
    test: float | None = None,
    group: str | None = None,
    split_by: str | None = None,
    encoding: str | None = None,
    image_column: str | None = None,
    split_column: str | None = None,
    validation_data: str | Path | None = None,
    test_data: str | Path | None = None,
    image_size: tuple[int, int] | str | None = None,
    channels: int | None = None,
    text: str | None = None,
    vocabulary_size: int | None = None,
    text_length: int | None = None,
    array: Literal["images", "sequences"] | None = None,
    folds: int = FOLDS,
    max_iter: Sequence[int] = MAX_ITER,
    jobs: int | None = None,
    runs_dir: str | Path = "runs",
    watch: Callable[[Fitted], None] = lambda _: None,
) -> Baselines:
    """Fit scikit-learn's simple models to a dataset, by cross-validation.

    The results are saved in `runs_dir`, where `zoo.compare` finds them.

    Args:
        dataset: A dataset's name, your own data, or data in memory, as in `zoo.train`.
        target: Target column of your own table, or several: labels of 0 and 1, or numbers.
        task: `classification`, `multilabel` or `regression`; for your own data.
        drop: Columns of your own table that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, with a format if it is not found: `"day=%d/%m/%Y"`.
        ordinal: Columns of ordered categories, with the order if it is not the natural one: `"size=S,M,L"`.
        missing: What cells without a value hold, besides the usual marks: `"n.a."`.
        weight: Column of your own table with the weights of the rows in the loss; it is no input.
        validation: Fraction of the examples outside the test part that are for validation; default 0.2.
        test: Fraction of the examples for the test part; default 0.2.
        group: Column of your own table whose groups are never in two parts; it is no input.
        split_by: Column of times or numbers: the latest rows are tested on, those before them validated on.
        encoding: Encoding of your own table, as cp1251, if it is not UTF-8.
        image_column: Column of your own table with the paths of images, if it is not found.
        split_column: Column that says which rows are for training, validation and test.
        validation_data: The path of your own validation examples, of the same kind as the dataset.
        test_data: The path of your own test examples.
        image_size: Height and width in pixels to which your own images are resized.
        channels: 1 for grey images, 3 for coloured ones.
        text: Column of your own table with free text, which is the only input.
        vocabulary_size: The most tokens of its vocabulary; default 10,000.
        text_length: Number of words of a text that are used; default so many that 95 % of the training
            texts are whole, at most 500.
        array: What arrays with three axes have: `images`, or `sequences` of (time, features).
        folds: Number of folds, 2 to 1,000.
        max_iter: Numbers of epochs of SGDClassifier; a classification has one baseline for each.
        jobs: Number of fits at a time; default one for each processor.
        runs_dir: The folder in which the results are saved.
        watch: A function that is called after each fit.

    Returns:
        Each simple model with its metric in each fold.

    Raises:
        RegistryError: The name is ambiguous, or what it names cannot be loaded.
        UsageError: The name is unknown, or a value is not valid.
        ZooError: The data or the folder is not available.

    Examples:
        >>> [(each.estimator, each.mean) for each in zoo.baseline("digits").baselines]
    """
    runs = checked_path("runs_dir", runs_dir)
    folds = checked("folds", Integer(FEWEST, MOST), folds)
    epochs = tuple(checked("max_iter", Integer(1), each) for each in max_iter)
    at_a_time = min(folds, processors()) if jobs is None else checked("jobs", Integer(1), jobs)
    options = DataOptions.among(locals())
    found = found_dataset(dataset, options)
    refuse(found.value.file, copies=COPIES + at_a_time)
    loaded = load(found)
    make_runs_folder(runs)
    result = fitted(found, loaded, folds=folds, max_iter=epochs, jobs=at_a_time, watch=watch)
    write_baselines(runs, result)
    return result


def quick_baselines(dataset: Named[DatasetSpec], runs: Path) -> Baselines | None:
    """The baselines of own data beside a training: those that are saved, or, for a small table, new ones.

    None if they would take over a second or two, or if the data has too few examples for the folds.
    """
    file = dataset.value.file
    if file is None or file.examples * math.prod(file.input_shape) > SMALL:
        return None
    loaded = load(dataset)
    try:
        if saved := read_baselines(runs, dataset.name, digest_of(loaded), dataset.value.task.kind):
            return saved
        result = fitted(dataset, loaded)
    except DatasetError:
        return None
    write_baselines(runs, result)
    return result


def fitted(
    found: Named[DatasetSpec],
    loaded: Loaded,
    *,
    folds: int = FOLDS,
    max_iter: Sequence[int] = MAX_ITER,
    jobs: int = 1,
    watch: Callable[[Fitted], None] = lambda _: None,
) -> Baselines:
    """The baselines of loaded data; raises DatasetError if there are fewer examples than folds."""
    examples = examples_of(found.value, loaded)
    check_enough(found, examples, folds)
    parts, rows = folds_of(found.value, examples, folds), list[Baseline]()
    simple = estimators(found.value, max_iter, is_weighted=parts.weights is not None)
    for step in _fits(simple, parts, jobs):
        watch(step)
        rows.extend([step.baseline] if step.baseline else [])
    import sklearn

    return Baselines(
        dataset=found.name,
        dataset_digest=digest_of(loaded),
        metric=USUAL[found.value.task.kind],
        examples=len(examples.y),
        noun=found.value.unit,
        version=sklearn.__version__,
        baselines=tuple(rows),
    )


def _fits(
    chosen: list[tuple[BaseEstimator, dict[str, Any]]], folds: Folds, at_a_time: int
) -> Iterator[Fitted]:
    """Fit all models in all folds, in order."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.model_selection import cross_validate

    def fit(job: tuple[BaseEstimator, Any]) -> tuple[float, float]:
        estimator, part = job
        last = f"{estimator.steps[-1][0]}__" if hasattr(estimator, "steps") else ""
        weights = None if folds.weights is None else {f"{last}sample_weight": folds.weights}
        found = cross_validate(
            estimator,
            folds.x,
            folds.y,
            cv=[part],
            scoring=folds.scoring,
            params=weights,
            error_score="raise",
        )
        return folds.sign * float(found["test_score"][0]), float(found["fit_time"][0])

    many = len(folds.parts)
    with warnings.catch_warnings(), ThreadPool(at_a_time) as pool:
        warnings.simplefilter("ignore", ConvergenceWarning)  # few passes are intended
        results = pool.imap(fit, [(estimator, part) for estimator, _ in chosen for part in folds.parts])
        done: list[tuple[float, float]] = []
        for result in results:
            done.append(result)
            which, rest = divmod(len(done), many)
            complete = None if rest else _baseline(*chosen[which - 1], done[-many:])
            yield Fitted(len(done), many * len(chosen), complete)


def _baseline(
    estimator: BaseEstimator, settings: dict[str, Any], results: list[tuple[float, float]]
) -> Baseline:
    figures, seconds = zip(*results, strict=True)
    name = type(estimator[-1] if hasattr(estimator, "steps") else estimator).__name__
    return Baseline(name, settings, figures, sum(seconds))
