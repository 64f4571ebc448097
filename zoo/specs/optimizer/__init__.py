"""Optimizers as frozen values with Keras's names, arguments and defaults, and presets of them.

The optimizers are documented at https://keras.io/api/optimizers/.
"""

from __future__ import annotations

from zoo.specs.optimizer.adam import Adam, Adamax, AdamW, Lamb, Nadam, ScheduleFreeAdamW
from zoo.specs.optimizer.adaptive import Adadelta, Adafactor, Adagrad, Ftrl, RMSprop
from zoo.specs.optimizer.base import Optimizer
from zoo.specs.optimizer.by_name import OPTIMIZERS
from zoo.specs.optimizer.momentum import SGD, Lion, Muon
from zoo.specs.optimizer.preset import OptimizerPreset

__all__ = [
    "OPTIMIZERS",
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lamb",
    "Lion",
    "Muon",
    "Nadam",
    "Optimizer",
    "OptimizerPreset",
    "RMSprop",
    "ScheduleFreeAdamW",
]
