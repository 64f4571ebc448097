"""Evaluate the model of a `.keras` file: its model, and the data that the caller names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoo.data import scaling
from zoo.data.prepare import prepare_other
from zoo.data.resolve import declaration_of, found_dataset, is_named
from zoo.errors import SettingError, UsageError
from zoo.inference import foreign
from zoo.inference.open import backend_of, trained_of
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.plan.train_settings import TrainSettings
from zoo.specs.layers.head import Head
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset
from zoo.training.events import Working

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.data.prepare import Data
    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch
    from zoo.training.restore import Trained


def of_file(
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


def class_names_of(classes: Iterable[str] | str) -> tuple[str, ...]:
    """The names of classes; a text has them separated by commas."""
    names = tuple(name.strip() for name in classes.split(",")) if isinstance(classes, str) else tuple(classes)
    if not names or not all(isinstance(name, str) and name for name in names):
        raise SettingError("class_names", classes, "is not a list of names; wanted one as a,b")
    return names


def refuse_for_run(options: DataOptions, classes: tuple[str, ...] | None) -> None:
    """Raise SettingError for what a run knows itself."""
    given = [*options.given(), *([("class_names", ",".join(classes))] if classes is not None else [])]
    for option, value in given:
        raise SettingError(option, value, "is for .keras files; a run knows its own; leave it out")
