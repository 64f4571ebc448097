"""The outcomes of a trained model on the validation examples.

The model is called directly, without `predict`, which would first compile a function: on 12,000 images
that takes longer than the predictions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np

from zoo.runs.validation_outcomes import Outcomes, class_outcomes
from zoo.training.units import Units

if TYPE_CHECKING:
    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan

AT_ONCE = 1_000
"""The batch size."""


def outcomes_of(model: keras.Model, plan: Plan, data: Data, epoch: int) -> Outcomes:
    """The outcomes of a model with the weights of an epoch on the validation examples."""
    positions, task = data.parts.validation, plan.dataset.value.task
    batches = [positions[at : at + AT_ONCE] for at in range(0, len(positions), AT_ONCE)]
    outputs = np.concatenate([_outputs(model, data.scaled(batch)) for batch in batches])
    if task.has_units:
        true = data.y[positions].reshape(len(positions), -1)
        errors = np.abs(outputs.reshape(true.shape) - true).mean(axis=1) * Units.of(plan).metric
        return Outcomes(epoch, len(errors), errors=tuple(errors.astype(np.float32).tolist()))
    objective, truth = plan.objective, data.truth[positions]
    if objective.link == "softmax":
        right = outputs.argmax(axis=1) == truth
    else:
        above = outputs > (0.0 if objective.logits else 0.5)
        right = (above == truth.reshape(above.shape)).all(axis=1)
    return class_outcomes(epoch, right.tolist())


def _outputs(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """The model's output for scaled examples, of shape (examples, outputs), as float64."""
    return keras.ops.convert_to_numpy(model(x, training=False)).astype(np.float64)
