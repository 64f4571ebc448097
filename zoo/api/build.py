"""`zoo.build`: a Keras model by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import found
from zoo.errors import SettingError
from zoo.plan.backends import default_backend
from zoo.plan.plan import TrainSettings
from zoo.schema.arguments import checked, checked_classes, checked_shape
from zoo.schema.declaration import changes_of, settings_of
from zoo.specs.architecture import is_static, trace
from zoo.specs.task import DEFAULT_TASK, Task
from zoo.system.machine import processors
from zoo.training import backend

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import keras

    from zoo.specs.model import ModelSpec


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

    Raises RegistryError or UsageError for what can't be meant, ZooError where Keras or a builder fails.
    """
    spec = found("model", model)
    spec = replace(spec, value=spec.value.override(changes_of(settings), spec.name))
    shape = spec.value.input_shape if input_shape is None else checked_shape(input_shape)
    if task is not None and not isinstance(task, Task):
        raise SettingError("task", task, "is no task; wanted a zoo.Task")
    if task is None:
        task = DEFAULT_TASK if classes is None else Task("classification", checked_classes(classes))
    drawn_from = checked("seed", settings_of(TrainSettings)["seed"].kind, seed)
    if is_static(spec.value):
        trace(spec.value, shape, task, spec.name)
    backend.start(default_backend(), processors())
    from zoo.training.build import build_model

    backend.fresh(drawn_from)
    return build_model(spec, shape, task)
