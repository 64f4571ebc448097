"""Evaluate a run's model on a split."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zoo.catalog.resolve import path_of
from zoo.data import scaling
from zoo.data.prepare import prepare_other
from zoo.data.resolve import declaration_of, found_dataset, is_named
from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference import foreign
from zoo.inference.figures import HALF, Evaluation, class_figures, label_figures, target_figures
from zoo.inference.open import backend_of, source_of, trained_of
from zoo.plan.other_data import moved, other_dataset
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.plan.train_settings import TrainSettings
from zoo.runs.kept import Kept
from zoo.specs.data_options import DataOptions
from zoo.specs.layers.head import Head
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset
from zoo.training import backend
from zoo.training.events import Importing, Working, unwatched
from zoo.training.isolation import isolated
from zoo.training.restore import metrics_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from zoo.data.prepare import Data
    from zoo.runs.find import RunLike
    from zoo.specs.dataset import DatasetSpec
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
    target: str | Iterable[str] | None = None,
    task: Literal["classification", "regression", "multilabel"] | None = None,
    drop: Iterable[str] = (),
    class_names: Iterable[str] | str | None = None,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Evaluation:
    """Evaluate a run's model on its test or validation split.

    Args:
        run: A run (an id, the end of one, a name, `last`, a path, a record), the name of weights, or a
            `.keras` file. The weights of an interrupted run are those of its last checkpoint.
        split: `test` or `validation`; default `test`.
        dataset: Another dataset: labelled data like a run's own, in a file or in memory, or a registered
            dataset, of which all examples are evaluated; for a `.keras` file a registered dataset or your own
            data, whose input is not scaled. The columns of a table are passed as numbers in the order of the
            file.
        data: Where a run's own data is now, if it has moved, or the data itself, if it is in memory; it must
            be unchanged.
        target: For a `.keras` file, the target column of a table.
        task: For a `.keras` file, the task type, if whole-number targets could be either.
        drop: For a `.keras` file, columns of a table that are not passed.
        class_names: For a `.keras` file, the classes in the order of its outputs; default sorted.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        Loss and metric, figures for each class, label or target, and the confusion matrix.

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
    options = DataOptions.of(target, task, drop=drop)
    names = None if class_names is None else _names(class_names)
    if isinstance(source, Kept):
        _refuse_for_run(options, names)
    is_other = dataset is not None and (
        isinstance(source, Kept) or (is_named(dataset) and path_of("dataset", dataset) is not None)
    )
    if is_other and split is not None:
        raise SettingError("split", split, "does not apply to another dataset; leave it out")
    part = split or SPLITS[0]
    notes: tuple[str, ...] = ()
    if isinstance(source, Kept):
        trained, plan, prepared = _of_run(source, dataset, data, watch)
    else:
        trained, plan, prepared, notes = _of_file(
            source, dataset, data, watch, options=options, classes=names
        )
    watch(Working(f"Evaluating {trained.title}"))
    positions = getattr(prepared.parts, part)
    metrics = metrics_of(trained, plan, prepared, positions)
    for name, value in metrics.items():
        if not math.isfinite(value):
            raise ZooError(f"{name} of {trained.title} on {plan.dataset.name} is {value}")

    predictions = trained.answers(prepared, positions)
    name = source.run if isinstance(source, Kept) else str(source)
    return evaluation_of(
        trained,
        plan,
        run=name,
        split=ALL if is_other else part,
        metrics=metrics,
        true=prepared.truth[positions],
        predictions=predictions,
        notes=(*notes, *prepared.notes),
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
    notes: tuple[str, ...] = (),
) -> Evaluation:
    """The metrics of a model's predictions.

    `predictions` are probabilities of shape (examples, classes or labels), or targets of shape (examples,
    outputs). `true` has classes as numbers, of shape (examples,), 0 and 1 of shape (examples, labels), or
    targets of shape (examples, outputs).
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
        "notes": notes,
    }
    if spec.task.has_units:
        answers = predictions.reshape(true.shape)
        columns = (each.reshape(-1, spec.task.means) for each in (true, answers))
        return Evaluation(**known, predicted=answers, targets=target_figures(*columns))
    if not spec.task.has_one_class:
        set_labels = (predictions > HALF).astype(true.dtype)
        figures = label_figures(true, set_labels, trained.class_names)
        return Evaluation(**known, predicted=set_labels, labels=figures)
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
    source: Path,
    dataset: DatasetLike | None,
    data: DatasetLike | None,
    watch: Watch,
    *,
    options: DataOptions,
    classes: tuple[str, ...] | None,
) -> tuple[Trained, Plan, Data, tuple[str, ...]]:
    """A file's model, and the unscaled data of a dataset or of your own, with notes on how it is passed."""
    from zoo.training.judged import judged

    if dataset is None:
        raise UsageError(f"{source.name} has no dataset to evaluate on; wanted --dataset")
    if data is not None:
        raise SettingError("data", data, "is for runs; a .keras file takes --dataset")
    settings = TrainSettings(backend=backend_of(source))
    declared = declaration_of(str(dataset), options) if is_named(dataset) else None
    notes: tuple[str, ...] = ()
    if declared is None:
        if classes is not None:
            what = str(dataset) if is_named(dataset) else "data in memory"
            reason = f"applies to your own files only, not to {what}"
            raise SettingError("class_names", ",".join(classes), reason)
        found = found_dataset(dataset, options)
        plan, prepared = prepare(_plan(source, found, settings), is_scaled=False)
        watch(Working(f"Reading {source.name}"))
        trained = trained_of(source, settings.backend)
    else:
        examples = foreign.read(Path(declared.path), declared.options)
        watch(Working(f"Reading {source.name}"))
        trained = trained_of(source, settings.backend)
        shape, outputs = trained.input_shape, trained.task.outputs
        found, notes = foreign.fitted(examples, source.name, shape, outputs, classes)
        plan = _plan(source, found, settings)
        prepared = prepare_other(found, scaling.none(found.value.task))
    trained, plan = judged(trained, plan)
    return trained, plan, prepared, notes


def _plan(source: Path, dataset: Named[DatasetSpec], settings: TrainSettings) -> Plan:
    model, optimizer = Named(source.name, ModelSpec(layers=(Head(),))), Named("none", OptimizerPreset())
    return Plan(model, optimizer, dataset, settings)


def _names(classes: Iterable[str] | str) -> tuple[str, ...]:
    """The names of classes; a text has them separated by commas."""
    names = tuple(name.strip() for name in classes.split(",")) if isinstance(classes, str) else tuple(classes)
    if not names or not all(isinstance(name, str) and name for name in names):
        raise SettingError("class_names", classes, "is not a list of names; wanted one as a,b")
    return names


def _refuse_for_run(options: DataOptions, classes: tuple[str, ...] | None) -> None:
    """Raise SettingError for what a run knows itself."""
    given = [*options.given(), *([("class_names", ",".join(classes))] if classes is not None else [])]
    for option, value in given:
        raise SettingError(option, value, "is for .keras files; a run knows its own; leave it out")
