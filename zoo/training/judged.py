"""A model of an untrusted file on a dataset: its outputs are read as the dataset's task has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.data import scaling
from zoo.errors import ZooError
from zoo.specs.layers.head import Head
from zoo.specs.model import ModelSpec
from zoo.specs.task import Task

if TYPE_CHECKING:
    import keras

    from zoo.plan.plan import Plan
    from zoo.training.restore import Trained

PROBABILITIES = ("softmax", "sigmoid")


def judged(trained: Trained, plan: Plan) -> tuple[Trained, Plan]:
    """A file's model compiled for the task of the plan's dataset, and the plan with this model.

    Its outputs are probabilities if its last activation is softmax or sigmoid, otherwise logits.
    Raises ZooError if its input shape or its number of outputs does not match the dataset.
    """
    from zoo.training.build import compile_model

    dataset = plan.dataset.value
    is_logits = not dataset.task.has_units and _last_activation(trained.model) not in PROBABILITIES
    spec = ModelSpec(layers=(Head(logits=is_logits),))
    if dataset.task == Task("classification", 2) and trained.task.outputs == 2:  # noqa: PLR2004 - one for each class
        spec = ModelSpec(layers=(replace(spec.head, loss="sparse_categorical_crossentropy"),))
    if trained.input_shape == (*dataset.input_shape, 1):
        trained = _without_channel(trained)
    objective = spec.head.fit(dataset.task)
    found = trained.input_shape, trained.task.outputs
    if found != (dataset.input_shape, objective.units):
        wanted = f"wanted {dataset.input_shape} and {objective.units} for {plan.dataset.name}"
        raise ZooError(f"{trained.title} takes {found[0]} and gives {found[1]} numbers; {wanted}")
    compile_model(trained.model, spec, plan.optimizer_in_steps, dataset.task)
    activation = objective.link if is_logits else "linear"
    known: dict[str, Any] = {
        "task": dataset.task,
        "classes": dataset.classes,
        "scaling": scaling.none(dataset.task),
    }
    return (
        replace(trained, **known, activation=activation),
        replace(plan, model=replace(plan.model, value=spec)),
    )


def _without_channel(trained: Trained) -> Trained:
    """The same model for images without their channel axis of one."""
    import keras

    shape = trained.input_shape[:-1]
    reshape = keras.layers.Reshape(trained.input_shape)
    model = keras.Sequential(
        [keras.Input(shape, dtype=trained.model.inputs[0].dtype), reshape, trained.model]
    )
    return replace(trained, model=model, input_shape=shape)


def _last_activation(model: keras.Model) -> str | None:
    """The activation of the last layer; if that is a model, of its last layer."""
    last = model.layers[-1]
    if getattr(last, "layers", None):
        return _last_activation(last)
    return "softmax" if type(last).__name__ == "Softmax" else last.get_config().get("activation")
