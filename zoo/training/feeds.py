"""The feeds of a training, which are its parts of the data, and the steps that take them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.specs.architecture import is_static
from zoo.training import backend, execution, lora
from zoo.training.build import architecture_of
from zoo.training.feed import Batches, Blocks, Feed, StreamedBlocks
from zoo.training.plain_steps import PlainSteps
from zoo.training.steps import Loop, block_arrays

if TYPE_CHECKING:
    import keras

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.specs.architecture import Architecture
    from zoo.training.augmentation import Augmentation

EVALUATION_BATCH = 1_000


class Feeds(NamedTuple):
    """The parts of the data; the training part is shuffled each epoch."""

    training: Feed
    validation: Feed
    test: Feed


def feeds_of(plan: Plan, data: Data, model: keras.Model) -> Feeds:
    """The feeds of a plan whose execution is chosen."""
    parts, settings = data.parts, plan.train
    changed = settings.augment is not None
    evaluated = parts.validation, parts.test
    if settings.execution == "plain":
        size, seed = settings.batch_size, settings.seed
        training = Batches(data, parts.training, size, seed, is_augmented=changed)
        return Feeds(training, *(Batches(data, part, EVALUATION_BATCH) for part in evaluated))
    steps, arrays = execution.block_steps(architecture(plan, model), settings.batch_size), block_arrays(data)
    kind = StreamedBlocks if data.on_disk else Blocks
    if data.on_disk:
        steps = execution.streamed_steps(steps, settings.batch_size, data.x.nbytes // len(data.x))
    options: dict[str, Any] = {"steps": steps, "arrays": arrays, "is_augmented": changed}
    blocks = kind(data, parts.training, settings.batch_size, settings.seed, **options)
    return Feeds(blocks, *(kind(data, part, EVALUATION_BATCH, arrays=arrays) for part in evaluated))


def steps_of(
    plan: Plan, data: Data, model: keras.Model, training: Feed, augmentation: Augmentation | None
) -> Loop | PlainSteps:
    """The steps that take the batches or blocks of a plan's training feed."""
    if not isinstance(training, Blocks):
        return PlainSteps(model, training, augmentation)
    settings = plan.train
    gpu = backend.device(settings.backend) != "cpu"
    return Loop(
        model,
        data,
        training,
        xla=settings.execution == "loop+xla",
        each_step=execution.is_slow_in_loops(model, gpu=gpu),
        augmentation=augmentation,
    )


def architecture(plan: Plan, model: keras.Model) -> Architecture:
    """The layers of a model: computed from the spec if possible, otherwise read from the built model."""
    if is_static(plan.model.value):
        return plan.architecture()
    dataset = plan.dataset.value
    known = architecture_of(model, plan.model.value, dataset.input_shape, dataset.task)
    return (
        known
        if plan.train.lora is None
        else replace(known, layers=lora.without_adapters(model, known.layers))
    )
