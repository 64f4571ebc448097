"""Evaluate a run's model on a split."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from zoo.catalog.resolve import named
from zoo.data.prepare import prepare_other
from zoo.data.resolve import found_dataset, is_named
from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference.figures import Evaluation, class_figures, target_figures
from zoo.inference.open import backend_of, source_of, trained_of
from zoo.plan.other_data import moved, other_dataset
from zoo.plan.plan import Plan, TrainSettings
from zoo.plan.prepare import prepare
from zoo.runs.kept import Kept
from zoo.specs.layers.head import Head
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset
from zoo.training import backend
from zoo.training.events import Importing, unwatched
from zoo.training.isolation import isolated
from zoo.training.restore import metrics_of

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from zoo.data.prepare import Data
    from zoo.runs.find import RunLike
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch
    from zoo.training.restore import Trained

SPLITS = ("test", "validation")
ALL = "all"
"""The split of another dataset, of which all examples are evaluated."""


@isolated()
def evaluate(
    run: RunLike,
    *,
    split: Literal["test", "validation"] | None = None,
    dataset: DatasetLike | None = None,
    data: DatasetLike | None = None,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Evaluation:
    """Evaluate a run's model on its test or validation split.

    Args:
        run: The run: an id, the unique end of one, a name, `last`, a path, or a record; or a `.keras` file.
            The weights of an interrupted run are those of its last checkpoint.
        split: `test` or `validation`; default `test`.
        dataset: Another dataset: labelled data like a run's own, in a file or in memory, or a registered
            dataset, of which all examples are evaluated; for a `.keras` file a dataset whose input is not
            scaled.
        data: Where a run's own data is now, if it has moved, or the data itself, if it is in memory; it must
            be unchanged.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        Loss and metric, figures for each class or target, and the confusion matrix.

    Raises:
        UsageError: No such run or split.
        ZooError: The run, its data or its backend is not available. Where possible this is found
            before Keras is imported.

    Example:
        >>> zoo.evaluate("last").metrics["accuracy"]
    """
    if split is not None and split not in SPLITS:
        raise SettingError("split", split, f"is not a split; wanted {' or '.join(SPLITS)}")
    source = source_of(run, runs_dir)
    backend.require(backend_of(source))
    is_other = isinstance(source, Kept) and dataset is not None
    if is_other and split is not None:
        raise SettingError("split", split, "does not apply to another dataset; leave it out")
    part = split or SPLITS[0]
    trained, plan, prepared = (
        _of_run(source, dataset, data, watch)
        if isinstance(source, Kept)
        else _of_file(source, dataset, data, watch)
    )
    positions = getattr(prepared.parts, part)
    metrics = metrics_of(trained, plan, prepared, positions)
    for name, value in metrics.items():
        if not math.isfinite(value):
            raise ZooError(f"{name} of {trained.title} on {plan.dataset.name} is {value}")

    predictions = trained.answers(prepared, positions)
    name = source.record.id if isinstance(source, Kept) else str(source)
    return evaluation_of(
        trained,
        plan,
        run=name,
        split=ALL if is_other else part,
        metrics=metrics,
        true=prepared.truth[positions],
        predictions=predictions,
    )


def evaluation_of(
    trained: Trained,
    plan: Plan,
    *,
    run: str,
    split: str,
    metrics: dict[str, float],
    true: np.ndarray,
    predictions: np.ndarray,
) -> Evaluation:
    """The metrics of a model's predictions.

    `predictions` are probabilities of shape (examples, classes), or targets of shape (examples, outputs).
    `true` has classes as numbers, of shape (examples,), or targets of shape (examples, outputs).
    """
    spec = plan.dataset.value
    known: dict[str, Any] = {
        "title": trained.title,
        "run": run,
        "split": split,
        "dataset": plan.dataset.name,
        "noun": spec.unit,
        "metrics": metrics,
        "true": true,
        "caution": spec.caveat if split == "test" else "",
    }
    if spec.task.kind == "regression":
        return Evaluation(**known, predicted=predictions, targets=target_figures(true, predictions))
    predicted = predictions.argmax(axis=1)
    classes, confusion = class_figures(true, predicted, trained.class_names)
    return Evaluation(**known, predicted=predicted, classes=classes, confusion=confusion)


def _of_run(
    source: Kept, dataset: DatasetLike | None, data: DatasetLike | None, watch: Watch
) -> tuple[Trained, Plan, Data]:
    """A run's model, its plan, and the data that it was trained on, or another dataset."""
    if dataset is None:
        plan, prepared = prepare(moved(source.plan, data), tell=watch)
    elif data is not None:
        raise SettingError("data", data, "is for the run's own data; wanted either --dataset or --data")
    else:
        plan = replace(source.plan, dataset=other_dataset(source.plan, dataset))
        prepared = prepare_other(plan.dataset, source.scaling, tell=watch)
    watch(Importing(backend.title(plan.train.backend)))
    return trained_of(source, plan.train.backend), plan, prepared


def _of_file(
    source: Path, dataset: DatasetLike | None, data: DatasetLike | None, watch: Watch
) -> tuple[Trained, Plan, Data]:
    """A file's model, and the unscaled data of a dataset."""
    from zoo.training.judged import judged

    if dataset is None:
        raise UsageError(f"{source.name} has no dataset to evaluate on; wanted --dataset")
    if data is not None:
        raise SettingError("data", data, "is for runs; a .keras file takes --dataset")
    settings = TrainSettings(backend=backend_of(source))
    parts = (
        Named(source.name, ModelSpec(layers=(Head(),))),
        Named("none", OptimizerPreset()),
        named("dataset", str(dataset)) if is_named(dataset) else found_dataset(dataset),
    )
    plan, prepared = prepare(Plan(*parts, settings), is_scaled=False)
    watch(Importing(backend.title(settings.backend)))
    trained, plan = judged(trained_of(source, settings.backend), plan)
    return trained, plan, prepared
