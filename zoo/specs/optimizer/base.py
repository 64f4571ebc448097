"""The settings that all optimizers have, and the kinds of their values."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from dataclasses import KW_ONLY
from typing import Annotated, Any

from zoo.schema.composite import Either, Optional
from zoo.schema.fields import Boolean, Integer, Number
from zoo.schema.value import Value, frozen
from zoo.specs.schedules.keras import SCHEDULES

Rate = Annotated[float | tuple[Any, ...] | dict[str, Any], Either((Number(0, above=True), SCHEDULES))]
Fraction = Annotated[float, Number(0, 1)]
Below1 = Annotated[float, Number(0, 1, below=True)]
Positive = Annotated[float, Number(0, above=True)]
NotNegative = Annotated[float, Number(0)]
Norm = Annotated[float | None, Optional(Number(0, above=True))]
Decay = Annotated[float | None, Optional(Number(0))]
Steps = Annotated[int | None, Optional(Integer(2))]
Period = Annotated[int | None, Optional(Integer(1))]
Switch = Annotated[bool, Boolean()]


@frozen
class Optimizer(Value):
    """The arguments that all Keras optimizers have: https://keras.io/api/optimizers/.

    Each subclass has the name and the defaults of a Keras class.
    """

    _: KW_ONLY
    weight_decay: Decay = None
    clipnorm: Norm = None
    clipvalue: Norm = None
    global_clipnorm: Norm = None
    use_ema: Switch = False
    ema_momentum: Fraction = 0.99
    ema_overwrite_frequency: Period = None
    loss_scale_factor: Norm = None
    gradient_accumulation_steps: Steps = None

    @property
    def type(self) -> str:
        """The name of the Keras class."""
        return type(self).__name__
