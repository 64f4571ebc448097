"""Layer-wise learning rates: a Keras optimizer that updates each variable with a rate of its own.

Keras's `MultiOptimizer` has no learning rate that a callback could change, and clips the gradients of each
optimizer by themselves. Scaled gradients would be right for plain SGD alone. So the optimizer stays as it is,
with one learning rate and the usual state, and each update gets its variable's multiple of the rate: the
weights become what they would with an optimizer of that rate for this layer.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WHOLE = 1.0
"""The multiple of variables that are in no layer."""


def scale_rates(model: keras.Model, rates: Mapping[str, float]) -> None:
    """Let the optimizer of a compiled model train each layer with its multiple of the learning rate.

    The methods are replaced on the instance, whose class and configuration stay Keras's own in a saved file.
    """
    optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)  # that of LossScaleOptimizer
    multiples = {
        optimizer._var_key(variable): rates.get(layer.name, WHOLE)  # noqa: SLF001 - as its own methods do
        for layer in model.layers
        for variable in layer.variables
    }

    def multiple(variable: Any) -> float:
        return multiples.get(optimizer._var_key(variable), WHOLE)  # noqa: SLF001 - as its own methods do

    usual = optimizer.update_step

    def update_step(gradient: Any, variable: Any, learning_rate: Any) -> None:
        usual(gradient, variable, learning_rate * multiple(variable))

    optimizer.update_step = update_step
    optimizer._apply_weight_decay = _decay(optimizer, multiple)  # noqa: SLF001 - it uses the rate, too
    if keras.config.backend() == "torch":
        _update_one_by_one(optimizer)


def _decay(optimizer: Any, multiple: Callable[[Any], float]) -> Callable[[Any], None]:
    """Weight decay in groups of variables with one rate, which it reads from the optimizer."""
    usual, rate = optimizer._apply_weight_decay, optimizer._get_current_learning_rate  # noqa: SLF001 - see below

    def apply_weight_decay(variables: Any) -> None:
        for share, group in groupby(sorted(variables, key=multiple), key=multiple):
            optimizer._get_current_learning_rate = lambda share=share: rate() * share  # noqa: SLF001 - no other way
            try:
                usual(list(group))
            finally:
                del optimizer._get_current_learning_rate  # noqa: SLF001 - the class's is back

    return apply_weight_decay


def _update_one_by_one(optimizer: Any) -> None:
    """On torch, update each variable by itself: Keras's optimizers for torch update all with one rate."""
    from keras.src.backend.torch.optimizers.torch_parallel_optimizer import TorchParallelOptimizer

    if isinstance(optimizer, TorchParallelOptimizer):
        after: Any = super(TorchParallelOptimizer, optimizer)
        optimizer._backend_update_step = after._backend_update_step  # noqa: SLF001 - no public name
