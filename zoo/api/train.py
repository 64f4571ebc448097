"""The main job by names: what `zoo.build` and `zoo.train` are, and what the command calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import named
from zoo.errors import DatasetNotFound, SettingError, shorten
from zoo.plan.plan import Plan
from zoo.plan.resolve import find_plan, open_model
from zoo.schema.arguments import checked_path
from zoo.schema.declaration import changes_of
from zoo.training.events import Substituted, unwatched
from zoo.training.train import train as train_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.training.events import Watch


def train(
    model: str | Path | ModelSpec,
    optimizer: str | Path | OptimizerPreset | None = None,
    dataset: str | Path | None = None,
    *,
    target: str | None = None,
    task: str | None = None,
    settings: Mapping[str, Any] | None = None,
    callbacks: Iterable[str] = (),
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
    **train_settings: Any,
) -> RunRecord:
    """Train a model by name in a new folder under `runs_dir`; returns the run's record.

    `settings` maps paths to values, as `{"hidden.units": 200, "optimizer.learning_rate": 0.01}`.
    Keyword arguments are training settings: `epochs=5, batch_size=32, seed=42, backend=None,
    execution="auto", threads=None, patience=None, keep="last"`. `model` may be a name, the path of
    a TOML file with a model or a plan, or a ModelSpec; `optimizer` likewise. `dataset` may be a name,
    an .npz file, a CSV file whose column `target` is to be answered, or a folder of images with a folder
    for each class; `task` is "regression" or "classification", where whole numbers could be either. Text
    is a path where it has a slash or a file's suffix. Where no dataset is named and Fashion-MNIST is found
    nowhere, its sample takes its place, and the record says so.

    Raises RegistryError for a name and UsageError for whatever else can't be meant, both before Keras is
    imported; ZooError where data, backend or folder stand in the way; TrainingFailed and Interrupted,
    which have the record.
    """
    runs = checked_path("runs_dir", runs_dir)
    if not callable(watch):
        raise SettingError("watch", watch, "is no function; wanted one that takes an event")
    chosen = {f"train.{name}": value for name, value in train_settings.items() if value is not None}
    changes = changes_of(settings)
    for path in chosen.keys() & changes.keys():
        other = f"is also given as {path}={shorten(changes[path])}; wanted one of them"
        raise SettingError(path, chosen[path], other)
    opened = open_model(model)
    plan = find_plan(
        model,
        optimizer,
        dataset,
        settings=changes | chosen,
        callbacks=callbacks,
        target=target,
        task=task,
        opened=opened,
    )
    try:
        return train_plan(plan, runs, watch)
    except DatasetNotFound:
        instead = plan.dataset.value.fallback
        if dataset is not None or instead is None or isinstance(opened, Plan):
            raise
        watch(Substituted(plan.dataset.name, instead))
        return train_plan(plan.on(named("dataset", instead)), runs, watch)
