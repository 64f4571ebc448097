"""The learning rate of each epoch, for the history of a run whose rate changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras

from zoo.training.keras_settings import keras_settings

if TYPE_CHECKING:
    from zoo.plan.plan import Plan


class Rates:
    """The learning rates of a run: those of Keras's schedule, or of the optimizer's variable."""

    def __init__(self, plan: Plan) -> None:
        """The plan's schedule is in steps."""
        rate = keras_settings(plan.optimizer_in_steps.optimizer)["learning_rate"]
        self._schedule = rate if isinstance(rate, keras.optimizers.schedules.LearningRateSchedule) else None
        self.change = plan.train.schedule is not None or self._schedule is not None

    def at(self, model: keras.Model, step: int) -> float:
        """The rate with which a model is trained in a step, counted from 0 over all epochs."""
        found = model.optimizer.learning_rate if self._schedule is None else self._schedule(step)
        return float(keras.ops.convert_to_numpy(found))
