"""Optimizers that follow the gradient or its running mean: SGD, Lion and Muon."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from dataclasses import KW_ONLY, field
from typing import Annotated

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, Number
from zoo.schema.value import frozen
from zoo.specs.optimizer.base import Below1, Decay, Fraction, Norm, Optimizer, Positive, Rate, Switch
from zoo.specs.optimizer.parts import Parts


@frozen
class SGD(Optimizer):
    """https://keras.io/api/optimizers/sgd/."""

    learning_rate: Rate = 0.01
    momentum: Fraction = 0.0
    nesterov: Switch = False


@frozen
class Lion(Optimizer):
    """https://keras.io/api/optimizers/lion/."""

    learning_rate: Rate = 0.001
    beta_1: Annotated[float, Number(0, 1, above=True)] = 0.9
    beta_2: Fraction = 0.99


@frozen
class Muon(Optimizer):
    """https://keras.io/api/optimizers/muon/.

    Weights that are no matrices are trained with AdamW, and so are those of layers whose name contains one of
    `exclude_layers`.
    """

    learning_rate: Rate = 0.001
    adam_beta_1: Below1 = 0.9
    adam_beta_2: Below1 = 0.999
    adam_weight_decay: Decay = 0.004
    epsilon: Positive = 1e-7
    _: KW_ONLY
    weight_decay: Decay = field(default=0.004, kw_only=True)
    exclude_layers: Annotated[tuple[str, ...] | None, Optional(Parts())] = None
    exclude_embeddings: Switch = True
    muon_a: Annotated[float, Number()] = 3.4445
    muon_b: Annotated[float, Number()] = -4.7750
    muon_c: Annotated[float, Number()] = 2.0315
    adam_lr_ratio: Positive = 1.0
    momentum: Fraction = 0.95
    ns_steps: Annotated[int, Integer(1, 100)] = 5
    nesterov: Switch = True
    rms_rate: Norm = 0.2
