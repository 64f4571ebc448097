"""What a trained model makes of each validation example.

The model is called as it is, without `predict`, which would first compile a function for it: on 12,000
images that takes longer than the answers do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np

from zoo.runs.validation_outcomes import Answers, right_answers
from zoo.training.journal import Units

if TYPE_CHECKING:
    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan

AT_ONCE = 1_000
"""Examples that are answered in one call."""


def answers_of(model: keras.Model, plan: Plan, data: Data, epoch: int) -> Answers:
    """The answers of a model with the weights of an epoch to the validation examples."""
    positions, task = data.parts.validation, plan.dataset.value.task
    told = np.concatenate(
        [_told(model, data.scaled(positions[at : at + AT_ONCE])) for at in range(0, len(positions), AT_ONCE)]
    )
    if task.kind == "regression":
        errors = np.abs(told - data.y[positions]).mean(axis=1) * Units.of(plan).metric
        return Answers(epoch, len(errors), errors=tuple(errors.astype(np.float32).tolist()))
    if told.shape[1] == 1:
        border = 0.0 if plan.model.value.head.fit(task).logits else 0.5
        classes = told[:, 0] > border
    else:
        classes = told.argmax(axis=1)
    return right_answers(epoch, (classes == data.truth[positions]).tolist())


def _told(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """The model's output for scaled examples, of shape (examples, outputs), as float64."""
    return keras.ops.convert_to_numpy(model(x, training=False)).astype(np.float64)
