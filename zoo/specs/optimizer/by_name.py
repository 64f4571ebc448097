"""The optimizers that can be declared, by Keras's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.specs.optimizer.adam import Adam, Adamax, AdamW, Lamb, Nadam, ScheduleFreeAdamW
from zoo.specs.optimizer.adaptive import Adadelta, Adafactor, Adagrad, Ftrl, RMSprop
from zoo.specs.optimizer.momentum import SGD, Lion, Muon

if TYPE_CHECKING:
    from zoo.specs.optimizer.base import Optimizer

OPTIMIZERS: dict[str, type[Optimizer]] = {
    each.__name__: each
    for each in (
        *(SGD, RMSprop, Adagrad, Adadelta, Adam, AdamW, Adamax, Nadam),
        *(Adafactor, Ftrl, Lamb, Lion, Muon, ScheduleFreeAdamW),
    )
}
WRAPPERS = {
    "MultiOptimizer": (
        "wanted one optimizer, since a MultiOptimizer has no learning rate for --lr and schedules to set; "
        "--lr-decay gives layers their own rates, and --phase trains them one after the other"
    ),
    "LossScaleOptimizer": "wanted the optimizer inside it: --precision mixed_float16 scales the loss",
}
"""The optimizers of Keras that wrap others and can't be declared, and what works."""
