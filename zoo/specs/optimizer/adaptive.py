"""Optimizers whose steps are scaled by the gradients seen so far, for each weight."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from typing import Annotated

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.optimizer.base import Fraction, NotNegative, Optimizer, Positive, Rate, Switch


@frozen
class RMSprop(Optimizer):
    """https://keras.io/api/optimizers/rmsprop/."""

    learning_rate: Rate = 0.001
    rho: Fraction = 0.9
    momentum: Fraction = 0.0
    epsilon: Positive = 1e-7
    centered: Switch = False


@frozen
class Adagrad(Optimizer):
    """https://keras.io/api/optimizers/adagrad/."""

    learning_rate: Rate = 0.001
    initial_accumulator_value: NotNegative = 0.1
    epsilon: Positive = 1e-7


@frozen
class Adadelta(Optimizer):
    """https://keras.io/api/optimizers/adadelta/."""

    learning_rate: Rate = 0.001
    rho: Fraction = 0.95
    epsilon: Positive = 1e-7


@frozen
class Adafactor(Optimizer):
    """https://keras.io/api/optimizers/adafactor/."""

    learning_rate: Rate = 0.001
    beta_2_decay: Annotated[float, Number(maximum=0, below=True)] = -0.8
    epsilon_1: Positive = 1e-30
    epsilon_2: NotNegative = 1e-3
    clip_threshold: Positive = 1.0
    relative_step: Switch = True


@frozen
class Ftrl(Optimizer):
    """https://keras.io/api/optimizers/ftrl/."""

    learning_rate: Rate = 0.001
    learning_rate_power: Annotated[float, Number(maximum=0)] = -0.5
    initial_accumulator_value: NotNegative = 0.1
    l1_regularization_strength: NotNegative = 0.0
    l2_regularization_strength: NotNegative = 0.0
    l2_shrinkage_regularization_strength: NotNegative = 0.0
    beta: NotNegative = 0.0
