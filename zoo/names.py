"""The main job by names: what `zoo.build` and `zoo.train` are, and what the command calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo import catalog, document, plan_file
from zoo.architecture import is_static, trace
from zoo.dataset import Task
from zoo.declaration import changes_of, settings_of
from zoo.errors import DatasetNotFound, SettingError, shorten
from zoo.lookup import (
    checked,
    checked_classes,
    checked_name,
    checked_path,
    checked_shape,
    found,
    found_dataset,
    named,
    of_entry,
    path_of,
)
from zoo.plan import DEFAULT_DATASET, DEFAULT_OPTIMIZER, Plan, TrainSettings, make_plan
from zoo.training import backend
from zoo.training.events import Substituted, unwatched
from zoo.training.train import train as train_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import keras

    from zoo.dataset import DatasetSpec
    from zoo.optimizer import OptimizerPreset
    from zoo.plan import Named
    from zoo.run import RunRecord
    from zoo.spec import ModelSpec
    from zoo.training.events import Watch


def find_plan(
    model: str | Path | ModelSpec,
    optimizer: str | Path | OptimizerPreset | None = None,
    dataset: str | Path | Named[DatasetSpec] | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    callbacks: Iterable[str] = (),
    target: str | None = None,
    task: str | None = None,
) -> Plan:
    """What is to be trained, from names; a MODEL that is a plan's file settles everything itself."""
    changes, callbacks = changes_of(settings), _names(callbacks)
    path = path_of("model", model)
    if path is not None:
        kind, table = document.load(path)
        if kind == "plan":
            named_too = [("optimizer", optimizer), ("dataset", dataset), ("target", target), ("task", task)]
            given = [each for each in named_too if each[1] is not None]
            given += [("callback", name) for name in callbacks] + list(changes.items())
            if given:
                reason = f"can't change {model}, a plan, which settles everything"
                raise SettingError(*given[0], reason, *given[1:])
            return plan_file.read(table, str(model))
    entries = [catalog.CALLBACKS.find(name) for name in callbacks]
    return make_plan(
        found("model", model),
        found("optimizer", DEFAULT_OPTIMIZER if optimizer is None else optimizer),
        found_dataset(DEFAULT_DATASET if dataset is None else dataset, target, task),
        settings={"train.backend": backend.default()} | changes,
        callbacks=[of_entry(entry, catalog.CALLBACKS.load(entry)) for entry in entries],
    )


def _names(callbacks: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever was given
    """The names of callbacks; text is Iterable too, but was meant as one name."""
    if not isinstance(callbacks, Iterable) or isinstance(callbacks, (str, bytes)):
        raise SettingError("callbacks", callbacks, "is no list; wanted a list of names")
    return tuple(checked_name(each, "no callback", "its name") for each in callbacks)


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
    **train_settings: Any,  # noqa: ANN401 - checked by the plan
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

    Raises RegistryError for a name and Mistake for whatever else can't be meant, both before Keras is
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
    plan = find_plan(
        model,
        optimizer,
        dataset,
        settings=changes | chosen,
        callbacks=callbacks,
        target=target,
        task=task,
    )
    try:
        return train_plan(plan, runs, watch)
    except DatasetNotFound:
        instead = plan.dataset.value.instead
        if dataset is not None or instead is None or _is_plan(model):
            raise
        watch(Substituted(plan.dataset.name, instead))
        return train_plan(plan.on(named("dataset", instead)), runs, watch)


def _is_plan(model: str | Path | ModelSpec) -> bool:
    """Whether it is the file of a plan, which names its dataset."""
    path = path_of("model", model)
    return path is not None and document.load(path)[0] == "plan"


def build(
    model: str | Path | ModelSpec,
    input_shape: tuple[int, ...] | None = None,
    classes: int | None = None,
    *,
    task: Task | None = None,
    settings: Mapping[str, Any] | None = None,
    seed: int = 42,
) -> keras.Model:
    """Build a model by name for inputs of this shape (without the batch axis); it is not compiled.

    Without `input_shape` it is the one that the model is shown at, without `classes` there are 10;
    `task` stands for other tasks than telling classes apart. Equal seeds give equal weights.

    Raises RegistryError or Mistake for what can't be meant, ZooError where Keras or a builder fails.
    """
    spec = found("model", model)
    spec = replace(spec, value=spec.value.override(changes_of(settings), spec.name))
    shape = spec.value.input_shape if input_shape is None else checked_shape(input_shape)
    if task is not None and not isinstance(task, Task):
        raise SettingError("task", task, "is no task; wanted a zoo.Task")
    wanted = task or Task("classification", 10 if classes is None else checked_classes(classes))
    drawn_from = checked("seed", settings_of(TrainSettings)["seed"].kind, seed)
    if is_static(spec.value):
        trace(spec.value, shape, wanted, spec.name)
    backend.start(backend.default(), backend.processors())
    from zoo.training.build import build_model  # noqa: PLC0415 - imports Keras

    backend.fresh(drawn_from)
    return build_model(spec, shape, wanted)
