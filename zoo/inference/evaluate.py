"""Evaluate a run's model on a split."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from zoo.catalog.resolve import path_of
from zoo.data.prepare import prepare_other
from zoo.data.resolve import is_named
from zoo.errors import SettingError
from zoo.inference.evaluate_file import class_names_of, of_file, refuse_for_run
from zoo.inference.joint import check_calibration, evaluated, fitted, joint_of
from zoo.inference.members import sources_of
from zoo.inference.open import backend_of, trained_of
from zoo.plan.other_data import moved, other_dataset
from zoo.plan.prepare import prepare
from zoo.runs.kept import Kept
from zoo.specs.data_options import DataOptions
from zoo.training import backend
from zoo.training.events import Importing, Working, unwatched
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.inference.evaluation import Evaluation
    from zoo.plan.plan import Plan
    from zoo.runs.find import RunLike
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch
    from zoo.training.restore import Trained

SPLITS = ("test", "validation")
ALL = "all"
"""The split of another dataset, of which all examples are evaluated."""


@isolated()
def evaluate(
    run: RunLike | Iterable[RunLike],
    *,
    split: Literal["test", "validation"] | None = None,
    dataset: DatasetLike | None = None,
    data: DatasetLike | None = None,
    target: str | Iterable[str] | None = None,
    task: Literal["classification", "regression", "multilabel"] | None = None,
    drop: Iterable[str] = (),
    class_names: Iterable[str] | str | None = None,
    calibrate: bool = False,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Evaluation:
    """Evaluate a run's model on its test or validation split.

    Args:
        run: A run (an id, the end of one, a name, `last`, a path, a record), the name of weights, or a
            `.keras` file. The weights of an interrupted run are those of its last checkpoint. Several
            completed runs on the same data are evaluated as an ensemble, by the mean of their probabilities
            or targets.
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
        calibrate: Whether the probabilities are scaled by a temperature, which is fitted on the validation
            split of the run's own data.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        Loss and metric, figures for each class, label or target, the confusion matrix, and the calibration of
        probabilities; of an ensemble or with a temperature, `members` has the evaluation of each model.

    Raises:
        UsageError: No such run or split.
        ZooError: The run, its data or its backend is not available. Where possible this is found
            before Keras is imported.

    Examples:
        >>> zoo.evaluate("last").metrics["accuracy"]
    """
    if split is not None and split not in SPLITS:
        raise SettingError("split", split, f"is not a split; wanted {' or '.join(SPLITS)}")
    sources = sources_of(run, runs_dir)
    source = sources[0]
    backend.require(backend_of(source))
    options = DataOptions.of(target, task, drop=drop)
    names = None if class_names is None else class_names_of(class_names)
    if isinstance(source, Kept):
        refuse_for_run(options, names)
    check_calibration(source, wanted=calibrate)
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
        trained, plan, prepared, notes = of_file(source, dataset, data, watch, options=options, classes=names)
    joint = joint_of(sources, [trained, *(trained_of(each, plan.train.backend) for each in sources[1:])])
    watch(Working(f"Evaluating {joint.title}"))
    if calibrate and isinstance(source, Kept):
        own = prepared if dataset is None else prepare(moved(source.plan, data), tell=watch)[1]
        joint = fitted(joint, own)
    return evaluated(joint, plan, prepared, part, split=ALL if is_other else part, notes=notes)


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
