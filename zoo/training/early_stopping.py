"""Keras's EarlyStopping for the settings of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

from zoo.plan.metrics import monitor_of
from zoo.training.units import Units

if TYPE_CHECKING:
    from zoo.plan.plan import Plan


class EarlyStopping(keras.callbacks.EarlyStopping):
    """It compares values in the units of the record, in which `min_delta` is given."""

    def __init__(self, units: Units, **options: Any) -> None:
        """`units` are those of the plan, `options` those of Keras's callback."""
        super().__init__(**options)
        self.units = units

    def get_monitor_value(self, logs: dict[str, Any] | None) -> float | None:
        """The monitored value of an epoch."""
        return self.units.convert(logs or {}).get(self.monitor)


def early_stopping(plan: Plan) -> keras.callbacks.EarlyStopping:
    """The callback that ends the training after `patience` epochs without an improvement."""
    train, monitor = plan.train, monitor_of(plan)
    if monitor is None and not train.min_delta and not train.start_from_epoch:
        return keras.callbacks.EarlyStopping("val_loss", patience=train.patience)
    return EarlyStopping(
        Units.of(plan),
        monitor=monitor.metric if monitor else "val_loss",
        mode=monitor.direction if monitor else "min",
        patience=train.patience,
        min_delta=train.min_delta or 0,
        start_from_epoch=train.start_from_epoch or 0,
    )
