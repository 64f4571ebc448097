"""`zoo.build`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import found
from zoo.errors import SettingError
from zoo.plan.backends import default_backend
from zoo.plan.train_settings import TrainSettings
from zoo.schema.arguments import checked, checked_classes, checked_shape
from zoo.schema.declaration import changes_of, settings_of
from zoo.specs.architecture import is_static, trace
from zoo.specs.task import DEFAULT_TASK, Task
from zoo.system.machine import processors
from zoo.training import backend
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import keras

    from zoo.specs.model import ModelSpec


@isolated()
def build(
    model: str | Path | ModelSpec,
    input_shape: tuple[int, ...] | None = None,
    classes: int | None = None,
    *,
    task: Task | None = None,
    settings: Mapping[str, Any] | None = None,
    seed: int = 42,
) -> keras.Model:
    """Build a Keras model; it is not compiled.

    Args:
        model: A model's name, a TOML file with a model, or a ModelSpec.
        input_shape: Shape of one example, without the batch axis; default the model's own, which
            `zoo.show` shows.
        classes: Number of classes; default 10.
        task: The task, if it is not a classification with `classes`.
        settings: Changed settings by path, such as `{"hidden.units": 200}`.
        seed: Random seed of the weights: equal seeds give equal weights.

    Returns:
        The model.

    Raises:
        RegistryError: The name is ambiguous, or what it names cannot be loaded.
        UsageError: The name is unknown, or a value is not valid.
        ZooError: Keras or the model's builder fails.

    Examples:
        >>> model = zoo.build("relu-dropout", input_shape=(28, 28), classes=10)
        >>> model.output_shape
        (None, 10)
    """
    spec = found("model", model)
    spec = replace(spec, value=spec.value.override(changes_of(settings), spec.name))
    shape = spec.value.input_shape if input_shape is None else checked_shape(input_shape)
    if task is not None and not isinstance(task, Task):
        raise SettingError("task", task, "is not a task; wanted a zoo.Task")
    if task is None:
        task = DEFAULT_TASK if classes is None else Task("classification", checked_classes(classes))
    drawn_from = checked("seed", settings_of(TrainSettings)["seed"].kind, seed)
    if is_static(spec.value):
        trace(spec.value, shape, task, spec.name)
    backend.start(default_backend(), processors())
    from zoo.training.build import build_model

    backend.fresh(drawn_from)
    return build_model(spec, shape, task)
