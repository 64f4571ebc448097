"""Finds what data a model can be trained on: bundled, declared by its spec, or made up."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from zoo.data.resolve import found_dataset
from zoo.errors import ZooError
from zoo.specs import text_models
from zoo.specs.architecture import Misfit, fit, is_static, trace
from zoo.specs.task import DEFAULT_TASK, Task
from zoo.testing import samples
from zoo.testing.result import Skipped
from zoo.testing.synthetic import synthetic

if TYPE_CHECKING:
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named

IMAGE_AXES = (2, 3)
TASKS = (
    DEFAULT_TASK,
    Task("classification", 3),
    Task("classification", 2),
    Task("regression", 1),
    Task("multilabel", 3),
)


def tiny_data(model: Named[ModelSpec], name: str) -> Named[DatasetSpec]:
    """A bundled dataset in a shape that the model accepts; images are enlarged if needed.

    Raises:
        Skipped: The model does not accept the dataset; the message has the reason.
    """
    dataset = samples.dataset(name)
    if model.value.datasets:
        raise Skipped(f"is for {', '.join(model.value.datasets)}")
    vocabulary = vocabulary_of(model)
    if vocabulary is not None:
        raise Skipped(f"takes ids below {vocabulary:,}; {name} has {samples.described(dataset.value)}")
    try:
        require_fit(model, dataset)
    except Skipped:
        wanted = model.value.input_shape
        if name != "digits" or len(wanted) not in IMAGE_AXES:
            raise
        dataset = samples.enlarged(dataset, wanted)
        require_fit(model, dataset)
    return dataset


def own_data(model: Named[ModelSpec]) -> Named[DatasetSpec]:
    """The first dataset that the spec declares, or made-up data if the model accepts no bundled dataset.

    Raises:
        Skipped: The model accepts a bundled dataset.
        ZooError: No dataset has the declared name, or the model does not accept it.
    """
    if model.value.datasets:
        dataset = found_dataset(model.value.datasets[0])
        try:
            require_fit(model, dataset)
        except Skipped as skipped:
            raise ZooError(f"its spec declares the dataset {dataset.name}, but it {skipped}") from None
        return dataset
    fitting = _bundled(model)
    if fitting is not None:
        raise Skipped(f"declares no dataset of its own, and takes {fitting.name}")
    return synthetic(model.value.input_shape, own_task(model), vocabulary_of(model))


def any_data(model: Named[ModelSpec]) -> Named[DatasetSpec]:
    """The first bundled dataset that the model accepts, or its own data."""
    return _bundled(model) or own_data(model)


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
    """The task to build a model for: that of its dataset, or the first that fits its head."""
    if model.value.datasets:
        return found_dataset(model.value.datasets[0]).value.task
    for task in TASKS:
        with suppress(Misfit):
            fit(model.value, task, model.name)
            return task
    return TASKS[0]


def vocabulary_of(model: Named[ModelSpec]) -> int | None:
    """The number of ids that a model takes at its own shape; None if it takes numbers of any kind."""
    if is_static(model.value):
        return text_models.vocabulary_of(model.value)
    from zoo.training import conformance

    return conformance.vocabulary(conformance.built(model, model.value.input_shape, own_task(model)))


def takes(model: Named[ModelSpec], shape: tuple[int, ...], task: Task) -> bool:
    """Whether a model accepts an input shape and a task; its own shape is not checked.

    Raises:
        UnfitModel: A builder does not refuse them, and returns a model for others.
    """
    from zoo.training.build import UnfitModel

    try:
        if is_static(model.value):
            trace(model.value, shape, task, model.name)
        else:
            from zoo.training import conformance

            conformance.built(model, shape, task)
    except UnfitModel:
        raise
    except ZooError:
        return False
    return True


def _bundled(model: Named[ModelSpec]) -> Named[DatasetSpec] | None:
    """The first bundled dataset that the model accepts."""
    for name in samples.NAMES:
        with suppress(Skipped):
            return tiny_data(model, name)
    return None


def _why(spec: ModelSpec, dataset: Named[DatasetSpec]) -> str:
    axes, found = len(spec.input_shape), len(dataset.value.input_shape)
    may_be_images = axes in IMAGE_AXES and spec.input_shape[0] == spec.input_shape[1]
    if may_be_images and found == 1:
        wanted = "images"
    elif axes == 1 and found > 1:
        wanted = "rows of numbers"
    else:
        wanted = f"examples of shape {spec.input_shape}"
    return f"wants {wanted}; {dataset.name} has {samples.described(dataset.value)}"
