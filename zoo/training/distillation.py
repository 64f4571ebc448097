"""Ask the teacher of a distillation once for each training example, before the first step.

Its softened outputs travel with the labels, as further columns of them, so that each execution has them.
Validation and test examples have the plain labels, and the plain loss.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from keras import ops

from zoo.training import limits
from zoo.training.restore import AT_ONCE, PART, of_run
from zoo.training.taught_loss import logits_of, softened

if TYPE_CHECKING:
    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs.kept import Kept


def taught(data: Data, plan: Plan, teacher: Kept | None) -> Data:
    """The data with the teacher's outputs for the training examples, softened by the plan's temperature."""
    if teacher is None:
        return data
    trained = of_run(teacher, plan.train.backend)
    objective, task = teacher.plan.objective, plan.dataset.value.task
    positions, many = data.parts.training, PART * AT_ONCE
    found = np.zeros((len(data.x), task.outputs), np.float32)
    for start in range(0, len(positions), many):
        some = positions[start : start + many]
        output = limits.predicted(trained.model, data.scaled(some), AT_ONCE)
        logits = logits_of(ops.convert_to_tensor(output.astype(np.float32)), objective)
        found[some] = ops.convert_to_numpy(softened(logits / plan.train.temperature, task))
    return replace(data, teacher=found)
