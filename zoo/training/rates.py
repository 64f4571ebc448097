"""The learning rate of each epoch, for the history of a run whose rate changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras

from zoo.schema.keras_objects import thaw

if TYPE_CHECKING:
    from zoo.plan.plan import Plan


class Rates:
    """The learning rates of a run: those of Keras's schedule, or of the optimizer's variable."""

    def __init__(self, plan: Plan) -> None:
        """The plan's schedule is in steps."""
        rate = plan.optimizer_in_steps.learning_rate
        self.change = plan.train.schedule is not None or isinstance(rate, tuple)
        table = thaw(rate) if isinstance(rate, tuple) else {}
        kind = table.pop("type", None)
        self._schedule = getattr(keras.optimizers.schedules, kind)(**table) if kind else None

    def at(self, model: keras.Model, step: int) -> float:
        """The rate with which a model is trained in a step, counted from 0 over all epochs."""
        found = model.optimizer.learning_rate if self._schedule is None else self._schedule(step)
        return float(keras.ops.convert_to_numpy(found))
