"""Finds which bundled datasets a model can be trained on, without training it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.specs.architecture import Misfit, fit, is_static, trace
from zoo.specs.task import DEFAULT_TASK, Task
from zoo.testing import samples
from zoo.testing.result import Skipped

if TYPE_CHECKING:
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named

IMAGE_AXES = (2, 3)


def tiny_data(model: Named[ModelSpec], name: str) -> Named[DatasetSpec]:
    """A bundled dataset in a shape that the model accepts; images are enlarged if needed.

    Raises:
        Skipped: The model does not accept the dataset; the message has the reason.
    """
    dataset = samples.dataset(name)
    try:
        require_fit(model, dataset)
    except Skipped:
        wanted = model.value.input_shape
        if name != "digits" or len(wanted) not in IMAGE_AXES:
            raise
        dataset = samples.enlarged(dataset, wanted)
        require_fit(model, dataset)
    return dataset


def require_fit(model: Named[ModelSpec], dataset: Named[DatasetSpec]) -> None:
    """Raise Skipped unless the model accepts the dataset's shape and task."""
    shape, task = dataset.value.input_shape, dataset.value.task
    try:
        fit(model.value, task, model.name)
    except Misfit as misfit:
        raise Skipped(str(misfit)) from None
    if not takes(model, shape, task):
        raise Skipped(_why(model.value, dataset))


def own_task(model: Named[ModelSpec]) -> Task:
    """The task to build a model for without a dataset: the first of three that its head accepts."""
    tasks = (DEFAULT_TASK, Task("classification", 2), Task("regression", 1))
    for task in tasks:
        with suppress(Misfit):
            fit(model.value, task, model.name)
            return task
    return tasks[0]


def takes(model: Named[ModelSpec], shape: tuple[int, ...], task: Task) -> bool:
    """Whether a model accepts an input shape; its default shape is not checked."""
    try:
        if is_static(model.value):
            trace(model.value, shape, task, model.name)
        elif shape != model.value.input_shape:
            from zoo.training import conformance

            conformance.built(model, shape, task)
    except ZooError:
        return False
    return True


def _why(spec: ModelSpec, dataset: Named[DatasetSpec]) -> str:
    axes, found = len(spec.input_shape), len(dataset.value.input_shape)
    if axes in IMAGE_AXES and found == 1:
        wanted = "images"
    elif axes == 1 and found > 1:
        wanted = "rows of numbers"
    else:
        wanted = f"examples of shape {spec.input_shape}"
    return f"wants {wanted}; {dataset.name} has {samples.described(dataset.value)}"
