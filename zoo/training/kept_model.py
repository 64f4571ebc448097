"""The model that a run keeps: the one that was trained, or with LoRA a plain one into which it is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.training.build import build_model
from zoo.training.compile_plan import compile_for
from zoo.training.feed import Batches
from zoo.training.feeds import EVALUATION_BATCH
from zoo.training.frozen import Freezer

if TYPE_CHECKING:
    import keras

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan


def kept_model(trained: keras.Model, plan: Plan, phase: int, data: Data) -> keras.Model:
    """The model that is kept after a phase, without its weights if it is not the trained one."""
    if plan.train.lora is None:
        return trained
    dataset = plan.dataset.value
    model = build_model(plan.model, dataset.input_shape, dataset.task)
    compile_for(model, plan.by_phase[phase], weighted=data.weights is not None)
    Freezer(model, plan).freeze(phase)
    model.optimizer.build(model.trainable_variables)  # a file without its variables loads with a warning
    return model


def batches_of(data: Data, split: str) -> Batches:
    """A part of the data for a model that does not take blocks."""
    return Batches(data, getattr(data.parts, split), EVALUATION_BATCH)
