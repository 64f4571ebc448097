"""Loss and metrics of given predictions, by Keras: of an ensemble, or with a temperature.

A model without weights passes the predictions on, and is compiled as the model of the plan is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zoo.training.restore import metrics_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.training.restore import Trained

SMALLEST = 1e-15
"""The least difference of a probability from 0 and from 1 of which a logit is computed."""


def metrics_of_answers(
    form: Trained,
    members: Sequence[Trained],
    plan: Plan,
    data: Data,
    *,
    positions: np.ndarray,
    answers: np.ndarray,
) -> dict[str, float]:
    """Loss and metrics of answers for the examples at these positions, in the units of a record.

    The answers are as those of `Trained.predict`; `form` is the model of the plan. Penalties of weights are
    the mean of those of the members.
    """
    import keras

    from zoo.training.compile_plan import compile_for

    outputs = _outputs(form, answers).astype(np.float32)
    inputs = keras.Input(outputs.shape[1:])
    model = keras.Model(inputs, keras.layers.Identity()(inputs))
    compile_for(model, plan)
    given = replace(
        data,
        x=outputs,
        y=data.y[positions],
        truth=data.truth[positions],
        weights=None if data.weights is None else data.weights[positions],
        class_weights=None,
        factor=1.0,
        on_disk=False,
    )
    found = metrics_of(replace(form, model=model), plan, given, np.arange(len(outputs)))
    penalties = [sum(map(float, each.model.losses)) for each in members]
    return found | {"loss": found["loss"] + float(np.mean(penalties))}


def _outputs(trained: Trained, answers: np.ndarray) -> np.ndarray:
    """The outputs of the model that give these answers."""
    shape = (len(answers), *trained.model.output_shape[1:])
    if trained.task.has_units:
        scaling = trained.scaling
        return ((answers - np.array(scaling.target_mean)) / scaling.target_scale).reshape(shape)
    found = answers[:, 1:] if shape[1] == 1 and answers.shape[1] > 1 else answers
    if trained.activation == "linear":
        return found
    found = np.clip(found, SMALLEST, 1 - SMALLEST)
    return np.log(found) if trained.activation == "softmax" else np.log(found) - np.log1p(-found)
