"""Adam and its variants: running means of the gradients and of their squares."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from dataclasses import field
from typing import Annotated

from zoo.schema.fields import Integer, Number
from zoo.schema.value import frozen
from zoo.specs.optimizer.base import Below1, NotNegative, Optimizer, Positive, Rate, Switch


@frozen
class Adam(Optimizer):
    """https://keras.io/api/optimizers/adam/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7
    amsgrad: Switch = False


@frozen
class AdamW(Adam):
    """https://keras.io/api/optimizers/adamw/."""

    weight_decay: NotNegative = field(default=0.004, kw_only=True)


@frozen
class Adamax(Optimizer):
    """https://keras.io/api/optimizers/adamax/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7


@frozen
class Nadam(Optimizer):
    """https://keras.io/api/optimizers/nadam/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7


@frozen
class Lamb(Optimizer):
    """https://keras.io/api/optimizers/lamb/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7


@frozen
class ScheduleFreeAdamW(Optimizer):
    """https://keras.io/api/optimizers/schedule_free_adamw/."""

    learning_rate: Rate = 0.0025
    beta_1: Annotated[float, Number(0, 1, above=True, below=True)] = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-8
    warmup_steps: Annotated[int, Integer(0)] = 0
